import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { charactersIn, isBlankHtml, measureText, underText } from '@/lib/text-size';

// The server's tests count the same texts (`tests/unit/content/test_text.py`).
const counted = JSON.parse(readFileSync(join(import.meta.dirname, '../../tests/unit/content/characters.json'), 'utf8')) as [string, number, string][];

describe('how a text message is counted', () => {
  it.each([
    ['', 0, 0],
    ['a'.repeat(160), 160, 1],
    ['a'.repeat(161), 161, 2],
    ['a'.repeat(306), 306, 2],
    ['a'.repeat(307), 307, 3],
  ])('GSM text of %#', (text, characters, segments) => {
    expect(measureText(text)).toEqual({ characters, segments, isUnicode: false });
  });

  it('counts extension characters as two places', () => {
    expect(measureText('€'.repeat(80)).segments).toBe(1);
    expect(measureText('€'.repeat(81)).segments).toBe(2);
    // 153 is odd: an extension character does not straddle two segments, so a segment of them holds 76.
    expect(measureText('€'.repeat(152)).segments).toBe(2);
    expect(measureText('€'.repeat(153)).segments).toBe(3);
  });

  it.each(counted)('counts what a reader sees as one character, as the server does (SMS-03): %j', (text, count) => {
    expect(charactersIn(text)).toBe(count);
  });

  it('counts the signature with it, on a line of its own (SMS-08)', () => {
    expect(measureText(underText('a'.repeat(150), 'Dana Whitf'))).toEqual({ characters: 161, segments: 2, isUnicode: false });
    expect(underText('  ', 'Dana')).toBe('  ');
  });

  it('turns to UCS-2 with one foreign character, and counts an emoji once for the person, twice for the segment', () => {
    expect(measureText('ñ'.repeat(160))).toEqual({ characters: 160, segments: 1, isUnicode: false });
    expect(measureText('ç'.repeat(70))).toEqual({ characters: 70, segments: 1, isUnicode: true });
    expect(measureText('ç'.repeat(71)).segments).toBe(2);
    expect(measureText('🔔'.repeat(35))).toEqual({ characters: 35, segments: 1, isUnicode: true });
    expect(measureText('🔔'.repeat(36)).segments).toBe(2);
  });
});

describe('an empty letter (COMP-35)', () => {
  it.each(['', '<p></p>', '<p> \u00a0 </p><ul><li></li></ul>', '<br>'])('%s says nothing', (html) => expect(isBlankHtml(html)).toBe(true));
  it.each(['<p>x</p>', '<img src="https://x.example/a.png">'])('%s says something', (html) => expect(isBlankHtml(html)).toBe(false));
});
