'use strict';
// The reader's page: contents that follow, the source of a figure on demand, code for those who ask.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const tables = JSON.parse($('#tables').textContent), rows = JSON.parse($('#rows').textContent);
const make = (tag, text, properties = {}) => Object.assign(document.createElement(tag), { textContent: text }, properties);

// -- contents ------------------------------------------------------------------------------------------------
const links = new Map($$('#contents a').map(link => [link.hash.slice(1), link]));
const targets = [...links.keys()].map(id => document.getElementById(id));
function follow() {
  const line = 0.3 * innerHeight;
  let here = targets[0];
  for (const target of targets) if (target.firstElementChild.getBoundingClientRect().top < line) here = target;
  for (const [id, link] of links) {
    const active = here && id === here.id;
    if (active && !link.classList.contains('here')) link.scrollIntoView({ block: 'nearest', behavior: 'instant' });
    link.classList.toggle('here', active);
    if (active) link.setAttribute('aria-current', 'location'); else link.removeAttribute('aria-current');
  }
}
let waiting = false;
addEventListener('scroll', () => { if (!waiting) { waiting = true; requestAnimationFrame(() => { waiting = false; follow(); }); } }, { passive: true });
follow();
const menu = $('#menu'), contents = $('#contents');
function openMenu(open) { contents.classList.toggle('open', open); menu.setAttribute('aria-expanded', open); }
menu.addEventListener('click', () => openMenu(!contents.classList.contains('open')));
contents.addEventListener('click', event => { if (event.target.closest('a')) openMenu(false); });
for (const heading of $$('section > :is(h2, h3, h4, h5)')) {
  const anchor = Object.assign(document.createElement('a'), { className: 'anchor', href: '#' + heading.parentElement.id, textContent: '#' });
  anchor.setAttribute('aria-label', 'Liên kết đến mục này');
  heading.append(anchor);
}

const heading = section => $(':is(h2, h3, h4, h5)', section).textContent.replace(/#$/, '');

// -- what is folded opens for those who come by a link, by search or with a printer ---------------------------------
function unfold(element) { for (let at = element; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true; }
function arrive() { const target = document.getElementById(decodeURIComponent(location.hash.slice(1))); if (target) { unfold($(':scope > .folded', target) || target); target.scrollIntoView(); } }
addEventListener('hashchange', arrive);
if (location.hash) arrive();
addEventListener('beforeprint', () => { for (const folded of $$('.folded')) folded.open = true; });

// -- regions that scroll sideways say so and are reached by keyboard ------------------------------------------------
const watcher = new ResizeObserver(entries => { for (const { target } of entries) {
  const scrolls = target.scrollWidth > target.clientWidth + 1;
  target.classList.toggle('cue', scrolls);
  if (scrolls) { target.tabIndex = 0; if (!target.hasAttribute('role')) { target.setAttribute('role', 'group'); target.setAttribute('aria-label', 'Kéo ngang để xem hết' + (target.closest('figure') ? ': ' + $('figcaption', target.closest('figure')).textContent : '')); } }
  else target.removeAttribute('tabindex');
} });
for (const region of $$('.scroll, .picture, .code, pre')) watcher.observe(region);

// -- search: "/" begins it, arrow keys walk through the hits, Enter goes there, Escape ends it ------------------------
const find = $('#find'), hits = $('#hits'), MOST = 60;
const plain = text => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/g, 'd').replace(/Đ/g, 'D').toLowerCase();
let passages; // every paragraph, list item, table row and caption with its words
function read() {
  passages ||= $$('#briefing :is(p, li, tr, figcaption, dd, h1, h2, h3, h4, h5)').filter(element => !element.closest('svg, .code, .analyst') && !$(':scope > :is(p, ul)', element))
    .map(element => { const text = wordsOf(element); return { element, text, words: plain(text) }; });
  return passages;
}
function wordsOf(element) { // without marks and anchors; the cells of a row stay apart
  const copy = element.cloneNode(true);
  for (const mark of $$('sup, .back, a.anchor, svg', copy)) mark.remove();
  for (const cell of $$('td, th', copy)) cell.append(' ');
  return copy.textContent.replace(/\s+/g, ' ').trim();
}
function excerpt({ text, words }, wanted) {
  const at = words.indexOf(wanted[0]), from = Math.max(0, at - 50), end = Math.min(text.length, at + wanted[0].length + 90);
  const line = document.createElement('a');
  line.append((from ? '…' : '') + text.slice(from, at), make('mark', text.slice(at, at + wanted[0].length)), text.slice(at + wanted[0].length, end) + (end < text.length ? '…' : ''));
  return line;
}
let marked = null;
function go(element) {
  hits.hidePopover();
  unfold(element);
  if (marked) marked.classList.remove('hit');
  marked = element;
  element.classList.add('hit');
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: 'center' });
}
function search() {
  const wanted = plain(find.value).split(/\s+/).filter(Boolean), list = $('ol', hits), status = $('[role=status]', hits);
  list.replaceChildren();
  if (!find.value.trim()) { hide(hits); return; }
  const phrase = wanted.join(' ');
  const withPhrase = read().filter(passage => passage.words.includes(phrase));
  const found = withPhrase.length ? withPhrase : read().filter(passage => wanted.every(word => passage.words.includes(word)));
  const groups = new Map();
  for (const passage of found.slice(0, MOST)) {
    const [id, name] = place(passage.element.closest('figure') ? passage.element.closest('figure').parentElement : passage.element);
    if (!groups.has(id)) groups.set(id, { name, lines: make('ol', '') });
    const line = excerpt(passage, passage.words.includes(phrase) ? [phrase] : wanted), item = document.createElement('li');
    line.href = '#' + id;
    line.addEventListener('click', event => { event.preventDefault(); go(passage.element); });
    item.append(line);
    groups.get(id).lines.append(item);
  }
  for (const { name, lines } of groups.values()) { const item = document.createElement('li'); item.append(make('b', name), lines); list.append(item); }
  status.textContent = found.length ? `${found.length} chỗ${found.length > MOST ? `, ${MOST} chỗ đầu được liệt kê` : ''}` : 'Không tìm thấy';
  if (!hits.matches(':popover-open')) hits.showPopover();
}
find.addEventListener('input', search);
find.addEventListener('focus', search);
document.addEventListener('keydown', event => {
  if (event.key === '/' && !event.target.closest('input, textarea')) { event.preventDefault(); find.focus(); find.select(); return; }
  const inside = event.target === find || hits.contains(event.target);
  if (!inside) return;
  const lines = $$('a', hits), at = lines.indexOf(document.activeElement);
  if (event.key === 'Escape') { hits.hidePopover(); find.value = ''; find.focus(); }
  else if (event.key === 'ArrowDown') { event.preventDefault(); (lines[at + 1] || lines[0])?.focus(); }
  else if (event.key === 'ArrowUp') { event.preventDefault(); (at > 0 ? lines[at - 1] : find).focus(); }
  else if (event.key === 'Enter' && event.target === find && lines[0]) { event.preventDefault(); lines[0].click(); }
});

// -- code ----------------------------------------------------------------------------------------------------
const code = $('#code');
code.addEventListener('change', () => document.body.classList.toggle('with-code', code.checked));

// -- the source of a figure: click, tap, Enter; arrow keys walk through the figures of a paragraph or table --------
const panel = $('#source');
const figures = $$('data[data-cells], data[data-formula]');
const blocks = new Map();
for (const figure of figures) {
  const block = figure.closest('p, li, table') || figure.parentElement;
  if (!blocks.has(block)) blocks.set(block, []);
  figure.tabIndex = blocks.get(block).push(figure) === 1 ? 0 : -1;
  figure.setAttribute('role', 'button');
  figure.setAttribute('aria-haspopup', 'dialog');
}
const cellsOf = element => (element.dataset.cells || '').split(';').filter(Boolean).map(part => {
  const [table, lines, column] = part.split(':');
  return { table, lines, column };
});
const expand = lines => lines.split(',').flatMap(run => {
  const [first, last = first] = run.split('-').map(Number);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
});
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
function place(element) {
  const figure = element.closest('figure');
  if (figure) return [figure.id, $('figcaption', figure).textContent];
  const section = element.closest('section');
  return section ? [section.id, heading(section)] : ['briefing', 'Phần đầu báo cáo'];
}
function elsewhere(figure) {
  const index = used(), places = new Map();
  for (const { table, lines } of cellsOf(figure)) for (const line of expand(lines)) {
    for (const element of index.get(table + ':' + line) || []) if (element !== figure) { const [id, name] = place(element); places.set(id, name); }
  }
  return [...places].slice(0, 12);
}
const SHOWN = 12; // cells whose values are listed
function values(table, lines, column) {
  const list = document.createElement('ul'), cells = expand(lines).map(line => (rows[table] || {})[line]).filter(row => row && column in row && row[column] !== '');
  const places = new Set(cells.map(row => row['@' + column])), one = places.size === 1 && [...places][0];
  if (places.size < 2 && !cells.some(row => row[column] !== row[''])) return one ? make('p', `Nơi nêu: ${one}`) : list;
  const place = row => one || !row['@' + column] ? '' : ` (${row['@' + column]})`;
  if (one) list.append(make('li', `Nơi nêu: ${one}`));
  for (const row of cells.slice(0, SHOWN)) list.append(make('li', (row[''] ? `${row['']}: ${row[column]}` : row[column]) + place(row)));
  if (cells.length > SHOWN) list.append(make('li', `… và ${cells.length - SHOWN} dòng khác`));
  return list;
}
function describe(figure) {
  const list = document.createElement('dl');
  const say = (term, ...content) => { const dd = document.createElement('dd'); dd.append(...content); list.append(make('dt', term), dd); };
  if (figure.dataset.formula) say('Cách tính', figure.dataset.formula);
  for (const { table, lines, column } of cellsOf(figure)) say('Nguồn', `${tables[table] || table}: `, make('code', `data/${table}.csv`), ` dòng ${lines.replaceAll(',', ', ')}, cột `, make('code', column), values(table, lines, column));
  if (figure.dataset.published) say('Theo số đã công bố', figure.dataset.published);
  if (figure.dataset.old) say('Số liệu trước đính chính', figure.dataset.old);
  if (figure.dataset.key) say('Biểu thức', make('code', figure.dataset.key));
  const finding = figure.dataset.finding;
  for (const id of finding ? finding.split(' ') : []) {
    const article = document.getElementById('phat-hien-' + id);
    say('Phát hiện kiểm tra', make('a', $('h2, h3, h4, h5', article).textContent, { href: '#' + article.id }), ...$$('dd.evidence', article).map(dd => make('p', dd.textContent)));
  }
  const places = elsewhere(figure);
  if (places.length) {
    const ul = document.createElement('ul');
    for (const [id, name] of places) { const li = document.createElement('li'); li.append(make('a', name, { href: '#' + id })); ul.append(li); }
    say('Dòng dữ liệu này còn dùng tại', ul);
  }
  const unit = figure.dataset.unit && figure.dataset.unit !== 'ratio' && !figure.textContent.includes(figure.dataset.unit) ? ' ' + figure.dataset.unit : '';
  const close = make('button', '×', { type: 'button' });
  close.setAttribute('aria-label', 'Đóng');
  close.addEventListener('click', () => panel.hidePopover());
  panel.replaceChildren(make('h2', figure.textContent + unit), list, close);
}
let shown = null;
function open(figure) {
  describe(figure);
  panel.showPopover({ source: figure }); // which Tab goes on from
  const box = figure.getBoundingClientRect(), width = panel.offsetWidth, height = panel.offsetHeight;
  panel.style.left = Math.max(8, Math.min(box.left, innerWidth - width - 8)) + 'px';
  panel.style.top = (box.bottom + height + 12 < innerHeight ? box.bottom + 6 : Math.max(8, box.top - height - 6)) + 'px';
  shown = figure;
  figure.classList.add('shown');
  $('button', panel).focus();
}
panel.addEventListener('toggle', event => {
  if (event.newState !== 'closed' || !shown) return;
  shown.classList.remove('shown');
  if (panel.contains(document.activeElement) || document.activeElement === document.body) shown.focus({ preventScroll: true });
  shown = null;
});
document.addEventListener('click', event => {
  const figure = event.target.closest('data[data-cells], data[data-formula]');
  if (figure) open(figure);
  else if (event.target.closest('#source a')) panel.hidePopover();
});
document.addEventListener('keydown', event => {
  const figure = event.target.closest && event.target.closest('data[role=button]');
  if (!figure) return;
  if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); open(figure); return; }
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const row = [...blocks.values()].find(row => row.includes(figure)), next = row[row.indexOf(figure) + step];
  if (next) { event.preventDefault(); figure.tabIndex = -1; next.tabIndex = 0; next.focus(); }
});

// -- what lies over the page closes when the reader goes elsewhere, and with Escape ---------------------------------
function hide(popover) { if (popover.matches(':popover-open')) popover.hidePopover(); }
function leave({ target }) {
  if (!target.closest('search, #hits')) hide(hits);
  if (!target.closest('.bar, #contents')) openMenu(false);
}
document.addEventListener('click', leave);
document.addEventListener('focusin', event => { leave(event); if (!event.target.closest('#source')) hide(panel); });
document.addEventListener('keydown', event => { if (event.key === 'Escape' && contents.classList.contains('open')) { openMenu(false); menu.focus(); } });
