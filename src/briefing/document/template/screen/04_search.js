// -- search: "/" begins it, arrow keys walk through the hits, Enter goes there, Escape ends it -----------------------------
const find = $('#find'), hits = $('#hits'), MOST = 60;
function plain(text) { // without marks, digits without the dots between thousands, with a comma before decimals; `at`: where each letter stands in the text
  let words = '';
  const at = [];
  for (const { 0: letter, index } of text.matchAll(/./gsu)) {
    const dot = letter === '.' && /\d\.\d/.test(text.slice(index - 1, index + 2));
    if (dot && /^\d{3}(?!\d)/.test(text.slice(index + 1, index + 5))) continue;
    if (/\s/.test(letter) && /\d\s%/.test(text.slice(index - 1, index + 2))) continue;
    for (const bare of (dot ? ',' : letter).normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[đĐ]/, 'd').toLowerCase()) { words += bare; at.push(index); }
  }
  return { words, at };
}
let passages; // every paragraph, list item, table row and caption with its words
function read() {
  passages ||= $$('#briefing :is(p, li, tr, figcaption, dd, h1, h2, h3, h4, h5)').filter(element => !element.closest('svg, .code, .analyst') && !$(':scope > :is(p, ul)', element))
    .map(element => { const text = element.parentElement.matches('section[data-section]') && element.matches('h2, h3, h4, h5') ? nameOf(element.parentElement) : wordsOf(element); return { element, text, ...plain(text) }; });
  return passages;
}
function wordsOf(element, unsaid = 'sup.call, .back, a.anchor, svg') { // with the marks of findings; cells and paragraphs stay apart
  const copy = element.cloneNode(true);
  for (const mark of $$(unsaid, copy)) mark.remove();
  for (const part of $$('p, li, h1, h2, h3, h4, h5, dt, dd, td, th, figcaption, sup.flag a', copy)) part.before(' ');
  return copy.textContent.normalize('NFC').replace(/\s+/g, ' ').trim();
}
function excerpt({ text, words, at }, wanted) {
  const first = words.indexOf(wanted), start = at[first], end = at[first + wanted.length - 1] + 1;
  const line = document.createElement('a'), from = Math.max(0, start - 50), to = Math.min(text.length, end + 90);
  line.append((from ? '…' : '') + text.slice(from, start), make('mark', text.slice(start, end)), text.slice(end, to) + (to < text.length ? '…' : ''));
  return line;
}
function announce(words) { // where the hits are told
  $('[role=status]', hits).textContent = words;
  if (!hits.matches(':popover-open')) hits.showPopover();
}
function search() {
  const { words: phrase } = plain(find.value.normalize('NFC').trim().replace(/\s+/g, ' ')), wanted = phrase.split(' ').filter(Boolean), list = $('ol', hits);
  list.replaceChildren();
  if (!phrase) { hide(hits); return; }
  const withPhrase = read().filter(passage => passage.words.includes(phrase));
  const found = withPhrase.length ? withPhrase : read().filter(passage => wanted.every(word => passage.words.includes(word)));
  const groups = new Map();
  for (const passage of found.slice(0, MOST)) {
    const [id, name] = place(passage.element.closest('figure')?.parentElement || passage.element);
    if (!groups.has(id)) groups.set(id, { name, lines: make('ol', '') });
    const line = excerpt(passage, withPhrase.length ? phrase : wanted[0]), item = document.createElement('li');
    line.href = addressOf(passage.element);
    line.addEventListener('click', event => { event.preventDefault(); hide(hits); history.pushState(null, '', line.href); go(passage.element); });
    item.append(line);
    groups.get(id).lines.append(item);
  }
  for (const { name, lines } of groups.values()) { const item = document.createElement('li'); item.append(make('b', name), lines); list.append(item); }
  announce(found.length ? `${found.length} chỗ${found.length > MOST ? `, ${MOST} chỗ đầu được liệt kê` : ''}` : 'Không tìm thấy');
}
find.addEventListener('input', search);
find.addEventListener('focus', search);
document.addEventListener('keydown', event => {
  if (event.key === '/' && !event.target.closest('input, select')) { event.preventDefault(); find.focus(); find.select(); return; }
  const inside = event.target === find || hits.contains(event.target);
  if (!inside) return;
  const lines = $$('a', hits), at = lines.indexOf(document.activeElement);
  if (event.key === 'Escape') { hits.hidePopover(); find.value = ''; find.focus(); }
  else if (event.key === 'ArrowDown') { event.preventDefault(); (lines[at + 1] || lines[0])?.focus(); }
  else if (event.key === 'ArrowUp') { event.preventDefault(); (at > 0 ? lines[at - 1] : find).focus(); }
  else if (event.key === 'Enter' && event.target === find && lines[0]) { event.preventDefault(); lines[0].click(); }
});
