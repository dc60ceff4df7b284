// CSV in the browser: the rows of a file by the numbers that the server names, and text that no spreadsheet runs. Pure.

/** Every row, blank ones included: row n of a spreadsheet is `records(text)[n - 1]`. */
export function records(text: string, delimiter: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  const endCell = () => { rows.at(-1)?.push(cell); cell = ''; };
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') { cell += '"'; at += 1; } else quoted = false;
    } else if (letter === '"' && cell.trim() === '') { cell = ''; quoted = true; }
    else if (letter === delimiter) endCell();
    else if (letter === '\n' || letter === '\r') {
      if (letter === '\r' && text[at + 1] === '\n') at += 1;
      endCell();
      rows.push([]);
    } else cell += letter;
  }
  endCell();
  return rows;
}

/** A file that a spreadsheet shows as it is: cells that begin like a formula get an apostrophe before them. */
export function csvText(rows: readonly (readonly string[])[], delimiter: string): string {
  return rows.map((row) => row.map(cellText).join(delimiter)).join('\r\n') + '\r\n';
}

function cellText(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return `"${safe.replaceAll('"', '""')}"`;
}
