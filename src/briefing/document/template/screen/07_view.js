// -- only what a reviewer looks for: the findings of a section, what changed -----------------------------------
const view = $('#view'), PASSAGE = 'p, li, figure, article';
const kept = new Map(); // the name of a view → whether an element is of it
const marks = $$('#briefing [data-finding]'), numbersOf = element => element.dataset.finding.split(' ');
function offer(parent, name, words, isOf) { kept.set(name, isOf); parent.append(make('option', words, { value: name })); }
function offerChanges(words) {
  $('option[value=changes]', view)?.remove();
  offer(view, 'changes', words, element => element.matches('.changed'));
  view.closest('label').hidden = false;
}
function group(label, offers) {
  const options = make('optgroup', '', { label });
  for (const [name, words, isOf] of offers) offer(options, name, words, isOf);
  if (options.children.length) view.append(options);
}
const ofNumbers = numbers => element => element.matches('[data-finding]') && numbersOf(element).some(number => numbers.has(number));
const inSections = new Map(); // section → the numbers of its findings
for (const section of $$('section[data-section], .opening')) {
  const own = marks.filter(mark => !mark.matches('article') && mark.closest('section[data-section], .opening') === section);
  if (own.length) inSections.set(section, new Set(own.flatMap(numbersOf)));
}
if (marks.length) offer(view, 'findings', 'Chỉ các phát hiện', element => element.matches('[data-finding]'));
group('Phát hiện tại mục', [...inSections].map(([section, numbers]) => [section.id, nameOf(section), element => ofNumbers(numbers)(element) && (element.matches('article') || section.contains(element))]));
view.closest('label').hidden = kept.size === 0;
function showAll() { view.value = ''; view.dispatchEvent(new Event('change')); }
view.addEventListener('change', () => {
  const isOf = kept.get(view.value);
  document.body.classList.toggle('part', Boolean(isOf));
  for (const passage of $$('.kept')) passage.classList.remove('kept');
  if (!isOf) return;
  for (const element of $$(`#briefing :is([data-finding], .changed)`)) if (isOf(element)) { const passage = element.closest(PASSAGE) || element; passage.classList.add('kept'); unfold(passage); }
  scrollTo({ top: 0, behavior: 'instant' });
});

