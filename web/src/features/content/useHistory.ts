// Undo and Redo for a plain text: steps are stretches of typing, so that a word goes back at once and not letter by letter.
import { useRef, useState } from 'react';

const PAUSE_MS = 700;
const STEPS = 100;

export function useHistory(text: string, onText: (text: string) => void) {
  const [before, setBefore] = useState<readonly string[]>([]);
  const [after, setAfter] = useState<readonly string[]>([]);
  const last = useRef(0);

  /** `whole`: a step of its own, however fast it follows. */
  const change = (next: string, { whole = false } = {}) => {
    const now = Date.now();
    if (whole || now - last.current > PAUSE_MS || !before.length) setBefore([...before.slice(-STEPS), text]);
    last.current = whole ? 0 : now;
    setAfter([]);
    onText(next);
  };
  const undo = () => {
    const back = before.at(-1);
    if (back === undefined) return;
    setBefore(before.slice(0, -1));
    setAfter([...after, text]);
    last.current = 0;
    onText(back);
  };
  const redo = () => {
    const forth = after.at(-1);
    if (forth === undefined) return;
    setAfter(after.slice(0, -1));
    setBefore([...before, text]);
    onText(forth);
  };
  return { change, undo, redo, canUndo: before.length > 0, canRedo: after.length > 0 };
}
