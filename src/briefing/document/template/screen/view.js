// -- only what a reviewer looks for: the findings of a section or an office, what changed -----------------------------------
const view = $('#view'), PASSAGE = 'p, li, figure, article';
const kept = new Map(); // the name of a view → whether an element is of it
const marks = $$('#briefing [data-finding]'), numbersOf = element => element.dataset.finding.split(' ');
function offer(parent, name, words, isOf) { kept.set(name, isOf); parent.append(make('option', words, { value: name })); }
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
if ($('.changed, .gone')) offer(view, 'changes', 'Chỉ chỗ thay đổi', element => element.matches('.changed, .gone'));
group('Phát hiện tại mục', [...inSections].map(([section, numbers]) => [section.id, nameOf(section), element => ofNumbers(numbers)(element) && (element.matches('article') || section.contains(element))]));
const offices = $$('.annex tr:has(a[href^="#phat-hien-"])').filter(row => row.closest('figure')?.textContent.includes('Phát hiện theo đơn vị'));
group('Phát hiện của đơn vị', offices.map((row, at) => [`don-vi-${at}`, row.cells[0].textContent, ofNumbers(new Set($$('a', row).map(link => link.hash.replace('#phat-hien-', ''))))]));
view.closest('label').hidden = kept.size === 0;
function showAll() { view.value = ''; view.dispatchEvent(new Event('change')); }
view.addEventListener('change', () => {
  const isOf = kept.get(view.value);
  document.body.classList.toggle('part', Boolean(isOf));
  for (const passage of $$('.kept')) passage.classList.remove('kept');
  if (!isOf) return;
  for (const element of $$('#briefing [data-finding], #briefing .changed, #briefing .gone')) if (isOf(element)) { const passage = element.closest(PASSAGE) || element; passage.classList.add('kept'); unfold(passage); }
  scrollTo({ top: 0, behavior: 'instant' });
});

if (location.hash) arrive();
