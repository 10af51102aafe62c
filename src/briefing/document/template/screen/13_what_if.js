// -- what if a cell were another: which figures, words, findings and headlines would be otherwise; nothing is stored ---------------
const supposed = new Map(), [told, strip] = $('#what-if').children; // "table:line:column" → the number that a reader supposes there
const PLAIN = /^-?\d{1,30}(\.\d{1,30})?$/, GROUPED = /^-?(\d{1,3}(\.\d{3})*|\d+)(,\d+)?$/;
const vietnamese = text => inDigits(readDecimal(text), placesIn(text));
let baseline; // what the checks give of the cells as they are
function cellAt(place) {
  const [table, line, column] = place.split(':'), row = rows[table]?.[line];
  if (!row || !('=' + column in row) || !comparisons.measured[table].includes(column)) return null;
  const alone = $(`#briefing data[data-key][data-cells="${place}"]`), name = alone && wordsFor(alone) || row[''] || tables[table];
  return { table, line, column, name, number: row['=' + column] };
}
function otherRows() {
  const other = { ...rows };
  for (const [place, number] of supposed) {
    const { table, line, column } = cellAt(place);
    other[table] = { ...other[table], [line]: { ...other[table][line], ['=' + column]: number } };
  }
  return other;
}
const cellNames = element => cellsOf(element).flatMap(({ table, lines, column }) => expand(lines).map(line => `${table}:${line}:${column}`));
const ORDERS = { '==': n => n === 0, '!=': n => n !== 0, '<': n => n < 0, '<=': n => n <= 0, '>': n => n > 0, '>=': n => n >= 0 };
function isTrue({ if: [sign, ...parts] }, valueOf) {
  const [a, b] = parts.map(key => valueOf(expressionOf(key)));
  return Boolean(a && b && ORDERS[sign](compared(a, b)));
}
function textIf(figure, then) { // what is printed in its place
  const before = writtenAs(figure, figure.value ? readDecimal(figure.value) : null, evaluatorOfPage), after = writtenAs(figure, then(expressionOf(figure.dataset.key)), then);
  return isSaid(figure.textContent, before) ? figure.textContent.replace(before, () => after) : after;
}

// -- conditional words are struck out where they would fall, and put in where they would stand --------------------------------------
function markWords({ line, at, behind, words, holds }) {
  const source = `[data-cells="statements:${line}:text"]`, said = make('ins', '', { className: 'otherwise', innerHTML: words }), range = document.createRange();
  const end = at + $$(source, said).reduce((sum, part) => sum + part.textContent.length, 0), parts = $$('#briefing ' + source).filter(part => !part.closest('.annex, ins.otherwise'));
  if (!parts.length) return said;
  range.setStartAfter(parts.at(-1));
  let before = 0;
  for (const node of parts.flatMap(part => [...part.childNodes])) { // texts
    const until = before + node.textContent.length, begins = holds || behind || !at ? before <= at && at < until : before < at && at <= until;
    if (begins) range.setStart(node, at - before);
    if (begins && !holds) range.collapse(true);
    if (holds && before < end && end <= until) range.setEnd(node, end - before);
    before = until;
  }
  const mark = holds ? make('del', '', { className: 'otherwise' }) : said;
  if (holds) mark.append(range.extractContents());
  range.insertNode(mark);
  return mark;
}
function unmark() {
  for (const figure of $$('[data-otherwise]')) { delete figure.dataset.otherwise; figure.setAttribute('aria-label', labelOf(figure)); }
  for (const element of $$('.rests')) element.classList.remove('rests');
  for (const fallen of $$('del.otherwise')) fallen.replaceWith(...fallen.childNodes);
  for (const added of $$('ins.otherwise')) added.remove();
}
const cellsIn = formula => Array.isArray(formula) ? formula.slice(1).flatMap(cellsIn) : typeof formula === 'number' ? [comparisons.cells[formula][0]] : [];
function markCells(then, doubtful) { // the figures that would be others, and what else rests on a cell or, of judgments, on one that no longer agrees
  for (const element of $$('#briefing [data-cells]')) {
    const { key } = element.dataset, places = cellNames(element), isJudgment = element.matches('.judgment');
    if (!places.some(place => supposed.has(place) || isJudgment && doubtful.has(place))) continue;
    const text = key && textIf(element, then);
    if (!key) element.classList.add('rests');
    else if (text !== element.textContent) { element.dataset.otherwise = text; element.setAttribute('aria-label', `${labelOf(element)}; theo giả định: ${text}`); }
    element.closest('figure.chart')?.classList.add('rests');
  }
}
function line(words, where, text = '') {
  const item = make('li', text);
  item.append(where?.isConnected ? make('a', words, { href: '#', onclick: event => { event.preventDefault(); go(where.closest('p, li, tr, figcaption, article') || where); } }) : words);
  return item;
}
function show() {
  unmark();
  const then = evaluator(otherRows(), period), outside = element => !element.closest('.annex');
  const words = comparisons.words.filter(each => isTrue(each, then) !== each.holds).map(markWords);
  const before = baseline ??= tryChecks(), checks = tryChecks(supposed).filter(({ holds }, at) => (holds === false) !== (before[at].holds === false));
  markCells(then, new Set(checks.flatMap(({ check }) => [...cellsIn(check.left), ...cellsIn(check.right)])));
  const figures = $$('[data-otherwise]').filter(outside), resting = $$('.rests').filter(outside);
  const headlines = comparisons.headlines.filter(each => isTrue(each, then) !== each.holds).map(({ words, holds }) => {
    const said = make('span', '', { innerHTML: words });
    for (const figure of $$('data[data-key]', said)) figure.textContent = textIf(figure, then);
    return line(said.textContent, null, holds ? 'Trang đầu bớt: ' : 'Trang đầu thêm: ');
  });
  const isRead = cells => cellNames({ dataset: { cells } }).some(name => supposed.has(name));
  const reading = [...new Set(comparisons.read.filter(([, cells]) => isRead(cells)).map(([id]) => document.getElementById(id)))].filter(Boolean);
  const items = [
    ...figures.map(figure => line(`${figure.textContent} → ${figure.dataset.otherwise}`, figure, `${place(figure)[1]}: `)),
    ...words.map(mark => line(`“${mark.textContent.trim()}”`, mark, mark.matches('del') ? 'Bỏ: ' : 'Thêm: ')),
    ...checks.map(each => { const item = describeCheck(each); item.prepend(each.holds === false ? 'Không còn khớp. ' : 'Nay khớp. '); item.dataset.check = each.check.id; return item; }),
    ...headlines,
    ...resting.map(element => line(element.matches('figure') ? captionOf(element) : `“${wordsOf(element)}”`, element, element.matches('figure') ? 'Biểu đồ vẽ theo số liệu gốc, dựa trên ô này: ' : 'Có thể khác, do dựa trên ô này: ')),
    ...reading.map(section => Object.assign(line(nameOf(section), section, 'Mục có đọc ô này, lời và thứ tự do mã nguồn của mục chọn có thể khác: '), { className: 'reading' })),
  ];
  const counts = [[figures.length, 'số'], [words.length, 'phần câu có điều kiện'], [checks.length, 'ràng buộc'], [headlines.length, 'nội dung trang đầu']].filter(([count]) => count);
  const cells = [...supposed].map(([place, number]) => { const cell = cellAt(place); return `${cell.name} là ${vietnamese(number)} (số liệu gốc: ${vietnamese(cell.number)})`; });
  told.textContent = supposed.size ? `Nếu ${cells.join('; ')} thì ${counts.map(([count, words]) => `${vi(count)} ${words}`).join(', ') || 'không có gì'} khác đi${resting.length ? `; ${vi(resting.length)} chỗ khác dựa trên ô này` : ''}${reading.length ? `; ${vi(reading.length)} mục có đọc ô này` : ''}.` : '';
  strip.replaceChildren();
  if (supposed.size) strip.append(...(items.length ? [listed('Xem từng chỗ', items)] : []), button('Sao chép địa chỉ', copyState), button('Bỏ giả định', () => { supposed.clear(); show(); }));
}
const copyState = () => copy(`${here()}#if=${[...supposed].map(([place, number]) => `${place}=${number}`).join('&')}`);
function suppose(state) { // of an address: whether it names cells of this report
  supposed.clear();
  for (const part of state.split('&')) {
    const [place, number] = part.split('=');
    if (cellAt(place) && PLAIN.test(number)) supposed.set(place, number);
  }
  show();
  const first = $('[data-otherwise], .otherwise');
  if (first) go(first.closest('p, li, tr, figcaption') || first);
  return supposed.size > 0;
}
function supposing(figure) { // in the panel: a field for each cell of a number
  const places = cellNames(figure).filter(cellAt).slice(0, SHOWN);
  return places.length ? [listed('Nếu … thì …', places.map(field), places.some(place => supposed.has(place)))] : [];
}
function field(place) {
  const { name, number } = cellAt(place), label = make('label', `Nếu ${name} là`), input = make('input', '', { inputMode: 'decimal', autocomplete: 'off', value: vietnamese(supposed.get(place) ?? number) });
  input.addEventListener('input', () => {
    const typed = input.value.trim(), isNumber = GROUPED.test(typed), other = typed.replaceAll('.', '').replace(',', '.');
    input.setCustomValidity(isNumber ? '' : 'Viết số như trong báo cáo, ví dụ 1.234,5.');
    input.setAttribute('aria-invalid', !isNumber);
    if (isNumber && other !== number) supposed.set(place, other); else supposed.delete(place);
    show();
    if (!isNumber) told.textContent = input.validationMessage;
  });
  label.append(input);
  const item = make('li', '');
  item.append(label);
  return item;
}
if (location.hash) arrive();
