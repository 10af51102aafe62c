// -- a number as the report writes it: of its value, its unit and its format ------------------------------------------------------
const SPEC = /^(\+)?(02)?,?(?:\.(\d))?(?:f|(%|trend|unit))?$/, POINTS = 'điểm phần trăm', TINY = readDecimal('1E-12'), NONE = readDecimal('0');
const isNone = ({ digits }) => digits === 0n;
function normalized({ digits, exponent }) {
  while (digits && digits % 10n === 0n) { digits /= 10n; exponent += 1; }
  return { digits, exponent };
}
function inDigits(value, places, isPadded) {
  const { digits, exponent } = rounded(value, places), [whole, part] = writeDecimal({ digits: digits * power(exponent + places), exponent: -places }).split('.');
  return (isPadded && /^[1-9]$/.test(whole) && !part ? '0' : '') + whole.replace(/\B(?=(\d{3})+$)/g, '.') + (part ? ',' + part : '');
}
function stated(value, places, isPadded) { // 0 in print only if it is
  const { digits, exponent } = normalized(value), isLost = !isNone(value) && isNone(rounded(value, places)) && compared(STATISTICS.abs(value), TINY) > 0;
  return inDigits(value, isLost ? Math.min(2 - digitsOf(digits) - exponent, -exponent) : places, isPadded);
}
function share(value, places, isPadded) { // 0 and 100 in print only if it is
  for (let at = places; at <= Math.max(places, 4); at++) {
    const near = rounded(value, at), isEnd = !compared(near, NONE) || !compared(near, hundred);
    if (!isEnd || compared(STATISTICS.abs(added(value, negated(near))), TINY) < 0) return inDigits(value, at, isPadded);
  }
  return compared(value, integer(1)) < 0 ? 'dưới 0,01' : compared(value, hundred) < 0 ? 'trên 99,99' : 'trên 100';
}
function printed(value, { unit = '', spec = '' }, own, isBetween) { // own: its decimals where the format names none
  const [, sign, isPadded, asked, kind] = SPEC.exec(spec);
  if (!value) return kind === 'trend' ? 'chưa so sánh được' : '-';
  const places = Number(asked ?? own ?? 2), isShare = unit === '%' || unit === 'ratio' || kind === '%' && unit !== POINTS;
  const shown = isShare && unit !== '%' ? multiplied(value, hundred) : value, of = isShare ? isBetween ? POINTS : '%' : unit;
  const behind = of === '%' ? of : of && (of === POINTS || kind === 'unit' || kind === 'trend') ? '\u00a0' + of : '';
  if (kind !== 'trend') return (sign && compared(shown, NONE) > 0 ? '+' : '') + (of === '%' ? share : stated)(shown, places, isPadded) + behind;
  const way = compared(rounded(shown, places), NONE);
  return ['giảm', 'không đổi', 'tăng'][way + 1] + (way ? ` ${inDigits(STATISTICS.abs(shown), places, isPadded)}${behind}` : '');
}
