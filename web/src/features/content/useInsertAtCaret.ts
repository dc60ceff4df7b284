// Insert fields in a plain field: the subject, a text, a call.
import { useLayoutEffect, useRef, useState } from 'react';
import { withToken } from './fields';

/** Puts tokens where the caret was when the window opened, one after the other, and leaves it behind the last. */
export function useInsertAtCaret<E extends HTMLInputElement | HTMLTextAreaElement>(text: string, onText: (text: string) => void) {
  const box = useRef<E>(null);
  const caret = useRef(0);
  const [inserting, setInserting] = useState(false);

  useLayoutEffect(() => {
    if (inserting) box.current?.setSelectionRange(caret.current, caret.current);
  }, [text, inserting]);

  const insert = (token: string) => {
    const at = box.current;
    const next = withToken(text, token, { start: at?.selectionStart ?? text.length, end: at?.selectionEnd ?? text.length });
    caret.current = next.caret;
    onText(next.text);
  };
  return {
    box,
    inserting,
    open: () => {
      caret.current = box.current?.selectionEnd ?? text.length;
      setInserting(true);
    },
    insert,
    close: () => {
      setInserting(false);
      // After the window has given the focus back to its button.
      setTimeout(() => {
        box.current?.focus();
        box.current?.setSelectionRange(caret.current, caret.current);
      }, AFTER_CLOSING_MS);
    },
  };
}

const AFTER_CLOSING_MS = 200;
