// Shows a message's HTML. The server has cleaned it already; here it is read by an inert parser and rebuilt from an
// allow-list, so that nothing in it can run even if the server's cleaning failed.
import { createElement, Fragment, type ReactNode } from 'react';
import './safe-html.css';

const blocks = new Set(['p', 'div', 'span', 'br', 'hr', 'strong', 'b', 'em', 'i', 'u', 's', 'a', 'ul', 'ol', 'li', 'h1', 'h2', 'h3', 'h4',
  'blockquote', 'pre', 'code', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'img']);
const dropped = new Set(['script', 'style', 'template', 'iframe', 'object', 'embed', 'noscript', 'svg', 'math', 'form', 'head', 'title']);
const empty = new Set(['br', 'hr', 'img']);

export function SafeHtml({ html, lang }: { html: string; lang?: string }) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  return <div className="letter" lang={lang}>{childrenOf(page.body)}</div>;
}

const childrenOf = (node: Node): ReactNode[] => [...node.childNodes].map((child, i) => <Fragment key={i}>{rebuilt(child)}</Fragment>);

function rebuilt(node: Node): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof Element)) return null;
  const tag = node.localName;
  if (dropped.has(tag)) return null;
  if (!blocks.has(tag)) return childrenOf(node);
  if (tag === 'img') return image(node);
  return createElement(tag, tag === 'a' ? linkProps(node) : {}, ...(empty.has(tag) ? [] : childrenOf(node)));
}

function linkProps(node: Element): React.AnchorHTMLAttributes<HTMLAnchorElement> {
  const href = node.getAttribute('href') ?? '';
  return /^(https?:|mailto:|tel:)/i.test(href) ? { href, target: '_blank', rel: 'noopener noreferrer nofollow' } : {};
}

function image(node: Element) {
  const src = node.getAttribute('src') ?? '';
  const alt = node.getAttribute('alt') ?? '';
  return /^(https:|data:image\/(png|jpeg|gif|webp);)/i.test(src) ? <img src={src} alt={alt} loading="lazy" referrerPolicy="no-referrer" /> : alt;
}
