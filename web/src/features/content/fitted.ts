// What of a change to a text fits into it. Pure.
import { charactersIn, graphemesOf } from '@/lib/text-size';

export interface Fitted { text: string; /** Where the caret belongs if something was cut. */ caret: number; /** How many characters were. */ cut: number }

const HALF_A_FIELD = /\{\{[^{}]*$/;
/** So much is looked at of what came in, in code units: no text holds more, and a book in the clipboard takes long to count. */
const LONGEST = 8_000;

/** The changed text, or as much of what came in as `room` characters allow. A text that was too long before may always get shorter. */
export function fitted(before: string, next: string, room: number): Fitted {
  const [first, all, last] = change(before.split(''), next.split(''));
  if (all.length <= LONGEST) return fittedWhole(before, next, room);
  const looked = all.slice(0, LONGEST).join('').replace(/[\ud800-\udbff]$/, '');
  const found = fittedWhole(before, first + looked + last, room);
  return { ...found, cut: found.cut + all.length - LONGEST };
}

function fittedWhole(before: string, next: string, room: number): Fitted {
  const size = charactersIn(next);
  if (size <= room || size <= charactersIn(before)) return { text: next, caret: next.length, cut: 0 };
  const [start, came, end] = change(graphemesOf(before), graphemesOf(next));
  let kept = Math.max(0, came.length - (size - room));
  while (kept > 0 && charactersIn(start + came.slice(0, kept).join('') + end) > room) kept -= 1;
  const piece = whole(came.slice(0, kept).join(''), came.join(''));
  const text = piece ? start + piece + end : before;
  return { text, caret: start.length + piece.length, cut: size - charactersIn(text) };
}

/** What stands before the change, what came in, and what stands after it. */
function change(was: readonly string[], is: readonly string[]): [string, readonly string[], string] {
  let start = 0;
  while (start < was.length && start < is.length && was[start] === is[start]) start += 1;
  let end = 0;
  while (end < was.length - start && end < is.length - start && was.at(-1 - end) === is.at(-1 - end)) end += 1;
  return [is.slice(0, start).join(''), is.slice(start, is.length - end), is.slice(is.length - end).join('')];
}

/** Without the half of an insert field that was cut in the middle. */
const whole = (piece: string, came: string) => (HALF_A_FIELD.test(piece) && !HALF_A_FIELD.test(came) ? piece.replace(HALF_A_FIELD, '') : piece);
