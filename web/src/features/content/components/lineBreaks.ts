// Enter begins a line and no paragraph: a name, a title and a number stand close together.
import { Extension } from '@tiptap/core';

export const LineBreaks = Extension.create({
  name: 'lineBreaks',
  priority: 1000,
  addKeyboardShortcuts: () => ({
    Enter: ({ editor }) => !editor.isActive('listItem') && !editor.isActive('heading') && editor.commands.setHardBreak(),
  }),
});
