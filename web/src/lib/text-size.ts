// How a text message is counted. The GSM 03.38 alphabet holds 160 characters in one segment (153 in each of
// several); its extension characters take two places; any other character turns the whole text into UCS-2: 70 (67).
const basic = new Set('@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà');
const extension = new Set('^{}\\[~]|€\f');

export interface TextSize {
  /** Characters as people count them; what the district's limit is about. */
  characters: number;
  segments: number;
  isUnicode: boolean;
}

const segmenter = typeof Intl.Segmenter === 'function' ? new Intl.Segmenter(undefined, { granularity: 'grapheme' }) : null;

// Most texts are, and the segmenter is slow: its time grows faster than the text.
const isAscii = (text: string) => /^[\x00-\x7f]*$/.test(text);

/** A text character by character, as a reader sees them. */
export const graphemesOf = (text: string) => (isAscii(text) && !text.includes('\r') ? text.split('') : segmenter ? Array.from(segmenter.segment(text), (each) => each.segment) : [...text]);

/** How many characters a reader sees, as the server counts them: a family emoji, or a letter with its accents, is one (SMS-03). */
export const charactersIn = (text: string) => (isAscii(text) ? text.replaceAll('\r\n', '\n').length : graphemesOf(text).length);

/** A text message with a signature on a line of its own, as the server sends it; what says nothing is not signed (SMS-08). */
export const underText = (text: string, signature: string) => (signature && text.trim() ? `${text.trim()}\n${signature}` : text);

/** How many characters a signature takes from a text, its line end included. */
export const takenBy = (signature: string) => (signature ? charactersIn(signature) + 1 : 0);

export function measureText(text: string): TextSize {
  const points = [...text];
  const isUnicode = points.some((c) => !basic.has(c) && !extension.has(c));
  const widths = points.map((c) => (isUnicode ? c.length : extension.has(c) ? 2 : 1));
  return { characters: charactersIn(text), segments: countSegments(widths, isUnicode ? [70, 67] : [160, 153]), isUnicode };
}

/** A character of two places does not straddle two segments. */
function countSegments(widths: readonly number[], [alone, joined]: readonly [number, number]): number {
  const total = widths.reduce((a, b) => a + b, 0);
  if (total === 0) return 0;
  if (total <= alone) return 1;
  let segments = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > joined) { segments += 1; used = 0; }
    used += width;
  }
  return segments;
}

/** Text of only spaces and empty tags says nothing (COMP-35); an image does. */
export function isBlankHtml(html: string): boolean {
  const body = new DOMParser().parseFromString(html, 'text/html').body;
  return !body.querySelector('img') && (body.textContent ?? '').replaceAll('\u00a0', ' ').trim() === '';
}
