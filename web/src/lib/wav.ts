// Sound as telephones play it: 8,000 samples a second of 16 bits, one channel, in a WAV file without compression.
export const PHONE_RATE = 8000;
const HEADER = 44;
const LOUDEST = 0x7fff;

/** Samples between -1 and 1, at PHONE_RATE, as a file. */
export function wavOf(samples: Float32Array): Blob {
  const bytes = new DataView(new ArrayBuffer(HEADER + samples.length * 2));
  const text = (at: number, word: string) => [...word].forEach((letter, n) => bytes.setUint8(at + n, letter.charCodeAt(0)));
  text(0, 'RIFF');
  bytes.setUint32(4, HEADER - 8 + samples.length * 2, true);
  text(8, 'WAVEfmt ');
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true);
  bytes.setUint16(22, 1, true);
  bytes.setUint32(24, PHONE_RATE, true);
  bytes.setUint32(28, PHONE_RATE * 2, true);
  bytes.setUint16(32, 2, true);
  bytes.setUint16(34, 16, true);
  text(36, 'data');
  bytes.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, n) => bytes.setInt16(HEADER + n * 2, Math.round(Math.max(-1, Math.min(1, sample)) * LOUDEST), true));
  return new Blob([bytes], { type: 'audio/wav' });
}

/** Stretches of sound as one. */
export function joined(chunks: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const all = new Float32Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  chunks.reduce((at, chunk) => { all.set(chunk, at); return at + chunk.length; }, 0);
  return all;
}
