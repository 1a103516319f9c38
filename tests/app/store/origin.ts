/** What the tabs of one browser share, in memory: a database, a small storage, and a channel. */
import { IDBFactory } from 'fake-indexeddb';
import { expect, vi } from 'vitest';
import { append, newDocument, EMPTY_MACHINE, documentToJson, type Command, type Document } from '../../../src/index.ts';
import { createDatabase, type Database } from '../../../app/store/database.ts';
import { createKeeping } from '../../../app/store/keeping.ts';
import { createKeepingStatus } from '../../../app/store/keepingStatus.ts';
import type { SmallStorage } from '../../../app/store/journal.ts';
import { createPlayground } from '../../../app/workspace/playground.ts';
import { encodeLink } from '../../../app/store/share.ts';
import type { Channel } from '../../../app/store/tabs.ts';

export const ALLOC: Command = { op: 'ioas_alloc' };
export const DESTROY: Command = { op: 'destroy', id: 1 };

/** A document as the library has it. */
export const textOf = (document: Document): string => JSON.stringify(documentToJson(document));

export class MemoryStorage implements SmallStorage {
  readonly items = new Map<string, string>();
  get length(): number {
    return this.items.size;
  }
  key(at: number): string | null {
    return [...this.items.keys()][at] ?? null;
  }
  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }
  setItem(key: string, text: string): void {
    this.items.set(key, text);
  }
  removeItem(key: string): void {
    this.items.delete(key);
  }
}

export interface Origin {
  readonly factory: IDBFactory;
  readonly small: MemoryStorage;
  readonly takers: Set<(message: unknown) => void>;
  readonly database: Database;
}

export function createOrigin(): Origin {
  const factory = new IDBFactory();
  return { factory, small: new MemoryStorage(), takers: new Set(), database: createDatabase(() => factory) };
}

export interface TabOptions {
  readonly hash?: string;
  readonly state?: string | null;
  readonly channel?: boolean;
  /** A call made before keeping is loaded. */
  readonly early?: Command;
  readonly factory?: () => IDBFactory;
  /** What goes with the tab, and is there after a reload. */
  readonly session?: MemoryStorage;
}

/** A tab of the browser, not started. */
export function openTab(
  origin: Origin,
  { hash = '', state = null, channel = true, factory, early, session = new MemoryStorage() }: TabOptions = {},
) {
  const store = createPlayground(newDocument('start', EMPTY_MACHINE));
  const first = store.getState().document;
  if (early !== undefined) store.getState().run(early);
  const status = createKeepingStatus();
  const place = { hash, state };
  const reports: string[] = [];
  const timers: { readonly milliseconds: number; readonly task: () => void }[] = [];
  const asked = { persist: 0 };
  const takers = new Set<(message: unknown) => void>();
  const way: Channel = {
    send: (message) => {
      for (const take of origin.takers) if (!takers.has(take)) setTimeout(take, 0, structuredClone(message));
    },
    listen: (take) => {
      takers.add(take);
      origin.takers.add(take);
    },
    close: () => {
      for (const take of takers) origin.takers.delete(take);
    },
  };
  const keeping = createKeeping({
    store,
    first,
    status,
    factory: factory ?? (() => origin.factory),
    small: () => origin.small,
    session: () => session,
    channel: channel ? way : null,
    clock: {
      now: () => 1_700_000_000_000,
      after: (milliseconds, task) => {
        const timer = { milliseconds, task };
        timers.push(timer);
        return () => {
          if (timers.includes(timer)) timers.splice(timers.indexOf(timer), 1);
        };
      },
      afterFrame: (task) => {
        setTimeout(task, 0);
      },
    },
    place: {
      hash: () => place.hash,
      document: () => place.state,
      remember: (id, withoutHash) => {
        place.state = id;
        if (withoutHash) place.hash = '';
      },
    },
    report: (title, text) => {
      reports.push(`${title}: ${text}`);
    },
    persist: () => {
      asked.persist += 1;
    },
  });
  return { store, status, keeping, place, reports, timers, asked };
}

/** The commands of a document's log, each with the number of the one before it. */
export function logOf(document: Document): string[] {
  return document.nodes.map(({ parent, command }) => `${parent} ${command.op}`);
}

/** Every record that is kept, by its key. */
export async function recordsIn({ database }: Origin): Promise<Map<string, unknown>> {
  return database.transact('readonly', async (records) => new Map(await records.list('')));
}

export type Tab = ReturnType<typeof openTab>;
export const shown = ({ store }: Tab): Document => store.getState().document;
export const idOf = ({ store }: Tab): string => store.getState().documentId;
export const saved = (tab: Tab): Promise<void> => vi.waitFor(() => expect(tab.status.getState().saving).toBe('saved'));

/** A started tab. */
export async function started(origin: Origin, options: TabOptions = {}): Promise<Tab> {
  const tab = openTab(origin, options);
  await tab.keeping.start();
  return tab;
}

/** A document in the library, as a tab had made it. */
export async function kept(origin: Origin, id: string, document: Document): Promise<void> {
  const tab = openTab(origin, { channel: false });
  await tab.keeping.library.keep(id, document);
}

/** What the library has under the id. */
export async function keptDocument(origin: Origin, id: string): Promise<Document> {
  const fetched = await openTab(origin, { channel: false }).keeping.library.fetch(id);
  if (!fetched.ok) throw new Error(fetched.reason);
  return fetched.copy.document;
}

export const ONE = append(newDocument('one', EMPTY_MACHINE), ALLOC);
/** The hash of a link to the document. */
export const linkOf = async (document: Document): Promise<string> => {
  const link = await encodeLink(document);
  if (!link.ok) throw new Error(link.error);
  return link.value;
};
