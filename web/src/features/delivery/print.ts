// Letters on paper: each on a page of its own, by the browser's print dialog.

const FRAME = 'print-frame';

/** One document of whole letters. They share their frame, so the first one's head is that of all. */
export function asOneDocument(letters: readonly string[]): string {
  const pages = letters.map((letter) => new DOMParser().parseFromString(letter, 'text/html'));
  const [first] = pages;
  if (!first) return '';
  const style = first.createElement('style');
  style.textContent = '.printed { break-after: page; } .printed:last-child { break-after: auto; } @media print { .page { background: none !important; } .sheet { max-width: none !important; } }';
  first.head.append(style);
  const sections = pages.map((page) => {
    const section = first.createElement('section');
    section.className = 'printed';
    section.lang = page.documentElement.lang;
    section.append(...[...page.body.childNodes].map((node) => first.importNode(node, true)));
    return section;
  });
  first.body.replaceChildren(...sections);
  return `<!DOCTYPE html>${first.documentElement.outerHTML}`;
}

/** In a frame of its own, in which no script runs: what people wrote stays text. */
export function printLetters(letters: readonly string[]) {
  document.getElementById(FRAME)?.remove();
  const frame = Object.assign(document.createElement('iframe'), { id: FRAME, className: 'visually-hidden', srcdoc: asOneDocument(letters) });
  frame.setAttribute('sandbox', 'allow-same-origin allow-modals');
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  frame.addEventListener('load', () => frame.contentWindow?.print(), { once: true });
  document.body.append(frame);
}
