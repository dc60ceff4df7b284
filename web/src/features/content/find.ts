// Finding in a plain text, whatever the case.
const escaped = (word: string) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const pattern = (word: string) => new RegExp(escaped(word), 'giu');

export const timesIn = (text: string, word: string) => (word ? [...text.matchAll(pattern(word))].length : 0);

/** Each place of the word with another in its stead; `$` means itself. */
export const replaced = (text: string, word: string, by: string) => (word ? text.replace(pattern(word), () => by) : text);
