// -- addresses: a section, a table, a chart, a finding and a sentence have one; who comes by it sees the place marked -----
const nameOf = section => wordsOf($(':is(h2, h3, h4, h5)', section), NOT_SAID);
function place(element) { // the figure or section that holds an element: its anchor, and what it is called
  const figure = element.closest('figure');
  if (figure) return [figure.id, $('figcaption', figure).textContent];
  const section = element.closest('section');
  return section ? [section.id, nameOf(section)] : ['briefing', 'Phần đầu báo cáo'];
}
const addressOf = element => '#' + (element.closest('[id]:is(p, li, dd, figure, article)')?.id || place(element)[0]);
const numberOf = element => element.closest('[data-section]')?.dataset.section;
function unfold(element) { for (let at = element; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true; }
let marked = null;
function go(element) {
  if (document.body.classList.contains('part') && !element.closest('.kept') && !$('.kept', element)) showAll();
  unfold($(':scope > .folded', element) || element);
  marked?.classList.remove('hit');
  marked = element.matches('section, main') ? null : element;
  if (marked) {
    marked.classList.add('hit');
    marked.tabIndex = -1;
    marked.focus({ preventScroll: true });
  }
  element.scrollIntoView({ block: marked && !marked.matches('figure, article') ? 'center' : 'start' });
}
function arrive() {
  const name = decodeURIComponent(location.hash.slice(1));
  const target = name && (document.getElementById(name) || $(`[data-sentences~="${CSS.escape(name)}"]`));
  if (target) go(target);
}
addEventListener('hashchange', arrive);
for (const heading of $$('section > :is(h2, h3, h4, h5)')) { // by keyboard the contents lead to the same places
  const anchor = make('a', '#', { className: 'anchor', href: '#' + heading.parentElement.id, tabIndex: -1 });
  anchor.setAttribute('aria-label', 'Liên kết đến mục này');
  heading.append(anchor);
}
