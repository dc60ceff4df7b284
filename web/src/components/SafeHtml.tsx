// Shows a message's HTML. The server has cleaned it already; here it is read by an inert parser and rebuilt from an
// allow-list, so that nothing in it can run even if the server's cleaning failed. A picture from elsewhere is a link with
// its words: loading it would tell its server who reads what, and when. Who wants to see it opens it.
import { createElement, Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import './safe-html.css';

const blocks = new Set(['p', 'div', 'span', 'br', 'hr', 'strong', 'b', 'em', 'i', 'u', 's', 'a', 'ul', 'ol', 'li', 'h1', 'h2', 'h3', 'h4',
  'blockquote', 'pre', 'code', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'img']);
const dropped = new Set(['script', 'style', 'template', 'iframe', 'object', 'embed', 'noscript', 'svg', 'math', 'form', 'head', 'title']);
const empty = new Set(['br', 'hr']);

export function SafeHtml({ html, lang }: { html: string; lang?: string }) {
  const { t } = useTranslation();
  const page = new DOMParser().parseFromString(html, 'text/html');
  return <div className="letter" lang={lang}>{childrenOf(page.body, t('letter.picture'))}</div>;
}

/** `picture` is what a picture without words is called. */
const childrenOf = (node: Node, picture: string): ReactNode[] =>
  [...node.childNodes].map((child, i) => <Fragment key={i}>{rebuilt(child, picture)}</Fragment>);

function rebuilt(node: Node, picture: string): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof Element)) return null;
  const tag = node.localName;
  if (dropped.has(tag)) return null;
  if (!blocks.has(tag)) return childrenOf(node, picture);
  if (tag === 'img') return image(node, picture);
  return createElement(tag, tag === 'a' ? linkProps(node.getAttribute('href')) : {}, ...(empty.has(tag) ? [] : childrenOf(node, picture)));
}

function linkProps(href: string | null): React.AnchorHTMLAttributes<HTMLAnchorElement> {
  return href && /^(https?:|mailto:|tel:)/i.test(href) ? { href, target: '_blank', rel: 'noopener noreferrer nofollow' } : {};
}

function image(node: Element, picture: string) {
  const src = node.getAttribute('src') ?? '';
  const words = node.getAttribute('alt')?.trim() || picture;
  if (/^data:image\/(png|jpeg|gif|webp);/i.test(src)) return <img src={src} alt={words} />;
  return /^https:/i.test(src) && !node.closest('a') ? <a {...linkProps(src)}>{words}</a> : words;
}
