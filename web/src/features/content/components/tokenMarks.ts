// Insert fields stand out in the letter: the text stays text, and what is a field looks like one.
import { Extension } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import type { Node } from '@tiptap/pm/model';
import { tokens } from '@/lib/insert-fields';

function marks(doc: Node): DecorationSet {
  const found: Decoration[] = [];
  doc.descendants((node, at) => {
    for (const match of node.isText ? (node.text ?? '').matchAll(tokens) : []) {
      found.push(Decoration.inline(at + match.index, at + match.index + match[0].length, { class: 'token' }));
    }
  });
  return DecorationSet.create(doc, found);
}

export const TokenMarks = Extension.create({
  name: 'tokenMarks',
  addProseMirrorPlugins: () => [new Plugin<DecorationSet>({
    state: {
      init: (_config, { doc }) => marks(doc),
      apply: (change, before) => (change.docChanged ? marks(change.doc) : before),
    },
    props: { decorations(state) { return this.getState(state); } },
  })],
});
