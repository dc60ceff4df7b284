// What of a change fits into a text with a limit (SMS-02).
import { describe, expect, it } from 'vitest';
import { fitted } from '@/features/content/fitted';

const full = 'a'.repeat(130);

describe('a full text', () => {
  it('takes no 131st character, wherever it is typed (SMS-02)', () => {
    expect(fitted(full, `${full}b`, 130)).toEqual({ text: full, caret: 130, cut: 1 });
    expect(fitted(full, `aab${'a'.repeat(128)}`, 130)).toEqual({ text: full, caret: 2, cut: 1 });
  });

  it('takes one that joins the last into one (SMS-03)', () => {
    const next = `${full}\u0301`;
    expect(fitted(full, next, 130)).toEqual({ text: next, caret: 131, cut: 0 });
  });

  it('takes what replaces as much (SMS-02)', () => {
    expect(fitted(full, `bbb${'a'.repeat(127)}`, 130).cut).toBe(0);
  });
});

describe('what is pasted', () => {
  it('is cut where the room ends, and what stands behind it stays (SMS-02)', () => {
    expect(fitted('Dear . Bye', 'Dear Anna Bella. Bye', 14)).toEqual({ text: 'Dear Anna. Bye', caret: 9, cut: 6 });
  });

  it('is cut between two characters, never within one (SMS-03)', () => {
    expect(fitted('a', 'a👨‍👩‍👧👨‍👩‍👧', 2)).toEqual({ text: 'a👨‍👩‍👧', caret: 9, cut: 1 });
  });

  it('leaves no half of an insert field behind', () => {
    expect(fitted('Hi ', 'Hi you, {{student.first_name}}', 20)).toEqual({ text: 'Hi you, ', caret: 8, cut: 22 });
  });

  it('may be as long as a book', () => {
    expect(fitted('', 'x'.repeat(200_000), 130)).toEqual({ text: 'x'.repeat(130), caret: 130, cut: 199_870 });
  });
});

describe('a text that is too long already', () => {
  const long = 'a'.repeat(140);

  it('may get shorter, step by step', () => {
    expect(fitted(long, 'a'.repeat(139), 130)).toEqual({ text: 'a'.repeat(139), caret: 139, cut: 0 });
  });

  it('takes nothing more', () => {
    expect(fitted(long, `${long}b`, 130)).toEqual({ text: long, caret: 140, cut: 1 });
  });
});
