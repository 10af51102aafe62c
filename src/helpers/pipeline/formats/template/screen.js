'use strict';
// The reader's page: contents that follow, the source of a figure on demand, code for those who ask.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const tables = JSON.parse($('#tables').textContent);

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

// -- code ----------------------------------------------------------------------------------------------------
const code = $('#code');
code.addEventListener('change', () => document.body.classList.toggle('with-code', code.checked));

// -- the source of a figure: click, tap, Enter; arrow keys walk through the figures of a paragraph or table --------
const panel = $('#source');
const figures = $$('data[data-cells], data[data-formula]');
const blocks = new Map();
for (const figure of figures) {
  const block = figure.closest('p, li, table, .cards') || figure.parentElement;
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
const make = (tag, text, properties = {}) => Object.assign(document.createElement(tag), { textContent: text }, properties);
function place(element) {
  const figure = element.closest('figure');
  if (figure) return [figure.id, $('figcaption', figure).textContent];
  const section = element.closest('section');
  return [section.id, $(':is(h2, h3, h4, h5)', section).textContent.replace(/#$/, '')];
}
function elsewhere(figure) {
  const index = used(), places = new Map();
  for (const { table, lines } of cellsOf(figure)) for (const line of expand(lines)) {
    for (const element of index.get(table + ':' + line) || []) if (element !== figure) { const [id, name] = place(element); places.set(id, name); }
  }
  return [...places].slice(0, 12);
}
function describe(figure) {
  const list = document.createElement('dl');
  const say = (term, ...content) => { const dd = document.createElement('dd'); dd.append(...content); list.append(make('dt', term), dd); };
  if (figure.dataset.formula) say('Cách tính', figure.dataset.formula);
  for (const { table, lines, column } of cellsOf(figure)) say('Nguồn', `${tables[table] || table}: `, make('code', `data/${table}.csv`), ` dòng ${lines.replaceAll(',', ', ')}, cột `, make('code', column));
  if (figure.dataset.old) say('Số liệu trước đính chính', figure.dataset.old);
  if (figure.dataset.key) say('Biểu thức', make('code', figure.dataset.key));
  const finding = figure.dataset.finding;
  if (finding) { const dd = finding.split(' ').map(id => make('a', ' ' + id, { href: '#phat-hien-' + id })); say('Phát hiện kiểm tra', ...dd); }
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
  panel.showPopover();
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
