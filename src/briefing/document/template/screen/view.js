// -- only what a reviewer looks for: the findings of a section or an office, what changed -----------------------------------
const view = $('#view'), PASSAGE = 'p, li, figure, article', REMARKED = 'article.remark, sup.remark, sup.own';
const kept = new Map(); // the name of a view → whether an element is of it
const marks = $$('#briefing [data-finding]'), numbersOf = element => element.dataset.finding.split(' ');
function offer(parent, name, words, isOf) { kept.set(name, isOf); parent.append(make('option', words, { value: name })); }
function offerChanges(words) {
  $('option[value=changes]', view)?.remove();
  offer(view, 'changes', words, element => element.matches('.changed, .gone'));
  view.closest('label').hidden = false;
}
function group(label, offers) {
  const options = make('optgroup', '', { label });
  for (const [name, words, isOf] of offers) offer(options, name, words, isOf);
  if (options.children.length) view.append(options);
}
const ofNumbers = numbers => element => element.matches('[data-finding]') && numbersOf(element).some(number => numbers.has(number));
const inSections = new Map(); // section → the numbers of its findings
for (const mark of marks.filter(mark => !mark.matches('article'))) {
  const section = mark.closest('section[data-section], .opening');
  if (section) inSections.set(section, new Set([...inSections.get(section) || [], ...numbersOf(mark)]));
}
if (marks.length) offer(view, 'findings', 'Chỉ các phát hiện', element => element.matches('[data-finding]'));
if ($('article.remark')) offer(view, 'remarks', 'Chỉ các nhận xét', element => element.matches(REMARKED));
if ($('.changed, .gone')) offerChanges('Chỉ chỗ thay đổi');
group('Phát hiện tại mục', [...inSections].map(([section, numbers]) => [section.id, nameOf(section), element => ofNumbers(numbers)(element) && (element.matches('article') || section.contains(element))]));
const offices = $$('.annex tr:has(a[href^="#phat-hien-"])').filter(row => row.closest('figure')?.textContent.includes('Phát hiện theo đơn vị'));
group('Phát hiện của đơn vị', offices.map((row, at) => [`don-vi-${at}`, row.cells[0].textContent, ofNumbers(new Set($$('a', row).map(link => link.hash.replace('#phat-hien-', ''))))]));
const inRemark = element => document.getElementById($('a', element)?.hash.slice(1)) || element; // of a mark the article
const remarked = [...new Set($$('article.remark').map(article => article.dataset.section))].filter(Boolean);
group('Nhận xét tại mục', remarked.map(name => [`nhan-xet ${name}`, name === 'briefing' ? 'Phần mở đầu' : name, element => element.matches(REMARKED) && (element.closest('article') || inRemark(element)).dataset.section === name]));
const writers = [...new Set($$('article.remark').map(article => article.dataset.by))].filter(Boolean);
group('Nhận xét của', writers.map((name, at) => [`nguoi-viet-${at}`, name, element => element.matches(REMARKED) && (element.closest('article') || inRemark(element)).dataset.by === name]));
view.closest('label').hidden = kept.size === 0;
function showAll() { view.value = ''; view.dispatchEvent(new Event('change')); }
view.addEventListener('change', () => {
  const isOf = kept.get(view.value);
  document.body.classList.toggle('part', Boolean(isOf));
  for (const passage of $$('.kept')) passage.classList.remove('kept');
  if (!isOf) return;
  for (const element of $$(`#briefing :is([data-finding], .changed, .gone, ${REMARKED})`)) if (isOf(element)) { const passage = element.closest(PASSAGE) || element; passage.classList.add('kept'); unfold(passage); }
  scrollTo({ top: 0, behavior: 'instant' });
});

if (location.hash) arrive();
