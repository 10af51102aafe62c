// -- remarks: at a sentence, a number, a cell, a chart; a reader's own stay in this browser until they are saved in a file ------
const { period, says } = JSON.parse($('#edition').textContent), STORE = `nhan-xet ${period}`, LONGEST = 2000;
const HOLDER = 'p, li, td, th, figcaption, dt, dd, h1, h2, h3, h4, h5, figure', UNSAID = `${NOT_SAID}, .code, .analyst, .number:not(td, th)`;
const ownButton = $('#own'), watched = parent !== self && location.protocol === 'http:'; // `briefing build --watch` has the page in a frame
let own = [], remembers = true, draft = ''; // what this reader wrote; whether the browser keeps it; what is not finished
function recall() { try { own = JSON.parse(localStorage.getItem(STORE) || '[]').filter(remark => !isTaken(remark)); } catch { remembers = false; } }
const isTaken = ({ by, said }) => $$('article.remark').some(({ dataset, children }) => dataset.by === by && [...children].some(part => part.matches('.said') && wordsOf(part).endsWith(wordsOf(make('p', said)))));
function keep() {
  try { localStorage.setItem(STORE, JSON.stringify(own)); } catch { remembers = false; }
  markOwn();
}
function spotOf(element, range) { // where the file says that an element stands; `anchor`: where the page finds it again
  const holder = element.closest(HOLDER), figure = element.closest('figure'), row = element.closest('tr'), section = element.closest('section:not(.topic)');
  const article = element.closest('article') || (element.closest('.review') && document.getElementById($('a', holder)?.hash.slice(1))); // of a finding
  const until = document.createRange(), copy = document.createElement('div'), chosen = make('div', ''), ofAudit = element.closest('.annex, .review, .doubts, .banner');
  until.setStart(holder, 0);
  if (range) until.setEnd(range.startContainer, range.startOffset); else until.setEndBefore(element === holder ? holder.firstChild : element);
  copy.append(until.cloneContents());
  for (const mark of $$(UNSAID, copy)) mark.remove();
  if (range) chosen.append(range.cloneContents());
  const paragraph = figure ? null : element.closest(':is(p, li)[id]'), passage = ofAudit ? '' : wordsOf(holder.matches('figure') ? $('figcaption', holder) : holder, UNSAID);
  return {
    says, section: section ? section.dataset.section || section.id : 'briefing',
    names: article ? JSON.parse(article.dataset.ids) : paragraph ? (paragraph.dataset.sentences || paragraph.id).split(' ') : [],
    figure: figure ? $('figcaption > .number', figure)?.textContent || '' : '', row: row ? [...row.closest('table').rows].indexOf(row) : -1, cell: row ? [...row.cells].indexOf(element.closest('td, th')) : -1,
    at: copy.textContent.replace(/\s/g, '').length, passage: passage.slice(0, 10 * LONGEST), stood: figure && !row ? $$('figcaption, td, th, p.note', figure).map(part => wordsOf(part, UNSAID)).join(' ').slice(0, 10 * LONGEST) : passage,
    quoted: (wordsOf(chosen, UNSAID) || (element === holder && !ofAudit ? '' : wordsOf(element, UNSAID))).slice(0, LONGEST), anchor: paragraph?.id || (figure || article || element.closest('section'))?.id || 'briefing',
  };
}
function holderOf({ anchor, row, cell }) { // where a remark of the reader's own stands on this page; nothing where that is gone
  const target = document.getElementById(anchor);
  return (row >= 0 ? $('table', target || document.body)?.rows[row]?.cells[cell] : target?.matches('figure') ? $('figcaption', target) : target?.matches('section, main, article') ? $('h1, h2, h3, h4, h5', target) : target) || null;
}
function write(spot) { // the form, in the panel. spot: what it is about, or a remark of the reader's own that is written otherwise
  const isNew = !own.includes(spot), form = document.createElement('form'), text = make('textarea', isNew ? draft : spot.said, { rows: 5, maxLength: LONGEST, required: true });
  const who = make('input', '', { maxLength: 100, required: true, autocomplete: 'name', value: (isNew ? own.at(-1) : spot)?.by || '' }), ask = (words, field) => { const label = make('label', words); label.append(field); return label; };
  form.append(make('h2', 'Nhận xét'), make('blockquote', spot.quoted.slice(0, 300) || spot.passage.slice(0, 300)), ask('Nội dung', text), ask('Họ và tên', who), make('p', where(), { className: 'where' }), make('button', 'Ghi nhận xét'));
  form.addEventListener('submit', event => {
    event.preventDefault();
    for (const field of [text, who]) field.value = field.value.trim(); // blanks say nothing
    if (!form.reportValidity()) return;
    if (isNew) draft = '';
    const now = new Date(), day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(part => String(part).padStart(2, '0')).join('-');
    own = [...own.filter(remark => JSON.stringify(remark) !== JSON.stringify(spot)), { ...spot, said: text.value, by: who.value, day }];
    keep();
    panel.hidePopover();
    send();
  });
  text.addEventListener('input', () => { if (isNew) draft = text.value; }); // stays when the panel closes
  fill(form);
  text.focus();
}
const where = () => watched ? 'Nhận xét được ghi ngay vào dữ liệu của báo cáo.' : remembers ? 'Nhận xét ở lại trong trình duyệt này đến khi anh/chị bấm “Lưu nhận xét” và gửi tệp đi.'
  : 'Trình duyệt không cho trang này ghi vào máy: nhận xét chỉ còn đến khi đóng trang. Hãy bấm “Lưu nhận xét” trước khi đóng.';
function fill(...parts) { panel.replaceChildren(...parts, closing()); if (shown) beside(shown); }
const inFile = ({ anchor, ...remark }) => remark;
const file = () => JSON.stringify({ period, remarks: own.map(inFile) }, null, 1);
function saveOwn() { save(`nhan-xet-${period}-${(own.at(-1).by || 'doc-gia').normalize('NFD').replace(/[đĐ]/g, 'd').replace(/[^A-Za-z0-9]+/g, '') || 'doc-gia'}.json`, new Blob([file()], { type: 'application/json' })); }
function send() { if (watched && own.length) parent.postMessage(file(), location.origin); } // the frame posts it: this page connects to nothing
addEventListener('message', event => { if (watched && event.source === parent && event.origin === location.origin && event.data === 'taken') { own = []; keep(); } });
function describeOwn() {
  const list = document.createElement('ol'), button = (words, act) => { const made = make('button', words, { type: 'button' }); made.addEventListener('click', act); return made; };
  const of = ({ said }, words, act) => { const made = button(words, act); made.setAttribute('aria-label', `${words} nhận xét: ${said.slice(0, 40)}`); return made; };
  for (const remark of own) {
    const item = document.createElement('li'), there = make('a', remark.quoted || remark.passage.slice(0, 80), { href: '#' + remark.anchor });
    there.addEventListener('click', event => { const holder = holderOf(remark); if (holder) { event.preventDefault(); panel.hidePopover(); go(holder); } });
    const drop = of(remark, 'Xóa', () => { own.splice(own.indexOf(remark), 1); keep(); own.length ? describe(ownButton) : panel.hidePopover(); });
    item.append(there, make('p', remark.said, { className: 'said' }), of(remark, 'Sửa', () => write(remark)), ' ', drop);
    list.append(item);
  }
  return [make('h2', 'Nhận xét của tôi'), make('p', where(), { className: 'where' }), list, button('Lưu nhận xét', saveOwn)];
}
function markOwn() {
  for (const mark of $$('sup.own')) mark.remove();
  ownButton.hidden = own.length === 0;
  ownButton.replaceChildren(make('span', 'Nhận xét của tôi '), make('b', `✎ ${own.length}`));
  for (const remark of own) {
    const mark = make('sup', '', { className: 'flag own' }), link = make('a', '✎', { href: '#' + remark.anchor, tabIndex: -1 });
    link.setAttribute('aria-label', `Nhận xét của tôi: ${remark.said.slice(0, 60)}`);
    mark.append(link);
    holderOf(remark)?.append(mark);
  }
}
function remarksAt(element) { // those of remarks.csv at the words around an element, as the list below has them
  return $$('sup.remark a', element.closest(HOLDER) || element).map(mark => {
    const copy = document.getElementById(mark.hash.slice(1)).cloneNode(true);
    copy.removeAttribute('id');
    for (const anchor of $$('a.anchor', copy)) anchor.remove();
    return copy;
  });
}

// -- words that are selected can be remarked on ------------------------------------------------------------------------------
const chosen = make('button', 'Viết nhận xét', { type: 'button', id: 'chosen', hidden: true });
document.body.append(chosen);
let selected = null;
document.addEventListener('selectionchange', () => {
  const selection = getSelection(), range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  const node = range?.startContainer, inner = node?.childNodes[range.startOffset] || node, element = inner?.nodeType === Node.TEXT_NODE ? inner.parentElement : inner;
  const holder = element?.closest?.('#briefing') && !element.closest('.code, .analyst, .remarks') && (element.closest(HOLDER) || $(HOLDER, element));
  selected = holder ? { element: holder, range: range.cloneRange() } : null;
  chosen.hidden = !selected;
  if (!selected) return;
  const box = range.getBoundingClientRect();
  chosen.style.left = Math.max(4, Math.min(box.left, innerWidth - chosen.offsetWidth - 8)) + 'px';
  chosen.style.top = Math.min(Math.max(box.bottom + 6, $('.bar').offsetHeight), innerHeight - chosen.offsetHeight - 8) + 'px';
});
chosen.addEventListener('pointerdown', event => event.preventDefault()); // the selection stays
chosen.addEventListener('click', event => {
  event.stopPropagation();
  const { element, range } = selected;
  getSelection().removeAllRanges();
  open(element);
  write(spotOf(element, range));
});
addEventListener('storage', ({ key }) => { if (key === STORE) { recall(); markOwn(); } }); // the same report in another window
addEventListener('beforeunload', event => { if (!remembers && own.length) event.preventDefault(); });
recall();
markOwn();
send(); // what was written while no watch ran
