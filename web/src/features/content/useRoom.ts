// A text with a limit takes what fits: the character too many is not accepted, what is pasted is cut with a notice (SMS-02).
import { useRef, useState, type RefObject } from 'react';
import { fitted } from './fitted';

/** `room` is how many characters there are for it. A word that is being composed is cut when it is whole. */
export function useRoom(text: string, room: number, onText: (text: string) => void, box: RefObject<HTMLTextAreaElement | null>) {
  const [cut, setCut] = useState(0);
  const composedFrom = useRef<string | null>(null);

  const take = (before: string, next: string) => {
    const kept = fitted(before, next, room);
    setCut(kept.cut);
    onText(kept.text);
    if (!kept.cut) return;
    // The box is given its old text back first, and with it a caret at the end.
    queueMicrotask(() => box.current?.setSelectionRange(kept.caret, kept.caret));
  };
  return {
    /** How many characters of the last change were left out. */
    cut,
    onChange: (next: string) => { if (composedFrom.current === null) take(text, next); else onText(next); },
    onCompositionStart: () => { composedFrom.current = text; },
    onCompositionEnd: () => {
      const before = composedFrom.current ?? text;
      composedFrom.current = null;
      take(before, box.current?.value ?? text);
    },
  };
}
