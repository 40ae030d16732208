'use strict';
{
  const table = document.querySelector('table.marks');
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const rows = [...body.rows];
  const found = document.querySelector('output');
  const names = new Intl.Collator('en', {numeric: true});

  // The value of a cell: its name, or its points; none is less than 0.
  function value(row, column) {
    const text = row.cells[column].textContent;
    return column ? (text ? (parseFloat(text) + 1 || 0) : 0) : text;
  }

  // Sort by a column; the first click puts most points first.
  function sort(column) {
    const head = heads[column];
    const first = column ? 'descending' : 'ascending';
    const other = column ? 'ascending' : 'descending';
    const order = head.getAttribute('aria-sort') === first ? other : first;
    const sign = order === 'ascending' ? 1 : -1;
    const compare = column ? (a, b) => a - b : names.compare;
    const keyed = rows.map((row) => [value(row, column), row]);
    keyed.sort((a, b) => sign * compare(a[0], b[0]));
    heads.forEach((each) => each.removeAttribute('aria-sort'));
    head.setAttribute('aria-sort', order);
    body.append(...keyed.map((pair) => pair[1]));
  }

  function filter(words) {
    let count = 0;
    for (const row of rows) {
      const name = row.cells[0].textContent.toLowerCase();
      row.hidden = !name.includes(words.toLowerCase());
      count += !row.hidden;
    }
    found.textContent = words ? count + ' of ' + rows.length : '';
  }

  heads.forEach((head, column) => {
    head.querySelector('button').addEventListener('click', () => sort(column));
  });
  document.querySelector('#filter').addEventListener('input', (event) => {
    filter(event.target.value);
  });
}
