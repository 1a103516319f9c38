/** The documents kept in this browser. A browser without storage keeps nothing, and says so. */
import { del, get, set, update } from 'idb-keyval';
import { documentFromJson, documentToJson, type Document, type Read } from '../../src/index.ts';

/** A kept document, for a list. */
export interface Kept {
  readonly id: string;
  readonly name: string;
  /** When it was last saved, in milliseconds since 1970. */
  readonly saved: number;
  readonly calls: number;
}

const INDEX = 'documents';
const LAST = 'last-document';
const key = (id: string): string => `document:${id}`;

function isKept(value: unknown): value is Kept {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'name' in value &&
    typeof value.name === 'string' &&
    'saved' in value &&
    typeof value.saved === 'number' &&
    'calls' in value &&
    typeof value.calls === 'number'
  );
}

const listOf = (value: unknown): Kept[] => (Array.isArray(value) ? value.filter(isKept) : []);

/** Every kept document, the latest first. Throws when the browser has no storage. */
export async function keptDocuments(): Promise<Kept[]> {
  return listOf(await get(INDEX)).toSorted((a, b) => b.saved - a.saved);
}

/** Keeps a document under an id. Throws when the browser has no storage or no room. */
export async function keep(id: string, document: Document): Promise<void> {
  await set(key(id), JSON.stringify(documentToJson(document)));
  const entry: Kept = { id, name: document.name, saved: Date.now(), calls: document.nodes.length };
  await update(INDEX, (old) => [...listOf(old).filter((other) => other.id !== id), entry]);
  await set(LAST, id);
}

/** A kept document. */
export async function fetchKept(id: string): Promise<Read<Document>> {
  const text: unknown = await get(key(id));
  if (typeof text !== 'string') return { ok: false, error: 'the document is no longer kept here' };
  try {
    return documentFromJson(JSON.parse(text));
  } catch {
    return { ok: false, error: 'the kept document is damaged' };
  }
}

/** Forgets a document. */
export async function forget(id: string): Promise<void> {
  await del(key(id));
  await update(INDEX, (old) => listOf(old).filter((other) => other.id !== id));
}

/** The document that was open last, or null. */
export async function lastDocument(): Promise<{ readonly id: string; readonly document: Document } | null> {
  const id: unknown = await get(LAST);
  if (typeof id !== 'string') return null;
  const document = await fetchKept(id);
  return document.ok ? { id, document: document.value } : null;
}
