// -- addresses: a section, a table, a chart, a finding and a sentence have one; who comes by it sees the place marked -----
function nameOf(section) { // by its whole number: there is a "2.1." in several parts
  const heading = $(':is(h2, h3, h4, h5)', section), number = numberOf(section), own = section.dataset.section;
  return (number ? number + (own ? '. ' : ', ') : '') + wordsOf(heading, own ? `${NOT_SAID}, .number` : NOT_SAID);
}
function captionOf(figure) { // what it shows, and what is measured
  const caption = $('figcaption', figure), unit = $('.unit', caption);
  return wordsOf(caption, `${NOT_SAID}, .unit`) + (unit ? '. ' + wordsOf(unit, NOT_SAID) : '');
}
function place(element) { // the figure or section that holds an element: its anchor, and what it is called
  const figure = element.closest('figure');
  if (figure) return [figure.id, captionOf(figure)];
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
  const name = decodeURIComponent(location.hash.slice(1)), target = name && document.getElementById(name);
  if (target) go(target);
  else if (name && !(name.startsWith('if=') && suppose(name.slice(3)))) announce('Nội dung ở địa chỉ này không còn trong bản báo cáo này.');
}
addEventListener('hashchange', arrive);
for (const heading of $$(':is(section, article.finding) > :is(h2, h3, h4, h5)')) {
  const anchor = make('a', '#', { className: 'anchor', href: '#' + heading.parentElement.id });
  anchor.setAttribute('aria-label', `Sao chép: ${wordsOf(heading)}`);
  heading.append(anchor);
}
