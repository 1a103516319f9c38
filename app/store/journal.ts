/**
 * Changes that were still on their way into the library when the page was left. The browser's small storage takes them
 * at once, where the database would be too late; the next tab that starts merges them and takes them away.
 */
import { documentFromJson, documentToJson, type Document, type Read } from '../../src/index.ts';

/** The part of the browser's small storage that the journal needs. */
export type SmallStorage = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>;

export interface Note {
  readonly id: string;
  /** The revisions in the library that the document has everything of. */
  readonly revisions: readonly string[];
  readonly document: Document;
}

const JOURNAL = 'iommufd-playground:journal:';
const ASIDE = 'iommufd-playground:damaged:';
/** The most characters of one note; the small storage holds about five million. */
const LONGEST = 2_000_000;

function readNote(text: string): Read<Note> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, error: 'it is no JSON' };
  }
  if (typeof value !== 'object' || value === null) return { ok: false, error: 'it is no object' };
  const { id, revisions, document: json } = value as Partial<Record<string, unknown>>;
  if (typeof id !== 'string' || !Array.isArray(revisions)) return { ok: false, error: 'it does not say of what it is' };
  const document = documentFromJson(json);
  return document.ok
    ? { ok: true, value: { id, revisions: revisions.map(String), document: document.value } }
    : document;
}

function keysOf(storage: SmallStorage, prefix: string): string[] {
  const keys = Array.from({ length: storage.length }, (_, at) => storage.key(at));
  return keys.filter((key): key is string => key?.startsWith(prefix) === true);
}

/**
 * The journal of a tab.
 *
 * @param storage hands out the browser's small storage; it may throw where storage is forbidden
 */
export function createJournal(storage: () => SmallStorage, tab: string) {
  const keyOf = (id: string): string => `${JOURNAL}${tab}:${id}`;
  const attempt = <T>(work: (small: SmallStorage) => T, otherwise: T): T => {
    try {
      return work(storage());
    } catch {
      return otherwise;
    }
  };
  return {
    /** Notes a document down; false when it is too long, or there is no room. */
    write: ({ id, revisions, document }: Note): boolean => {
      const text = JSON.stringify({ id, revisions, document: documentToJson(document) });
      return (
        text.length <= LONGEST &&
        attempt((small) => {
          small.setItem(keyOf(id), text);
          return true;
        }, false)
      );
    },
    /** Takes this tab's note about a document away: the library has it. */
    clear: (id: string): void => {
      attempt((small) => {
        small.removeItem(keyOf(id));
      }, undefined);
    },
    /** The notes of all tabs, each with its key; null stands for one that can't be read. */
    notes: (): { readonly key: string; readonly text: string; readonly note: Note | null }[] =>
      attempt(
        (small) =>
          keysOf(small, JOURNAL).map((key) => {
            const text = small.getItem(key) ?? '';
            const note = readNote(text);
            return { key, text, note: note.ok ? note.value : null };
          }),
        [],
      ),
    /** Takes a note away, unless it changed after it was read. */
    remove: (key: string, text: string): void => {
      attempt((small) => {
        if (small.getItem(key) === text) small.removeItem(key);
      }, undefined);
    },
    /** Keeps a note that can't be used out of the way. */
    setAside: (key: string, text: string): void => {
      attempt((small) => {
        small.setItem(key.replace(JOURNAL, ASIDE), text);
        small.removeItem(key);
      }, undefined);
    },
    /** The notes that were set aside. */
    aside: (): { readonly key: string; readonly text: string }[] =>
      attempt((small) => keysOf(small, ASIDE).map((key) => ({ key, text: small.getItem(key) ?? '' })), []),
  };
}

export type Journal = ReturnType<typeof createJournal>;
