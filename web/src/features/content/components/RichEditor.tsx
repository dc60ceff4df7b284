// The letter's editor: TipTap with a small schema - bold, italic, headings, lists, links, undo. Loaded lazily.
import { EditorContent, useEditor, useEditorState, type Editor } from '@tiptap/react';
import StarterKit from '@tiptap/starter-kit';
import { useEffect, useId, useState, type FormEvent } from 'react';
import { Toolbar } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { Field } from '@/components/Field';
import { isBlankHtml } from '@/lib/text-size';
import { InsertFieldWindow } from './InsertField';
import { LineBreaks } from './lineBreaks';
import { Picture } from './picture';
import { PictureDialog } from './PictureDialog';
import { TokenMarks } from './tokenMarks';
import '@/components/safe-html.css';
import './content.css';

const extensions = [
  StarterKit.configure({
    heading: { levels: [2, 3] }, code: false, codeBlock: false, strike: false,
    link: { openOnClick: false, autolink: true, defaultProtocol: 'https', protocols: ['mailto', 'tel'] },
  }),
  TokenMarks,
];
const ofSignature = [...extensions, Picture, LineBreaks];

interface Props {
  label: string;
  html: string;
  onHtml: (html: string) => void;
  error?: string;
  /** It holds pictures, and no insert fields (SET-10). */
  isSignature?: boolean;
  /** Everybody reads the same: it has no insert fields (ANN-13). */
  withoutFields?: boolean;
}

export default function RichEditor({ label, html, onHtml, error, isSignature, withoutFields }: Props) {
  const errorId = useId();
  const editor = useEditor({
    extensions: isSignature ? ofSignature : extensions,
    content: html,
    editorProps: { attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': label, 'aria-describedby': errorId, class: 'letter editor-page' } },
    onUpdate: ({ editor: now }) => onHtml(said(now)),
  });

  // The draft was discarded or brought back elsewhere: follow it. While typing both sides are equal already.
  useEffect(() => {
    if (editor && !editor.isDestroyed && html !== said(editor)) editor.commands.setContent(html, { emitUpdate: false });
  }, [editor, html]);

  return (
    <div>
      <div className={`editor${error ? ' editor-bad' : ''}${isSignature ? ' editor-small' : ''}`}>
        {editor && <Tools editor={editor} isSignature={isSignature} withoutFields={withoutFields} />}
        <EditorContent editor={editor} />
      </div>
      <p id={errorId} className="field-error">{error}</p>
    </div>
  );
}

/** What the letter says; spaces and empty lines say nothing (COMP-35). */
function said(editor: Editor): string {
  const html = editor.getHTML();
  return isBlankHtml(html) ? '' : html;
}

function Tools({ editor, isSignature, withoutFields }: { editor: Editor } & Pick<Props, 'isSignature' | 'withoutFields'>) {
  const { t } = useTranslation();
  const [picturing, setPicturing] = useState(false);
  const [linking, setLinking] = useState(false);
  const [inserting, setInserting] = useState(false);
  const on = useEditorState({
    editor,
    selector: ({ editor: e }) => ({
      bold: e.isActive('bold'), italic: e.isActive('italic'), heading: e.isActive('heading'), list: e.isActive('bulletList'),
      ordered: e.isActive('orderedList'), link: e.isActive('link'), undo: e.can().undo(), redo: e.can().redo(),
    }),
  });
  const go = () => editor.chain().focus();
  return (
    <Toolbar aria-label={t('editor.tools')} className="editor-tools">
      <IconButton icon="bold" label={t('editor.bold')} pressed={on.bold} onPress={() => go().toggleBold().run()} />
      <IconButton icon="italic" label={t('editor.italic')} pressed={on.italic} onPress={() => go().toggleItalic().run()} />
      <IconButton icon="heading" label={t('editor.heading')} pressed={on.heading} onPress={() => go().toggleHeading({ level: 2 }).run()} />
      <IconButton icon="list" label={t('editor.list')} pressed={on.list} onPress={() => go().toggleBulletList().run()} />
      <IconButton icon="ordered" label={t('editor.ordered')} pressed={on.ordered} onPress={() => go().toggleOrderedList().run()} />
      <IconButton icon="link" label={t('editor.link')} pressed={on.link} onPress={() => setLinking(true)} />
      {isSignature
        ? <IconButton icon="picture" label={t('editor.picture')} onPress={() => setPicturing(true)} />
        : !withoutFields && <IconButton icon="field" label={t('fields.insert')} onPress={() => setInserting(true)} />}
      <span className="editor-gap" />
      <IconButton icon="undo" label={t('editor.undo')} isDisabled={!on.undo} onPress={() => go().undo().run()} />
      <IconButton icon="redo" label={t('editor.redo')} isDisabled={!on.redo} onPress={() => go().redo().run()} />
      <InsertFieldWindow isOpen={inserting} onInsert={(token) => editor.chain().insertContent({ type: 'text', text: token }).run()}
        onClose={() => { setInserting(false); setTimeout(() => editor.commands.focus(), AFTER_CLOSING_MS); }} />
      {picturing && <PictureDialog editor={editor} onClose={() => setPicturing(false)} />}
      {linking && <LinkDialog editor={editor} onClose={() => setLinking(false)} />}
    </Toolbar>
  );
}

/** The window gives the focus back to its button first. */
const AFTER_CLOSING_MS = 200;

function LinkDialog({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const { t } = useTranslation();
  const [href, setHref] = useState(String(editor.getAttributes('link').href ?? ''));
  const [error, setError] = useState('');
  const save = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    const address = toAddress(href);
    if (!address) return setError(t('editor.linkBad'));
    if (editor.state.selection.empty && !editor.isActive('link')) {
      editor.chain().focus().insertContent({ type: 'text', text: href.trim(), marks: [{ type: 'link', attrs: { href: address } }] }).run();
    } else {
      editor.chain().focus().extendMarkRange('link').setLink({ href: address }).run();
    }
    onClose();
  };
  const remove = () => {
    editor.chain().focus().extendMarkRange('link').unsetLink().run();
    onClose();
  };
  return (
    <Dialog title={t('editor.linkTitle')} isOpen onClose={onClose}>
      <form onSubmit={save} className="stack" noValidate>
        <Field label={t('editor.linkAddress')} hint={t('editor.linkHint')} value={href} onChange={setHref} error={error} autoFocus />
        <div className="dialog-actions" style={{ marginTop: 0 }}>
          <Button type="submit" look="primary">{t('editor.linkSave')}</Button>
          {editor.isActive('link') && <Button onPress={remove}>{t('editor.linkRemove')}</Button>}
        </div>
      </form>
    </Dialog>
  );
}

/** "school.org" becomes https, an email address mailto; anything that is neither is refused. */
export function toAddress(typed: string): string | null {
  const text = typed.trim();
  if (/^(https?:\/\/|mailto:|tel:)\S+$/i.test(text)) return text;
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return `mailto:${text}`;
  return /^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(text) ? `https://${text}` : null;
}
