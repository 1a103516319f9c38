/**
 * The documents kept in this browser. Several tabs may write the same one: a write reads what is there first, in the
 * same transaction, and merges. What can't be read is left as it is.
 */
import {
  documentFromJson,
  documentText,
  documentToJson,
  mergeDocuments,
  type Document,
  type Read,
} from '../../src/index.ts';
import type { Database, Records } from './database.ts';
import { newId } from '../workspace/ids.ts';

/** What is known of a kept document without reading it. */
export interface Entry {
  readonly id: string;
  readonly name: string;
  readonly calls: number;
  /** When it was last saved and first kept, in milliseconds since 1970. */
  readonly saved: number;
  readonly since: number;
  /** Another one after each write. */
  readonly revision: string;
}

/** A kept document in the list; one whose entry can't be read has the reason instead. */
export type Listed = { readonly id: string } & (
  { readonly entry: Entry } | { readonly entry: null; readonly reason: string }
);

/** A kept document, and the revision that was read. */
export interface Copy {
  readonly document: Document;
  readonly revision: string;
}

/** What a tab knows of the kept copy: the revisions that its own document has everything of, and the last one seen. */
export interface Seen {
  readonly revisions: readonly string[];
  readonly document: Document | null;
}

export type Fetched =
  | { readonly ok: true; readonly copy: Copy }
  | { readonly ok: false; readonly missing: boolean; readonly reason: string };

export type Outcome =
  /** Kept. The document is another one than was given when a copy of another tab was merged in. */
  | { readonly kind: 'kept'; readonly document: Document }
  /** What would be written could not be read again; what was there stays. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Under the id is something that can't be read or merged; it stays, and the document needs another id. */
  | { readonly kind: 'occupied' };

/** What was taken out of the library, to be put back as it was. */
export interface Forgotten {
  readonly id: string;
  readonly records: readonly (readonly [string, unknown])[];
}

export const ENTRY = 'entry:';
export const TEXT = 'text:';
const LAST = 'last';
const NEVER: Seen = { revisions: [], document: null };

/** The latest moment that a date can be. */
const LATEST = 8.64e15;
const isTime = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) <= LATEST;

function entryOf(id: string, value: unknown): Entry | null {
  if (typeof value !== 'object' || value === null) return null;
  const { name, calls, saved, since, revision } = value as Partial<Record<string, unknown>>;
  if (typeof name !== 'string' || typeof calls !== 'number' || typeof revision !== 'string') return null;
  // A clock that was wrong is no reason to lose a document.
  return { id, name, calls, revision, saved: isTime(saved) ? saved : 0, since: isTime(since) ? since : 0 };
}

function readText(text: unknown): Read<Document> {
  if (typeof text !== 'string') return { ok: false, error: 'its content is missing' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, error: 'it is damaged: what is kept is no JSON' };
  }
  return documentFromJson(value);
}

async function recordsOf(records: Records, id: string): Promise<{ entry: unknown; text: unknown }> {
  const [entry, text] = await Promise.all([records.get(ENTRY + id), records.get(TEXT + id)]);
  return { entry, text };
}

/** What to write where a copy is kept already: the document, the merge with it, or null when neither may replace it. */
function meet(kept: { entry: unknown; text: unknown }, ours: Document, seen: Seen, id: string): Document | null {
  if (kept.entry === undefined && kept.text === undefined) return ours;
  const entry = kept.entry === undefined ? null : entryOf(id, kept.entry);
  if (entry === null && kept.entry !== undefined) return null;
  if (entry !== null && seen.revisions.includes(entry.revision)) return ours;
  const theirs = readText(kept.text);
  return theirs.ok ? mergeDocuments(seen.document, ours, theirs.value) : null;
}

/** The same document, wherever its cursor stands. */
function sameContent(a: Document, b: Document): boolean {
  const text = (document: Document): string => JSON.stringify(documentToJson({ ...document, cursor: null, tip: null }));
  return a.nodes.length === b.nodes.length && a.name === b.name && text(a) === text(b);
}

/**
 * The library in a database.
 *
 * @param now the time in milliseconds since 1970
 * @param announce is told of each document that was written, with its new revision
 */
export function createLibrary(database: Database, now: () => number, announce: (id: string, revision: string) => void) {
  const list = (): Promise<Listed[]> =>
    database.transact('readonly', async (records) => {
      const entries = new Map((await records.list(ENTRY)).map(([key, value]) => [key.slice(ENTRY.length), value]));
      const texts = (await records.list(TEXT)).map(([key]) => key.slice(TEXT.length));
      const all = [...new Set([...entries.keys(), ...texts])].map((id): Listed => {
        const entry = entryOf(id, entries.get(id));
        return entry === null
          ? { id, entry, reason: 'its entry is damaged, or of another version of this page' }
          : { id, entry };
      });
      return all.toSorted((a, b) => (b.entry?.saved ?? 0) - (a.entry?.saved ?? 0));
    });

  const fetch = (id: string): Promise<Fetched> =>
    database.transact('readonly', async (records) => {
      const { entry, text } = await recordsOf(records, id);
      if (entry === undefined && text === undefined) {
        return { ok: false, missing: true, reason: 'the document is no longer kept here' };
      }
      const document = readText(text);
      if (!document.ok) return { ok: false, missing: false, reason: document.error };
      return { ok: true, copy: { document: document.value, revision: entryOf(id, entry)?.revision ?? '' } };
    });

  const keep = async (id: string, ours: Document, seen: Seen = NEVER, revision = newId()): Promise<Outcome> => {
    const written = documentText(ours);
    if (!written.ok) return { kind: 'refused', reason: written.error };
    const outcome = await database.transact('readwrite', async (records): Promise<Outcome> => {
      const kept = await recordsOf(records, id);
      const document = meet(kept, ours, seen, id);
      if (document === null) return { kind: 'occupied' };
      const text = document === ours ? written : documentText(document);
      if (!text.ok) return { kind: 'occupied' };
      const { name, nodes } = document;
      const since = entryOf(id, kept.entry)?.since ?? now();
      const old = typeof kept.entry === 'object' ? kept.entry : {};
      await records.put(TEXT + id, text.value);
      await records.put(ENTRY + id, { ...old, id, name, calls: nodes.length, saved: now(), since, revision });
      await records.put(LAST, id);
      return { kind: 'kept', document };
    });
    if (outcome.kind === 'kept') announce(id, revision);
    return outcome;
  };

  return {
    /** Every kept document, the latest first. Throws when the browser has no storage. */
    list,
    /** A kept document. Throws when the browser has no storage. */
    fetch,
    /**
     * Keeps a document under an id, merged with what other tabs kept there since `seen`.
     * Throws when the browser has no storage or no room; then what was there stays.
     */
    keep,
    /** What is kept under the id, as text for a file, whether or not it can be read. */
    raw: (id: string): Promise<string> =>
      database.transact('readonly', async (records) => {
        const { entry, text } = await recordsOf(records, id);
        return typeof text === 'string' ? text : JSON.stringify({ entry, text }, null, 1);
      }),
    /** Takes a document out, and answers what {@link putBack} needs. */
    forget: (id: string): Promise<Forgotten> =>
      database.transact('readwrite', async (records) => {
        const { entry, text } = await recordsOf(records, id);
        await records.remove(ENTRY + id);
        await records.remove(TEXT + id);
        const kept: [string, unknown][] = [
          [ENTRY + id, entry],
          [TEXT + id, text],
        ];
        return { id, records: kept.filter(([, value]) => value !== undefined) };
      }),
    /** Puts a forgotten document back, unless it was kept anew meanwhile. */
    putBack: ({ records: forgotten }: Forgotten): Promise<void> =>
      database.transact('readwrite', async (records) => {
        for (const [key, value] of forgotten) {
          if ((await records.get(key)) === undefined) await records.put(key, value);
        }
      }),
    /** The id of a kept document that is the very same, or null. */
    find: async (document: Document): Promise<string | null> => {
      for (const { id, entry } of await list()) {
        if (entry?.name !== document.name || entry.calls !== document.nodes.length) continue;
        const fetched = await fetch(id);
        if (fetched.ok && sameContent(fetched.copy.document, document)) return id;
      }
      return null;
    },
    /** The id of the document that was kept or opened last, or null. */
    last: (): Promise<string | null> =>
      database.transact('readonly', async (records) => {
        const id = await records.get(LAST);
        return typeof id === 'string' ? id : null;
      }),
    /** Says that the document was opened last. */
    touch: (id: string): Promise<void> => database.transact('readwrite', (records) => records.put(LAST, id)),
  };
}

export type Library = ReturnType<typeof createLibrary>;
