// -- charts on a phone: the room of the bars is narrower, letters and names are as wide as they were ------------------------
const PHONE = 300, LINE = 14, EDGE = 2; // points: a drawing's width; a line of its key; what stays free at a side
const pairs = path => [...(path.getAttribute('d') || '').matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [+x, +y]);
const lengthOf = text => +text.getAttribute('textLength');
function at(text) { // where words stand: by their coordinates, or several lines by a translation
  const [, x, y] = text.hasAttribute('x') ? [0, text.getAttribute('x'), text.getAttribute('y')] : text.getAttribute('transform').match(/translate\(([-\d.]+) ([-\d.]+)/);
  return [+x, +y];
}
function shift(element, across, down = 0) { element.setAttribute('transform', `translate(${across} ${down}) ${element.getAttribute('transform') || ''}`); }
const isBar = shape => shape.matches('path');
function around(bar, [x, y]) { // whether a point lies in a bar
  const points = pairs(bar), across = points.map(([x]) => x), down = points.map(([, y]) => y);
  return Math.min(...across) < x && x < Math.max(...across) && Math.min(...down) < y && y < Math.max(...down);
}
function narrowed(svg) {
  const copy = svg.cloneNode(true), { height } = svg.viewBox.baseVal;
  for (const clip of $$('clipPath', copy)) clip.remove();
  for (const element of $$('[id]:not(pattern), [clip-path]', copy)) { element.removeAttribute('id'); element.removeAttribute('clip-path'); }
  for (const hatch of $$('pattern', copy)) { // the hidden drawing's are not drawn
    for (const shape of $$(`[fill="url(#${hatch.id})"]`, copy)) shape.setAttribute('fill', `url(#${hatch.id}-narrow)`);
    hatch.id += '-narrow';
  }
  const [, axes, ...key] = $(':scope > g', copy).children; // as matplotlib writes them: the ground, the axes, what lies over them
  const shapes = $$('path, use', axes).filter(shape => !shape.closest('defs') && !axes.firstElementChild.contains(shape) && (!isBar(shape) || pairs(shape).length));
  const texts = $$('text', axes).map(text => {
    const [x, y] = at(text), wide = lengthOf(text), anchor = text.getAttribute('text-anchor');
    const left = anchor === 'end' ? x - wide : anchor === 'middle' ? x - wide / 2 : x;
    return { text, x: anchor || text.hasAttribute('x') ? x : x + wide / 2, y, left, wide, bar: anchor === 'middle' && shapes.filter(isBar).find(bar => around(bar, [x, y])) };
  });
  const ends = shapes.flatMap(shape => isBar(shape) ? pairs(shape).map(([x]) => x) : [+shape.getAttribute('x')]);
  const from = Math.min(...ends), to = Math.max(...ends), most = Math.max(to, ...texts.map(({ left, wide }) => left + wide));
  const less = Math.max(0, most - PHONE + EDGE), scale = 1 - less / (to - from);
  const moved = x => x < from ? x : x > to ? x - less : from + (x - from) * scale;
  for (const each of texts) {
    const across = moved(each.x) - each.x, over = Math.max(0, each.left + across + each.wide - PHONE + EDGE); // at the right edge
    each.left += across - over;
    if (each.bar && pairs(each.bar).every(([x]) => 2 * Math.abs(moved(x) - moved(each.x)) < each.wide + EDGE)) each.text.remove(); // the table below says it
    else shift(each.text, across - over);
  }
  for (const shape of shapes) {
    if (isBar(shape)) shape.setAttribute('d', shape.getAttribute('d').replace(/(-?[\d.]+) (-?[\d.]+)/g, (_, x, y) => `${moved(+x)} ${y}`));
    else shape.setAttribute('x', moved(+shape.getAttribute('x')));
  }
  const above = flow(key), below = apart(texts.filter(({ text }) => copy.contains(text)));
  copy.setAttribute('viewBox', `0 ${-above} ${PHONE} ${height + above + below}`);
  copy.classList.add('narrow');
  return copy;
}
function apart(texts) { // words that would touch others go a line down; gives by how much the drawing is higher
  let most = 0;
  const set = [];
  for (const group of new Set(texts.map(({ text }) => text.parentElement))) {
    const own = texts.filter(({ text }) => text.parentElement === group);
    let down = 0;
    const touches = () => own.some(a => set.some(b => Math.abs(a.y + down - b.y) < LINE - 4 && a.left < b.left + b.wide + EDGE && b.left < a.left + a.wide + EDGE));
    while (touches() && down < 4 * LINE) down += LINE;
    if (down) shift(group, 0, down);
    for (const each of own) set.push({ ...each, y: each.y + down });
    most = Math.max(most, down);
  }
  return most;
}
function flow(key) { // the entries of a key in lines of the phone's width; gives by how much it is higher
  const words = key.filter(part => $('text', part)), signs = key.filter(part => !words.includes(part));
  const entries = words.map(part => ({ part, text: $('text', part), place: at($('text', part)) })); // in their order
  if (!entries.length) return 0;
  const first = entries[0].place[1], lines = 1 + Math.round((entries.at(-1).place[1] - first) / LINE);
  let x = EDGE, line = 0;
  for (const entry of entries) {
    const room = LINE + lengthOf(entry.text);
    if (x > EDGE && x + room > PHONE - EDGE) [x, line] = [EDGE, line + 1];
    Object.assign(entry, { to: [x + LINE, line] });
    x += room + LINE;
  }
  const extra = line + 1 > lines ? (line + 1 - lines + 0.8) * LINE : 0;
  for (const { part, place: [left, top], to: [x, line] } of entries) {
    const own = signs.filter(sign => { const [[x, y]] = $('path:not(defs *)', sign) ? pairs($('path:not(defs *)', sign)) : [[+$('use', sign).getAttribute('x'), +$('use', sign).getAttribute('y')]]; return left - x > 3 && left - x < 17 && Math.abs(top - y) < 10; });
    for (const each of [part, ...own]) shift(each, x - left, first + line * LINE - extra - top);
  }
  return extra;
}
const phone = matchMedia('screen and (max-width: 30rem)');
function draw() { if (phone.matches) for (const picture of $$('.picture:not(:has(.narrow))')) picture.append(narrowed($('svg', picture))); }
phone.addEventListener('change', draw);
draw();
