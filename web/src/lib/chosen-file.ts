// A chosen file on its way to the server: in base64, packed first when it is large, as a request may hold 5.9 MB.

export const MOST_BYTES = 5_000_000;
const PACK_ABOVE = 500_000;

export interface ChosenFile { name: string; text: string; sent: string }

/** What is sent of a file, and its text, from which bad rows can be given back. */
export async function chosen(file: File): Promise<ChosenFile> {
  const bytes = await file.arrayBuffer();
  return { name: file.name, text: new TextDecoder().decode(bytes), sent: base64(new Uint8Array(await packed(bytes))) };
}

async function packed(bytes: ArrayBuffer): Promise<ArrayBuffer> {
  if (bytes.byteLength <= PACK_ABOVE || typeof CompressionStream === 'undefined') return bytes;
  return new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
}

const AT_ONCE = 0x8000;

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += AT_ONCE) text += String.fromCharCode(...bytes.subarray(at, at + AT_ONCE));
  return btoa(text);
}
