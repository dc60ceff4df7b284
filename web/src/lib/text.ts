// Plain text as the HTML that the API takes: an empty line begins a paragraph, a line end stays one.
const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

export function htmlOf(text: string): string {
  const paragraphs = text.replace(/\r\n?/g, '\n').trim().split(/\n{2,}/).filter((each) => each.trim() !== '');
  return paragraphs.map((each) => `<p>${escaped(each.trim()).replaceAll('\n', '<br>')}</p>`).join('');
}

/** Back again: what such HTML says, as it was typed. */
export function textOf(html: string): string {
  const page = new DOMParser().parseFromString(html.replace(/<br\s*\/?>/gi, '\n'), 'text/html');
  const paragraphs = [...page.body.querySelectorAll('p, li, h1, h2, h3, h4')].map((each) => each.textContent ?? '');
  return (paragraphs.length ? paragraphs.join('\n\n') : (page.body.textContent ?? '')).trim();
}
