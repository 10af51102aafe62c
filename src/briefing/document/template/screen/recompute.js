// -- the page computes its own figures again, from the cells that it carries ------------------------------------------------------
const NUMBERS = /\d[\d.]*(?:,\d+)?/;
const printedAs = figure => { // the digits that a reader sees, and the value rounded to as many
  const [text] = NUMBERS.exec(figure.textContent) || [], places = text?.split(',')[1]?.length || 0;
  if (!text) return true;
  const isShare = figure.dataset.unit === 'ratio' && figure.textContent.includes('%'), value = readDecimal(figure.value);
  const shown = rounded(isShare ? multiplied(value, hundred) : value, places);
  return compared(readDecimal(text.replaceAll('.', '').replace(',', '.')), STATISTICS.abs(shown)) === 0;
};
function differences(valueOf, figures) { // those that are not what their key gives, or are printed otherwise
  const known = new Map();
  return figures.filter(figure => {
    const { key } = figure.dataset;
    if (!known.has(key)) known.set(key, valueOf(readKey(key)));
    const value = known.get(key);
    if (!figure.value || !value) return Boolean(figure.value || value); // missing is missing
    return compared(value, readDecimal(figure.value)) !== 0 || !printedAs(figure);
  });
}
const recompute = $('#recompute');
recompute.addEventListener('click', () => {
  const every = $$('#briefing data'), figures = every.filter(figure => figure.dataset.key), others = every.length - figures.length; // by code
  const wrong = differences(evaluator(rows, period), figures), vi = n => n.toLocaleString('vi'), said = recompute.nextElementSibling;
  said.textContent = `${vi(figures.length - wrong.length)}/${vi(figures.length)} số khớp với ô số liệu` + (others ? `; ${vi(others)} số tính bằng mã nguồn` : '');
  for (const figure of wrong) {
    const href = '#' + (figure.closest('[id]')?.id || 'briefing');
    said.append(make('br'), make('a', figure.textContent, { href, onclick: () => figure.focus() }));
  }
});
