// -- what a reader takes along: a number or sentence with its citation, an address, a table as CSV, a chart as picture ---------
const NOT_SAID = 'sup, .back, a.anchor, svg'; // of what is quoted
function sourcesOf(element) {
  const figures = element.matches(NUMBER) ? [element] : $$(NUMBER, element), places = [...new Set(figures.flatMap(placesOf))];
  const cells = figures.flatMap(cellsOf).map(({ table, lines }) => `data/${table}.csv dòng ${lines.replaceAll(',', ', ')}`);
  return [...new Set(places.length ? places : cells)].slice(0, 4).join('; ');
}
function citation(element) {
  const number = numberOf(element), section = number ? (/^[IVX]/.test(number) ? `mục ${number}` : number) : place(element)[1], sources = sourcesOf(element);
  const said = element.matches('figure') ? captionOf(element) : element.matches(NUMBER) ? element.textContent + (element.dataset.formula ? ` (${element.dataset.formula.replaceAll(' / ', '/')})` : '') : `“${wordsOf(element, NOT_SAID)}”`;
  return `${said}, ${document.title}, ${section}${sources && `, nguồn: ${sources}`}`;
}
const here = () => location.href.replace(/#.*/, ''), addressFor = element => here() + addressOf(element);
function button(words, act) { // which then says what came of it
  const made = make('button', words, { type: 'button' });
  made.addEventListener('click', async () => { made.textContent = await act() || words; });
  return made;
}
const copy = text => navigator.clipboard.writeText(text).then(() => 'Đã sao chép', () => 'Trình duyệt không cho sao chép');
function taking(element) {
  const line = make('p', '', { className: 'taking' });
  const offer = (words, take) => line.append(button(words, take));
  offer('Sao chép kèm trích dẫn', () => copy(citation(element)));
  offer('Sao chép địa chỉ', () => copy(addressFor(element)));
  const table = element.matches('figure') && $('table', element), drawing = element.matches('figure') && $('svg', element);
  if (table) offer('Tải CSV', () => save(`${element.id}.csv`, new Blob(['\ufeff' + csv(element, table)], { type: 'text/csv' })));
  if (drawing) {
    offer('Tải hình SVG', () => save(`${element.id}.svg`, new Blob([picture(element, drawing)], { type: 'image/svg+xml' })));
    offer('Tải hình PNG', async () => save(`${element.id}.png`, await painted(picture(element, drawing), drawing.viewBox.baseVal)));
  }
  return line;
}
function save(name, content) {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(content), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
function csv(figure, table) { // numbers as in figures.csv, the cells that they come from behind them, title and sources below
  const lines = [];
  [...table.rows].forEach((row, y) => {
    lines[y] ||= [];
    let x = 0;
    for (const cell of row.cells) {
      while (x in lines[y]) x++;
      for (let down = 0; down < cell.rowSpan; down++) for (let across = 0; across < cell.colSpan; across++) (lines[y + down] ||= [])[x + across] = down || across ? '' : valueOf(cell);
    }
    row.cells.length && lines[y].push(row.closest('thead') ? 'Nguồn' : [...new Set($$('[data-cells]', row).map(each => each.dataset.cells))].join(';'));
  });
  const about = [[], [captionOf(figure)], [document.title], ...$$('.source', figure).map(source => [source.textContent]), [addressFor(figure)]];
  return [...lines, ...about].map(cells => cells.map(quoted).join(',') + '\r\n').join('');
}
function valueOf(cell) {
  const figures = $$(NUMBER, cell), words = wordsOf(cell, NOT_SAID);
  return figures.length === 1 && figures[0].textContent.replace(/\s+/g, ' ').trim() === words ? figures[0].value : words;
}
function quoted(text) { // a spreadsheet takes no cell for a formula
  const safe = /^([=@\t\r]|[+-](?![\d.,]))/.test(text) && text !== '-' ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
function picture(figure, drawing) {
  const copy = drawing.cloneNode(true), { width, height } = drawing.viewBox.baseVal;
  copy.setAttribute('width', width);
  copy.setAttribute('height', height);
  copy.removeAttribute('aria-hidden');
  const title = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  title.textContent = captionOf(figure);
  copy.prepend(title);
  return new XMLSerializer().serializeToString(copy);
}
async function painted(svg, { width, height }) { // at three dots a point, as a document prints it
  const image = Object.assign(new Image(), { src: 'data:image/svg+xml,' + encodeURIComponent(svg) });
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: 3 * width, height: 3 * height }), ground = canvas.getContext('2d');
  ground.fillStyle = 'white';
  ground.fillRect(0, 0, canvas.width, canvas.height);
  ground.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise(done => canvas.toBlob(done));
}
