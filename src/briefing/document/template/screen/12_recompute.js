// -- the page computes its own figures again, and tries the checks again, from the cells that it carries --------------------------
const comparisons = JSON.parse($('#comparisons').textContent), evaluatorOfPage = evaluator(rows, period), NUMBERS = /\d[\d.]*(?:,(\d+))?/, expressions = new Map(), vi = n => n.toLocaleString('vi');
function expressionOf(key) {
  if (!expressions.has(key)) expressions.set(key, readKey(key));
  return expressions.get(key);
}
const isSaid = (words, number) => ` ${words} (`.includes(` ${number} (`); // behind "hơn", before a remark
function writtenAs(figure, value, valueOf) { // as the report writes what its key gives; `round` has set the decimals of some
  const words = figure.textContent, isBetween = words.includes(POINTS), original = figure.value ? readDecimal(figure.value) : null;
  const write = (number, places) => printed(number, figure.dataset, places, isBetween), of = evaluatorOfPage.placesOf(expressionOf(figure.dataset.key));
  const places = isSaid(words, write(original, of)) ? valueOf === evaluatorOfPage ? of : valueOf.placesOf(expressionOf(figure.dataset.key)) : NUMBERS.exec(words)?.[1]?.length || 0;
  return write(value, places);
}
function differences(figures) { // those that are not what their key gives, or are printed otherwise
  const known = new Map();
  return figures.filter(figure => {
    const { key } = figure.dataset;
    if (!known.has(key)) known.set(key, evaluatorOfPage(expressionOf(key)));
    const value = known.get(key);
    if (!figure.value || !value) return Boolean(figure.value || value); // missing is missing
    return compared(value, readDecimal(figure.value)) !== 0 || /\d/.test(figure.textContent) && !isSaid(figure.textContent, writtenAs(figure, value, evaluatorOfPage));
  });
}
const PARTS = { ...STATISTICS, ...OPERATIONS, '+': (...all) => total(all) };
function sideOf(formula, cells) { // a cell by its place, a number in writing, or a function and its parts
  if (typeof formula === 'number') return cells[formula];
  if (typeof formula === 'string') return readDecimal(formula);
  const parts = formula?.slice(1).map(part => sideOf(part, cells));
  return parts?.every(Boolean) ? PARTS[formula[0]](...parts) : null;
}
function tryCheck({ left, right, ratio, low, high }, cells) { // its two sides, and whether it holds: null where one is missing
  const sides = [left, right].map(side => sideOf(side, cells)), [a, b] = sides.map(each => each && Number(writeDecimal(each)));
  if (!sides.every(Boolean)) return { sides, holds: null };
  if (ratio) return { sides, holds: !a || !b || 1 / ratio < a / b && a / b < ratio };
  const slack = 1e-9 * Math.min(Math.max(Math.abs(a), Math.abs(b), 1), 1e6); // what a computer's fractions may be off
  return { sides, holds: (low ?? -Infinity) - slack <= a - b && a - b <= (high ?? Infinity) + slack };
}
function tryChecks(supposed = new Map()) { // each check with what it gives
  const cells = comparisons.cells.map(([cell, text]) => supposed.get(cell) ?? text).map(text => text ? readDecimal(text) : null);
  return comparisons.checks.map(check => {
    const [stated] = comparisons.cells[check.left] || [], places = placesIn(supposed.get(stated));
    const half = supposed.has(stated) && check.high && check.high === -check.low && 0.5 / 10 ** places; // a stated number is rounded as it is written
    return { check, ...tryCheck(half ? { ...check, low: -half, high: half } : check, cells) };
  });
}
function describeCheck({ check, sides }) { // what must hold, its sides, and the way to its finding
  const article = $$('article[data-ids]').find(each => JSON.parse(each.dataset.ids).includes(check.id)), item = make('li', `${comparisons.rules[check.rule]}: `);
  const both = sides.map(each => each ? stated(each, Math.min(4, Math.max(0, -normalized(each).exponent))) : '-').join(' so với ');
  item.append(article ? make('a', both, { href: '#' + article.id }) : both, ' ', named(check.text));
  return item;
}
function listed(summary, items, isOpen = false) {
  const list = make('ul', ''), details = make('details', '', { open: isOpen });
  list.append(...items);
  details.append(make('summary', summary), list);
  return details;
}
const recompute = $('#recompute');
recompute.addEventListener('click', () => {
  const every = $$('#briefing data'), figures = every.filter(figure => figure.dataset.key), others = every.length - figures.length; // by code
  const wrong = differences(figures), checks = tryChecks().filter(({ holds }) => holds !== null), failed = checks.filter(({ holds }) => !holds);
  const said = recompute.nextElementSibling, sum = (count, all, words) => `${vi(all - count)}/${vi(all)} ${words}`;
  said.textContent = sum(wrong.length, figures.length, 'số khớp với ô số liệu') + (others ? `; ${vi(others)} số tính bằng mã nguồn` : '');
  for (const figure of wrong) {
    const href = '#' + (figure.closest('[id]')?.id || 'briefing');
    said.append(make('br'), make('a', figure.textContent, { href, onclick: () => figure.focus() }));
  }
  said.append(make('br'), `${sum(failed.length, checks.length, 'ràng buộc được tính lại, khớp')}`);
  if (failed.length) said.append(listed(`${vi(failed.length)} ràng buộc không khớp`, failed.map(describeCheck), true));
  said.append(listed('Xem từng ràng buộc', checks.map(describeCheck)));
});
