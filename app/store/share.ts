/** A whole document in a link: JSON, packed, behind `#`. It never reaches a server. */
import { documentFromJson, documentText, type Document, type Read } from '../../src/index.ts';
import { readAll } from './files.ts';

/** What stands before the packed text, with the version of the packing. */
const PREFIX = '#d1=';
/** The longest link, in characters from `#` on, and the most bytes that it may unpack to. Writer and reader hold to both. */
export const LONGEST_LINK = 500_000;
const MOST_BYTES = 8 * 1024 * 1024;

const UNPACKED_LIMIT = `${MOST_BYTES / 1024 / 1024} MiB`;
const NO_STREAMS = "This browser can't pack or unpack links. Use a file instead, or a newer browser.";

const error = (message: string): Read<never> => ({ ok: false, error: message });

/** One chunk as a stream. */
function streamOf(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new Blob([bytes]).stream();
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return null;
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

/** The part of a link behind the page's address, `#` included; or why no link is made that can be opened. */
export async function encodeLink(document: Document): Promise<Read<string>> {
  if (typeof CompressionStream === 'undefined') return error(NO_STREAMS);
  const written = documentText(document);
  if (!written.ok) return error(`A link to this document could not be opened: ${written.error}.`);
  const text = new TextEncoder().encode(written.value);
  if (text.byteLength > MOST_BYTES) {
    return error(`The document has more than ${UNPACKED_LIMIT}, too much for a link. Save it as a file.`);
  }
  const packed = await readAll(streamOf(text).pipeThrough(new CompressionStream('deflate-raw')), LONGEST_LINK);
  const hash = packed === null ? null : `${PREFIX}${toBase64Url(packed)}`;
  return hash === null || hash.length > LONGEST_LINK
    ? error('The document is too large for a link. Save it as a file.')
    : { ok: true, value: hash };
}

/** True when the hash claims to hold a document, of whatever version. */
export function isLink(hash: string): boolean {
  return /^#d\d*=/.test(hash);
}

/** The document of a link. */
export async function decodeLink(hash: string): Promise<Read<Document>> {
  if (!hash.startsWith(PREFIX))
    return error('The link is of a format that this playground does not read; a newer one made it.');
  if (typeof DecompressionStream === 'undefined') return error(NO_STREAMS);
  if (hash.length > LONGEST_LINK) return error('The link is too long to be one of the playground.');
  const packed = fromBase64Url(hash.slice(PREFIX.length));
  if (packed === null) return error('The link is damaged: it has characters that no link has.');
  let text: string;
  try {
    const raw = await readAll(streamOf(packed).pipeThrough(new DecompressionStream('deflate-raw')), MOST_BYTES);
    if (raw === null) return error(`The link unpacks to more than ${UNPACKED_LIMIT}, so it was not read.`);
    text = new TextDecoder('utf-8', { fatal: true }).decode(raw);
  } catch {
    return error('The link is damaged: it does not unpack. Was it cut off?');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return error('The link is damaged: what it holds is no document.');
  }
  const document = documentFromJson(value);
  return document.ok ? document : error(`The link holds no document: ${document.error}.`);
}
