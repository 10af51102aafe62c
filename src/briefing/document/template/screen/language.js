// -- the language of figures: a key is read and evaluated on the cells that the page carries -------------------------------------
const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_]\w*(?:\.\w+)?)|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(==|!=|<=|>=|[-+*/()[\],=<>]))/y;
function readKey(text) { // → a number, a selection, a call, or an operation of two
  const tokens = [];
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < text.trimEnd().length;) {
    const found = TOKEN.exec(text);
    if (!found) throw SyntaxError(text);
    const [, number, name, single, double, sign] = found;
    tokens.push({ number, name, words: (single ?? double)?.replace(/\\(.)/g, '$1'), sign });
  }
  let at = 0;
  const isSign = sign => tokens[at]?.sign === sign;
  const need = sign => { if (!isSign(sign)) throw SyntaxError(text); at += 1; };
  const chain = (signs, part) => {
    let left = part();
    while (signs.includes(tokens[at]?.sign)) left = { sign: tokens[at++].sign, left, right: part() };
    return left;
  };
  const sum = () => chain(['+', '-'], product), product = () => chain(['*', '/'], single);
  function list(end, part) {
    const found = [];
    while (!isSign(end)) { found.push(part()); if (!isSign(end)) need(','); }
    need(end);
    return found;
  }
  function value() {
    if (isSign('[')) { at += 1; return list(']', () => tokens[at++].words); }
    return [tokens[at++].words];
  }
  function condition() { const { name } = tokens[at++]; need('='); return [name, value()]; }
  function single() {
    const token = tokens[at++] || {};
    if (token.sign === '-') return { function: 'minus', parts: [single()] };
    if (token.sign === '(') { const inner = sum(); need(')'); return inner; }
    if (token.number) return { number: token.number };
    if (token.words !== undefined) return { words: token.words };
    if (!token.name) throw SyntaxError(text);
    need('(');
    const [table, column] = token.name.split('.');
    return column ? { table, column, where: list(')', condition) } : { function: table, parts: list(')', sum) };
  }
  const read = sum();
  if (at < tokens.length) throw SyntaxError(text);
  return read;
}
const OPERATIONS = { '+': added, '-': (a, b) => added(a, negated(b)), '*': multiplied, '/': divided };
const one = readDecimal('1'), hundred = readDecimal('100'), integer = n => readDecimal(String(n));
const total = numbers => numbers.reduce(added), ascending = numbers => [...numbers].sort(compared);
function quantile(share, ...numbers) { // between two numbers in proportion (Hyndman and Fan 7)
  const sorted = ascending(numbers), at = multiplied(share, integer(sorted.length - 1));
  const below = Math.min(Math.floor(Number(writeDecimal(at))), Math.max(sorted.length - 2, 0)), next = sorted[Math.min(below + 1, sorted.length - 1)];
  return added(sorted[below], multiplied(added(next, negated(sorted[below])), added(at, negated(integer(below)))));
}
const STATISTICS = {
  minus: negated,
  abs: a => a.digits < 0n ? negated(a) : a,
  sum: a => a,
  min: (...numbers) => ascending(numbers)[0],
  max: (...numbers) => ascending(numbers).at(-1),
  mean: (...numbers) => divided(total(numbers), integer(numbers.length)),
  quantile,
  median(...numbers) {
    const sorted = ascending(numbers), half = sorted.length / 2;
    return sorted.length % 2 ? sorted[Math.floor(half)] : divided(added(sorted[half - 1], sorted[half]), integer(2));
  },
};
// cells: { table: { line: { column: text } } }; period: the edition's own, unless a selection names another
function evaluator(cells, period) {
  function rowsOf({ table, where }) {
    const named = Object.fromEntries(where);
    return Object.values(cells[table] || {}).filter(row => {
      const asked = 'period' in row && table !== 'periods' ? { period: [period, ''], ...named } : named;
      return Object.entries(asked).every(([name, values]) => values.includes(row[name] ?? ''));
    });
  }
  const numberOf = (row, column) => '=' + column in row ? readDecimal(row['=' + column]) : null;
  function each(expression) { // a selection stands for each of its cells
    if (!expression.table || expression.column === 'rows') return [valueOf(expression)];
    const rows = rowsOf(expression);
    return rows.length ? rows.map(row => numberOf(row, expression.column)) : [null];
  }
  function weighted(rates, weights) {
    const rows = rowsOf(rates), numbers = [rates.column, weights.column, 'period', ''], [other = {}] = rowsOf(weights);
    const shared = Object.keys(rows[0] || {}).filter(name => name in other && !numbers.includes(name) && !/^[@=]/.test(name));
    const pairs = rows.map(row => {
      const weight = valueOf({ ...weights, where: [...weights.where, ...shared.map(name => [name, [row[name]]])] }), rate = numberOf(row, rates.column);
      return weight && rate && [multiplied(rate, weight), weight];
    });
    return pairs.length && pairs.every(Boolean) ? divided(total(pairs.map(([product]) => product)), total(pairs.map(([, weight]) => weight))) : null;
  }
  function moved(expression, since) {
    if (expression.table) return { ...expression, where: [...expression.where.filter(([name]) => name !== 'period'), ['period', [since]]] };
    if (expression.sign) return { ...expression, left: moved(expression.left, since), right: moved(expression.right, since) };
    return expression.parts ? { ...expression, parts: expression.parts.map(part => moved(part, since)) } : expression;
  }
  function change(name, [of, since]) {
    const now = valueOf(of), before = valueOf(moved(of, since.words));
    if (!now || !before) return null;
    const difference = added(now, negated(before)), share = name === 'growth' ? divided(difference, before) : difference;
    return name === 'growth' ? share && multiplied(share, hundred) : share;
  }
  function valueOf(expression) {
    if (expression.number) return readDecimal(expression.number);
    if (expression.table) {
      const rows = rowsOf(expression);
      if (expression.column === 'rows') return integer(rows.length);
      const numbers = rows.map(row => numberOf(row, expression.column));
      return numbers.length && numbers.every(Boolean) ? total(numbers) : null;
    }
    if (expression.sign) {
      const left = valueOf(expression.left), right = valueOf(expression.right);
      return left && right && OPERATIONS[expression.sign](left, right);
    }
    const { function: name, parts } = expression;
    if (name === 'growth' || name === 'change') return change(name, parts);
    if (name === 'weighted') return weighted(...parts);
    const numbers = ['minus', 'abs', 'sum'].includes(name) ? parts.map(valueOf) : parts.flatMap(each);
    return numbers.every(Boolean) ? STATISTICS[name](...numbers) : null;
  }
  return valueOf;
}
