/** Reading what a person opens: a document, one kernel trace as a document, or a file of traces to pick from. */
import {
  documentFromJson,
  documentToJson,
  FORMAT,
  traceDocument,
  traceFromJson,
  traceFromLine,
  type Document,
  type Read,
  type Trace,
} from '../../src/index.ts';

export type Opened =
  | { readonly kind: 'document'; readonly document: Document }
  | { readonly kind: 'traces'; readonly file: string; readonly traces: readonly Trace[] };

/** The most bytes of text that are read, packed or not. */
export const MOST_BYTES = 64 * 1024 * 1024;

const error = (message: string): Read<never> => ({ ok: false, error: message });

function limit(): string {
  return `${MOST_BYTES / 1024 / 1024} MiB`;
}

/** Collects a stream, and stops at the limit: a small file may unpack to a huge one. */
export async function readAll(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array | null> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    total += value.byteLength;
    if (total > most) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
  const all = new Uint8Array(total);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.byteLength;
  }
  return all;
}

/** Why a file could not be read, as a sentence. */
function unreadable(name: string, packed: boolean, cause: unknown): string {
  const kind = cause instanceof Error || cause instanceof DOMException ? cause.name : '';
  if (kind === 'NotFoundError') return `${name} can't be read: it is no longer there, or it is a folder.`;
  if (kind === 'NotReadableError') {
    return `${name} can't be read: the browser is not allowed to, or the file changed after it was chosen.`;
  }
  if (packed) return `${name} can't be read: it is not a whole gzip file.`;
  if (cause instanceof TypeError) return `${name} can't be read: it is not text.`;
  return `${name} can't be read: ${String(cause)}`;
}

async function textOf(file: File): Promise<Read<string>> {
  if (file.size > MOST_BYTES) return error(`${file.name} is larger than ${limit()}`);
  let packed = false;
  try {
    const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
    packed = head[0] === 0x1f && head[1] === 0x8b;
    if (packed && typeof DecompressionStream === 'undefined') {
      return error(`${file.name} is packed, and this browser can't unpack files. Unpack it first.`);
    }
    const stream: ReadableStream<Uint8Array> = packed
      ? file.stream().pipeThrough(new DecompressionStream('gzip'))
      : file.stream();
    const raw = await readAll(stream, MOST_BYTES);
    if (raw === null) return error(`${file.name} unpacks to more than ${limit()}`);
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true }).decode(raw) };
  } catch (cause) {
    return error(unreadable(file.name, packed, cause));
  }
}

/** A kernel trace as a document, when the document could be kept and opened again. */
export function openTrace(trace: Trace): Read<Document> {
  const document = documentFromJson(documentToJson(traceDocument(trace)));
  return document.ok ? document : error(`The trace can't be a document: ${document.error}.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What a text is: a document, a trace, or lines with a trace each. */
export function openText(name: string, text: string): Read<Opened> {
  const value = parseJson(text);
  if (value !== undefined) {
    const isDocument = typeof value === 'object' && value !== null && 'format' in value;
    if (isDocument) {
      const document = documentFromJson(value);
      return document.ok
        ? { ok: true, value: { kind: 'document', document: document.value } }
        : error(`${name}: ${document.error}`);
    }
    const trace = traceFromJson(value);
    if (!trace.ok)
      return error(`${name} is neither a document (format "${FORMAT}") nor a kernel trace: ${trace.error}`);
    const document = openTrace(trace.value);
    return document.ok
      ? { ok: true, value: { kind: 'document', document: document.value } }
      : error(`${name}: ${document.error}`);
  }
  const traces: Trace[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const trace = traceFromLine(line);
    if (!trace.ok) return error(`${name}, line ${index + 1}: ${trace.error}`);
    traces.push(trace.value);
  }
  if (traces.length === 0) return error(`${name} is empty`);
  return { ok: true, value: { kind: 'traces', file: name, traces } };
}

/** Reads a file that a person chose. */
export async function openFile(file: File): Promise<Read<Opened>> {
  const text = await textOf(file);
  return text.ok ? openText(file.name, text.value) : text;
}
