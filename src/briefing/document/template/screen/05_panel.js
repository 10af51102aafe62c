// -- the panel: what a number, a table, a chart or a sentence is, and what a reader takes of it ----------------------------
const panel = $('#source'), wide = matchMedia('(min-width: 66.01rem)');
const tables = JSON.parse($('#tables').textContent), rows = JSON.parse($('#rows').textContent), said = JSON.parse($('#said').textContent);
const NUMBER = 'data[data-cells], data[data-formula]', SHOWN = 12; // cells whose values are listed
const wordsFor = figure => (said[figure.dataset.key] || [''])[0];
const labels = new Map(); // of a button → the expression that has it
function labelOf(figure) {
  const { key, cells } = figure.dataset, label = [figure.textContent, wordsFor(figure)].filter(Boolean).join(', ');
  const own = (labels.get(label) ?? key) === key ? label : `${label} (${cells || key})`; // the rows tell what words do not
  labels.set(own, key);
  return own;
}
for (const figure of $$(NUMBER)) {
  figure.setAttribute('role', 'button');
  figure.setAttribute('aria-haspopup', 'dialog');
  figure.setAttribute('aria-label', labelOf(figure));
}

// -- Tab goes from section to section; arrows to the numbers and marks beside in it, and to the lines above and below ------------
const STOP = `:is(${NUMBER}, sup.flag a, sup.call a, a.anchor)`, SENTENCE = ':is(p, li)[id]';
const stops = $$(`#briefing :is(${STOP}, ${SENTENCE}:not(:has(${STOP})))`); // a sentence that has neither is a line of its own
const isStop = stop => stop.matches(STOP), groupOf = stop => stop.closest('details, section, main');
const lineOf = stop => stop.closest('p, li, tr, figcaption, h2, h3, h4, h5');
const groups = Map.groupBy(stops.filter(isStop), groupOf);
for (const group of groups.values()) for (const stop of group) stop.tabIndex = stop === group[0] ? 0 : -1;
function step(from, key) {
  const stop = from === sentence ? from.parentElement : from, at = stops.indexOf(stop), before = stops.slice(0, at), after = stops.slice(at + 1);
  const isBeside = other => isStop(other) && groupOf(other) === groupOf(stop), isOtherLine = other => lineOf(other) !== lineOf(stop) && other.checkVisibility();
  return { ArrowRight: () => after.find(isBeside), ArrowLeft: () => before.findLast(isBeside), ArrowDown: () => after.find(isOtherLine), ArrowUp: () => before.findLast(isOtherLine) }[key]?.();
}

const cellsOf = element => (element.dataset.cells || '').split(';').filter(Boolean).map(part => {
  const [table, lines, column] = part.split(':');
  return { table, lines, column };
});
const expand = lines => lines.split(',').flatMap(run => {
  const [first, last = first] = run.split('-').map(Number);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
});
const rowsOf = ({ table, lines, column }) => expand(lines).map(line => (rows[table] || {})[line]).filter(row => row && column in row && row[column] !== '');
function placesOf(figure) { // cells of one sheet together: "ô E9:E15, C9"
  const places = new Map();
  for (const place of cellsOf(figure).flatMap(cells => rowsOf(cells).map(row => row['@' + cells.column])).filter(Boolean)) {
    const [, sheet, cell] = place.match(/^(.*, ô )([A-Z]+\d+)$/) || [, place, ''];
    places.set(sheet, (places.get(sheet) || new Set()).add(cell));
  }
  return [...places].map(([sheet, cells]) => sheet + inRuns([...cells]));
}
function inRuns(cells) { // cells right below each other as one
  const runs = [];
  for (const cell of cells) {
    const [, letter, row] = cell.match(/^([A-Z]+)(\d+)$/) || [], last = runs.at(-1);
    if (last && last.letter === letter && last.to + 1 === +row) last.to = +row;
    else runs.push({ letter, from: +row, to: +row, cell });
  }
  return runs.map(({ letter, from, to, cell }) => to > from ? `${letter}${from}:${letter}${to}` : cell).join(', ');
}
let usage; // "table:line" → elements that print something of that row
function used() {
  if (usage) return usage;
  usage = new Map();
  for (const element of $$('#briefing [data-cells]')) {
    for (const { table, lines } of cellsOf(element)) for (const line of expand(lines)) {
      const key = table + ':' + line;
      usage.has(key) ? usage.get(key).add(element) : usage.set(key, new Set([element]));
    }
  }
  return usage;
}
function elsewhere(figure) {
  const index = used(), places = new Map();
  for (const { table, lines } of cellsOf(figure)) for (const line of expand(lines)) {
    for (const element of index.get(table + ':' + line) || []) if (element !== figure) { const [id, name] = place(element); places.set(id, name); }
  }
  return [...places].slice(0, 12);
}
function values(cells) {
  const list = document.createElement('ul'), found = rowsOf(cells), { column } = cells;
  if (found.length < 2 && !found.some(row => row[column] !== row[''])) return list;
  const one = new Set(found.map(row => row['@' + column])).size === 1;
  for (const row of found.slice(0, SHOWN)) list.append(make('li', (row[''] ? `${row['']}: ${row[column]}` : row[column]) + (one || !row['@' + column] ? '' : ` (${row['@' + column]})`)));
  if (found.length > SHOWN) list.append(make('li', `… và ${found.length - SHOWN} dòng khác`));
  return list;
}
const named = name => make('code', name, { lang: 'en', translate: false });
function terms() { // a list of terms, and what adds one to it
  const list = document.createElement('dl');
  return [list, (term, ...content) => { const dd = document.createElement('dd'); dd.append(...content); list.append(make('dt', term), dd); }];
}
function aboutNumber(figure) {
  const [list, say] = terms(), [details, detail] = terms(), { unit, key, formula, published, old, finding } = figure.dataset;
  const [words, before] = said[key] || [], places = placesOf(figure);
  if (before) say('Cùng kỳ năm trước', before);
  if (places.length) say('Nơi nêu', places.slice(0, SHOWN).join('; ') + (places.length > SHOWN ? `; và ${places.length - SHOWN} nơi khác` : ''));
  if (published) say('Theo số đã công bố', published);
  if (old) say('Số liệu trước đính chính', old);
  for (const id of finding ? finding.split(' ') : []) {
    const article = document.getElementById('phat-hien-' + id);
    say('Phát hiện kiểm tra', make('a', wordsOf($('h2, h3, h4, h5', article), NOT_SAID), { href: '#' + article.id }), ...$$('dd.evidence', article).map(dd => { const p = make('p', ''); p.append(...dd.cloneNode(true).childNodes); return p; }));
  }
  if (formula) detail('Cách tính', formula);
  for (const cells of cellsOf(figure)) detail('Nguồn', `${tables[cells.table] || cells.table}: `, named(`data/${cells.table}.csv`), ` dòng ${cells.lines.replaceAll(',', ', ')}, cột `, named(cells.column), values(cells));
  if (key) detail('Biểu thức', named(key));
  const others = elsewhere(figure);
  if (others.length) {
    const ul = document.createElement('ul');
    for (const [id, name] of others) { const li = document.createElement('li'); li.append(make('a', name, { href: '#' + id })); ul.append(li); }
    detail('Dòng dữ liệu này còn dùng tại', ul);
  }
  const more = document.createElement('details');
  more.append(make('summary', 'Chi tiết'), details);
  const shownUnit = unit && unit !== 'ratio' && !figure.textContent.includes(unit) ? ' ' + unit : '';
  return [make('h2', figure.textContent + shownUnit), ...(words ? [make('p', words, { className: 'what' })] : []), list, taking(figure), ...supposing(figure), more];
}
function about(asked) {
  if (asked.matches(NUMBER)) return aboutNumber(asked);
  const figure = asked.closest('figcaption') && asked.closest('figure'), passage = figure || (asked.matches('a.anchor') ? asked.parentElement : asked);
  return [figure ? make('h2', captionOf(figure)) : make('p', wordsOf(passage, NOT_SAID)), taking(passage)];
}
function closing() {
  const close = make('button', '×', { type: 'button', className: 'close' });
  close.setAttribute('aria-label', 'Đóng');
  close.addEventListener('click', () => panel.hidePopover());
  return close;
}
function describe(asked) { panel.replaceChildren(...about(asked), closing()); }
let shown = null;
function open(asked) {
  describe(asked);
  panel.showPopover({ source: asked }); // which Tab goes on from
  shown = asked;
  asked.classList.add('shown');
  beside(asked);
  $('.close', panel).focus({ preventScroll: true });
}
function beside(asked) { // at the height of what was asked for, in the margin or over the contents; on a phone below it
  const box = asked.getBoundingClientRect(), free = innerWidth - $('#briefing > section').getBoundingClientRect().right - 24, bar = $('.bar').offsetHeight;
  if (wide.matches) {
    panel.style.width = (free < 272 ? contents.offsetWidth - 16 : Math.min(free, 432)) + 'px';
    panel.style.left = free < 272 ? '8px' : innerWidth - free - 12 + 'px';
    panel.style.top = Math.max(bar + 8, Math.min(box.top - 8, innerHeight - panel.offsetHeight - 8)) + 'px';
  } else {
    panel.removeAttribute('style');
    const under = box.bottom + 12 - (innerHeight - panel.offsetHeight);
    if (under > 0) scrollBy({ top: under, behavior: 'instant' });
  }
}
panel.addEventListener('toggle', event => {
  if (event.target !== panel || event.newState !== 'closed' || !shown) return;
  shown.classList.remove('shown');
  if (panel.contains(document.activeElement) || document.activeElement === document.body) shown.focus({ preventScroll: true });
  shown = null;
});
panel.addEventListener('toggle', event => { if (event.target !== panel && shown) beside(shown); }, true); // what is unfolded in it
document.addEventListener('click', event => {
  const asked = event.target.closest(`${NUMBER}, figcaption > a.number, a.anchor`);
  if (asked && !(asked.href && (event.ctrlKey || event.metaKey || event.shiftKey))) { event.preventDefault(); open(asked); }
  else if (event.target.closest('#source a')) panel.hidePopover();
});
document.addEventListener('keydown', event => {
  const stop = event.target.closest?.('#briefing ' + STOP);
  if (!stop) return;
  if (stop.matches(NUMBER) && (event.key === 'Enter' || event.key === ' ')) { event.preventDefault(); open(stop); return; }
  const next = step(stop, event.key);
  if (!next) return;
  event.preventDefault();
  if (!isStop(next)) { offerSentence(next); sentence.focus(); return; }
  for (const other of groups.get(groupOf(next))) other.tabIndex = other === next ? 0 : -1;
  next.focus();
});

// -- a sentence's own address stands behind the paragraph that the pointer is in, or to which the arrow keys have come ---------
const sentence = make('a', '#', { className: 'anchor sentence', tabIndex: -1 });
function offerSentence(element) {
  sentence.href = '#' + element.id;
  sentence.setAttribute('aria-label', `Sao chép câu: ${wordsOf(element).slice(0, 80)}`);
  element.append(sentence);
}
$('#briefing').addEventListener('pointerover', event => {
  const element = event.target.closest(SENTENCE);
  if (element && shown !== sentence && document.activeElement !== sentence && element !== sentence.parentElement) offerSentence(element);
});

// -- what lies over the page closes when the reader goes elsewhere, and with Escape ------------------------------------------
function hide(popover) { if (popover.matches(':popover-open')) popover.hidePopover(); }
function leave({ target }) {
  if (!target.closest('search, #hits')) hide(hits);
  if (!target.closest('.bar, #contents')) openMenu(false);
}
document.addEventListener('click', leave);
document.addEventListener('focusin', event => { leave(event); if (!event.target.closest('#source')) hide(panel); });
document.addEventListener('keydown', event => { if (event.key === 'Escape' && contents.classList.contains('open')) { openMenu(false); menu.focus(); } });
