// -- the language of figures: a key is read and evaluated on the cells that the page carries -------------------------------------
const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_]\w*(?:\.\w+)?)|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([-+*/()[\],=]))/y;
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
    if (token.sign === '-') return { sign: '-', left: { number: '0' }, right: single() };
    if (token.sign === '(') { const inner = sum(); need(')'); return inner; }
    if (token.number || token.words !== undefined) return token;
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
const placesIn = text => text?.split('.')[1]?.length || 0;
const hundred = readDecimal('100'), integer = n => readDecimal(String(n));
const total = numbers => numbers.reduce(added), whole = numbers => numbers.every(Boolean) ? total(numbers) : null, ascending = numbers => [...numbers].sort(compared);
const STATISTICS = {
  abs: a => a.digits < 0n ? negated(a) : a,
  min: (...numbers) => ascending(numbers)[0],
  max: (...numbers) => ascending(numbers).at(-1),
  mean: (...numbers) => divided(total(numbers), integer(numbers.length)),
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
    if (!expression.table) return [valueOf(expression)];
    const rows = rowsOf(expression), { column } = expression;
    if (column === 'rows') return [integer(rows.length)];
    return rows.length ? rows.map(row => numberOf(row, column)) : [null];
  }
  function weighted(rates, weights) {
    const rows = rowsOf(rates), numbers = [rates.column, weights.column, 'period', ''], [other = {}] = rowsOf(weights);
    const shared = Object.keys(rows[0] || {}).filter(name => name in other && !numbers.includes(name) && !/^[@=]/.test(name));
    const parts = each(rates).map((rate, row) => {
      const alike = shared.map(name => [name, [rows[row]?.[name]]]);
      return { rate, weight: valueOf({ ...weights, where: [...weights.where, ...alike] }) };
    });
    if (!parts.every(({ rate, weight }) => rate && weight)) return null;
    return divided(total(parts.map(({ rate, weight }) => multiplied(rate, weight))), total(parts.map(({ weight }) => weight)));
  }
  function moved(expression, since) {
    if (expression.table) return { ...expression, where: [...expression.where.filter(([name]) => name !== 'period'), ['period', [since]]] };
    if (expression.sign) return { ...expression, left: moved(expression.left, since), right: moved(expression.right, since) };
    return expression.parts ? { ...expression, parts: expression.parts.map(part => moved(part, since)) } : expression;
  }
  function change(name, [of, since]) {
    const before = moved(of, since.words), difference = { sign: '-', left: of, right: before };
    const share = { sign: '/', left: difference, right: before };
    return valueOf(name === 'growth' ? { sign: '*', left: share, right: { number: '100' } } : difference);
  }
  function valueOf(expression) {
    if (expression.number) return readDecimal(expression.number);
    if (expression.table) return whole(each(expression));
    if (expression.sign) {
      const left = valueOf(expression.left), right = valueOf(expression.right);
      return left && right && OPERATIONS[expression.sign](left, right);
    }
    const { function: name, parts } = expression;
    if (name === 'growth' || name === 'change') return change(name, parts);
    if (name === 'weighted') return weighted(...parts);
    const numbers = ['mean', 'median'].includes(name) ? each(parts[0]) : parts.map(valueOf);
    return numbers.every(Boolean) ? STATISTICS[name](...numbers) : null;
  }
  const most = places => places.includes(null) ? null : Math.max(0, ...places);
  function placesOf(expression) { // with how many decimals a number is written where nothing asks for others; null: it is a quotient
    const { number, table, column, sign, function: name, parts } = expression;
    if (number) return placesIn(number);
    if (table) return column === 'rows' ? 0 : most(rowsOf(expression).map(row => placesIn(row['=' + column])));
    if (sign) {
      const both = [placesOf(expression.left), placesOf(expression.right)];
      return sign === '/' ? null : sign === '*' && !both.includes(null) ? both[0] + both[1] : most(both);
    }
    if (name === 'change') return most([placesOf(parts[0]), placesOf(moved(parts[0], parts[1].words))]);
    if (['abs', 'min', 'max'].includes(name)) return most(parts.map(placesOf));
    if (name !== 'median') return null;
    const own = most(parts.map(placesOf)), value = own !== null && valueOf(expression);
    return value ? Math.max(own, Math.min(Math.max(0, -normalized(value).exponent), Math.max(2, own))) : own;
  }
  return Object.assign(valueOf, { placesOf });
}
