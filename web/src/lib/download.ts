/** Hands a text to the browser as a CSV file; spreadsheets know by its first character that it is UTF-8. */
export function download(name: string, text: string) {
  const marked = text.startsWith(MARK) ? text : MARK + text;
  const place = URL.createObjectURL(new Blob([marked], { type: 'text/csv;charset=utf-8' }));
  const link = Object.assign(document.createElement('a'), { href: place, download: name });
  link.click();
  URL.revokeObjectURL(place);
}

const MARK = '\uFEFF';
