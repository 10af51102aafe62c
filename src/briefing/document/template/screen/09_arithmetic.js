// -- decimals of 28 digits, rounded half to even, as Python's are: { digits, exponent } is digits × 10^exponent -------------------
const PRECISION = 28, power = n => 10n ** BigInt(n), magnitude = n => n < 0n ? -n : n, digitsOf = n => n ? String(magnitude(n)).length : 0;
function halfEven(whole, divisor) {
  const quotient = whole / divisor, twice = magnitude(whole % divisor) * 2n;
  const isUp = twice > divisor || twice === divisor && quotient % 2n !== 0n;
  return isUp ? quotient + (whole < 0n ? -1n : 1n) : quotient;
}
function decimal(digits, exponent) {
  const tooMany = digitsOf(digits) - PRECISION;
  if (tooMany <= 0) return { digits, exponent };
  return decimal(halfEven(digits, power(tooMany)), exponent + tooMany);
}
function readDecimal(text) {
  const [, sign, whole, part = '', exponent = 0] = /^([+-]?)(\d+)(?:\.(\d+))?(?:E([+-]?\d+))?$/.exec(text);
  return { digits: BigInt(sign + whole + part), exponent: exponent - part.length };
}
function writeDecimal({ digits, exponent }) {
  if (exponent >= 0) return String(digits * power(exponent));
  const text = String(magnitude(digits)).padStart(1 - exponent, '0');
  return `${digits < 0n ? '-' : ''}${text.slice(0, exponent)}.${text.slice(exponent)}`;
}
const negated = a => ({ digits: -a.digits, exponent: a.exponent });
function added(a, b) {
  const exponent = Math.min(a.exponent, b.exponent);
  return decimal(a.digits * power(a.exponent - exponent) + b.digits * power(b.exponent - exponent), exponent);
}
const multiplied = (a, b) => decimal(a.digits * b.digits, a.exponent + b.exponent);
function divided(a, b) { // missing where something is divided by 0
  if (b.digits === 0n) return null;
  const shift = Math.max(digitsOf(b.digits) - digitsOf(a.digits) + PRECISION + 1, 0), whole = a.digits * power(shift);
  let quotient = whole / b.digits, exponent = a.exponent - b.exponent - shift;
  if (whole % b.digits) { if (quotient % 5n === 0n) quotient += (a.digits < 0n) === (b.digits < 0n) ? 1n : -1n; }
  else while (exponent < a.exponent - b.exponent && quotient % 10n === 0n) { quotient /= 10n; exponent += 1; }
  return decimal(quotient, exponent);
}
const compared = (a, b) => { const { digits } = added(a, negated(b)); return digits < 0n ? -1 : digits > 0n ? 1 : 0; };
function rounded(a, places) { // half up, away from 0, as the report rounds
  const cut = -a.exponent - places;
  if (cut <= 0) return a;
  const half = power(cut) / 2n, digits = (magnitude(a.digits) + half) / power(cut);
  return { digits: a.digits < 0n ? -digits : digits, exponent: -places };
}
