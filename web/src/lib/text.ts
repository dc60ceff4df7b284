// Plain text as the HTML that the API takes: an empty line begins a paragraph, a line end stays one.
const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

export function htmlOf(text: string): string {
  const paragraphs = text.replace(/\r\n?/g, '\n').trim().split(/\n{2,}/).filter((each) => each.trim() !== '');
  return paragraphs.map((each) => `<p>${escaped(each.trim()).replaceAll('\n', '<br>')}</p>`).join('');
}
