// A picture from the web in a letter. The editor shows its words, and loads nothing from anywhere.
import { Node } from '@tiptap/core';

export const Picture = Node.create({
  name: 'picture',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes: () => ({ src: { default: null }, alt: { default: '' }, width: { default: null }, height: { default: null } }),
  parseHTML: () => [{ tag: 'img[src^="https://"]' }],
  renderHTML: ({ HTMLAttributes }) => ['img', HTMLAttributes],
  renderText: ({ node }) => String(node.attrs.alt),
  addNodeView: () => ({ node }) => {
    const dom = document.createElement('span');
    dom.className = 'token';
    dom.textContent = String(node.attrs.alt || node.attrs.src);
    dom.title = String(node.attrs.src);
    return { dom };
  },
});
