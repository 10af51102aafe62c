// -- what changed since the version that this reader saw before, or since an older file; last year's value beside each number ---
const { period, says } = JSON.parse($('#edition').textContent), UNSAID = `${NOT_SAID}, .code, .analyst, .number:not(td, th)`;
const SEEN = `da-xem ${period}`, olderFile = $('#older');
function hash(words) { let sum = 0; for (let at = 0; at < words.length; at++) sum = Math.imul(31, sum) + words.charCodeAt(at) | 0; return sum.toString(36); }
function sayings(root) { // every paragraph, caption and cell by what lasts while its figures change, with a digest of its words
  const found = new Map(), seen = new Map();
  for (const element of $$(':is(p, li)[id], figcaption, td, th', root)) {
    if (element.closest('.annex, .code, .analyst, .banner')) continue;
    const row = element.closest('tr'), figure = element.closest('figure'), section = element.closest('section');
    const name = figure && `${section.id} ${figure.dataset.name || $$('figure', section).indexOf(figure)}`;
    const about = row ? `${name} ${wordsOf(row.cells[0], UNSAID)} ${[...row.cells].indexOf(element)}` : name || element.id;
    const place = (seen.get(about) || 0) + 1;
    seen.set(about, place);
    found.set(hash(`${about} ${place}`), [element, hash(wordsOf(element, UNSAID))]);
  }
  return found;
}
function compare(older, name) {
  const now = sayings($('#briefing')), gone = Object.keys(older).filter(key => !now.has(key)).length;
  let changed = 0;
  for (const [key, [element, words]] of now) {
    const other = older[key] !== words;
    element.classList.toggle('changed', other);
    changed += other;
  }
  offerChanges(`Chỉ chỗ thay đổi từ ${name} (${changed}${gone ? `, bỏ ${gone}` : ''})`);
  if (view.value === 'changes') view.dispatchEvent(new Event('change'));
  return changed;
}
const digests = root => Object.fromEntries([...sayings(root)].map(([key, [, words]]) => [key, words]));
function remember() {
  let { now, before } = JSON.parse(localStorage.getItem(SEEN) || '{}');
  if (now?.says !== says) [before, now] = [now, { says, day: new Date().toLocaleDateString('vi'), words: digests($('#briefing')) }];
  localStorage.setItem(SEEN, JSON.stringify({ now, before }));
  if (before) compare(before.words, `bản xem ngày ${before.day}`);
}
if (says) {
  olderFile.closest('label').hidden = false;
  try { remember(); } catch { /* nothing may be kept here: an older file can be opened */ }
}
olderFile.addEventListener('change', async () => {
  const older = new DOMParser().parseFromString(await olderFile.files[0].text(), 'text/html').querySelector('#briefing');
  olderFile.setCustomValidity(older ? '' : 'Tệp này không phải là một bản của báo cáo.');
  if (olderFile.reportValidity()) compare(digests(older), olderFile.files[0].name);
});

const before = $('#before');
for (const figure of $$('#briefing data[data-key]')) {
  const [, value] = said[figure.dataset.key] || [];
  if (value) figure.dataset.before = value;
}
before.closest('label').hidden = !$('data[data-before]');
before.addEventListener('change', () => document.body.classList.toggle('with-before', before.checked));
