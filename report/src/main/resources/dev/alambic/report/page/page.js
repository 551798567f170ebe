(() => {
  'use strict';

  const key = (row, column, text) => {
    const cell = row.cells[column];
    if (text) return cell.textContent;
    return 'sort' in cell.dataset ? Number(cell.dataset.sort) : NaN;
  };

  const compare = (a, b) => typeof a === 'string' ? a.localeCompare(b, 'en', { numeric: true }) : a - b;

  /** What was not measured stays last, whichever way the others go. */
  const sort = (table, column, descending) => {
    const text = table.tHead.rows[0].cells[column].classList.contains('text');
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => ({ row, by: key(row, column, text) }));
    const absent = ({ by }) => Number.isNaN(by);
    const sorted = rows.filter((each) => !absent(each)).sort((a, b) => compare(a.by, b.by) * (descending ? -1 : 1));
    body.append(...sorted.concat(rows.filter(absent)).map(({ row }) => row));
  };

  for (const table of document.querySelectorAll('table.sortable')) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => {
        const descending = head.getAttribute('aria-sort') === 'ascending';
        heads.forEach((other) => other.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
        sort(table, column, descending);
      });
    });
  }

  /* What is folded on the screen is printed all the same. */
  let opened = [];
  window.addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('details:not([open])')];
    opened.forEach((details) => { details.open = true; });
  });
  window.addEventListener('afterprint', () => opened.forEach((details) => { details.open = false; }));
})();
