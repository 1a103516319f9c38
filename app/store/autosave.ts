/**
 * Keeps what is done to a document from the moment on when it is done. One write is under way at a time; what happens
 * meanwhile is written right after it, so nothing waits for a pause.
 */
import { mergeDocuments, type Document } from '../../src/index.ts';
import type { Clock } from './clock.ts';
import { storageProblem } from './database.ts';
import { newId } from '../workspace/ids.ts';
import type { Journal } from './journal.ts';
import { cameInText, type KeepingState, type KeepingStatus } from './keepingStatus.ts';
import type { Copy, Library, Seen } from './library.ts';
import type { Playground } from '../workspace/playground.ts';

const BESIDE =
  "What this browser has under the document's name can't be read or merged. It stays, and your work is kept beside it.";
const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 60_000;

export interface AutosaveParts {
  readonly store: Playground;
  /** What the store showed at first; when it shows something else now, that is a change. */
  readonly first: Document;
  readonly status: KeepingStatus;
  readonly library: Library;
  readonly journal: Journal;
  readonly clock: Clock;
  /** Is called once, after the first change was kept. */
  readonly firstKept: () => void;
}

/** A document on its way into the library. */
interface Write {
  readonly id: string;
  readonly document: Document;
  readonly revision: string;
}

/** Keeps every document that is changed in the store. */
export function createAutosave({ store, first, status, library, journal, clock, firstKept }: AutosaveParts) {
  /** The latest of each document that is not kept yet. */
  const waiting = new Map<string, Document>();
  const seen = new Map<string, Copy>();
  /** Documents that other tabs kept while this one was about to write them. */
  const missed = new Set<string>();
  const noted = new Set<string>();
  /** Documents that could not be read back, so that the library has an older one or none. */
  const refused = new Map<string, Document>();
  let writing: Write | null = null;
  let draining: Promise<void> | null = null;
  let scheduled = false;
  /** The document that came from the library, so that showing it is no change. */
  let quiet: Document | null = null;
  let failing = false;
  let retryMs = FIRST_RETRY_MS;
  let stopRetry = (): void => undefined;
  let changed = false;
  let asked = false;

  const say = (id: string, change: Partial<KeepingState>): void => {
    if (store.getState().documentId === id) status.setState(change);
  };
  /** Documents besides the one on the screen that are not in the library, and will not be by themselves. */
  const stranded = (): readonly (readonly [string, Document])[] => {
    const shown = store.getState().documentId;
    return [...new Map([...refused, ...(failing ? waiting : [])])].filter(([id]) => id !== shown);
  };
  const count = (): void => {
    const others = stranded().length;
    if (others !== status.getState().others) status.setState({ others });
  };
  const absorb = (document: Document, id?: string): void => {
    quiet = document;
    store.getState().absorb(document, id);
  };
  const knownOf = (id: string): Seen => {
    const copy = seen.get(id);
    return { revisions: copy === undefined ? [] : [copy.revision], document: copy?.document ?? null };
  };

  /** Brings what another tab did into what is on the screen, and into what still waits. Answers what is on the screen then; null when nothing fits. */
  const takeIn = (id: string, base: Document | null, theirs: Document): Document | null => {
    const queued = waiting.get(id);
    const shown = store.getState().documentId === id ? store.getState().document : undefined;
    const merged = shown === undefined ? null : mergeDocuments(base, shown, theirs);
    if (queued !== undefined) {
      waiting.set(id, (queued === shown ? merged : mergeDocuments(base, queued, theirs)) ?? queued);
    }
    if (shown === undefined || merged === null || merged === shown) return merged;
    const calls = merged.nodes.length - shown.nodes.length;
    absorb(merged);
    if (calls > 0) {
      const cameIn = status.getState().cameIn + calls;
      status.setState({ cameIn });
      store.getState().announce(cameInText(cameIn));
    }
    return merged;
  };

  /** Gives the document an id of its own: what lies under the old one stays. */
  const moveAway = ({ id, document }: Write): void => {
    const other = newId();
    waiting.set(other, waiting.get(id) ?? document);
    waiting.delete(id);
    seen.delete(id);
    if (noted.delete(id)) journal.clear(id);
    if (store.getState().documentId === id) absorb(store.getState().document, other);
    status.setState({ notice: BESIDE });
  };

  const settle = (write: Write, outcome: Awaited<ReturnType<Library['keep']>>): void => {
    const { id, document, revision } = write;
    if (outcome.kind === 'occupied') {
      moveAway(write);
      return;
    }
    if (outcome.kind === 'refused') {
      refused.set(id, document);
      if (!waiting.has(id)) say(id, { saving: 'failed', reason: `it could not be read back: ${outcome.reason}` });
      return;
    }
    refused.delete(id);
    seen.set(id, { document: outcome.document, revision });
    if (outcome.document !== document) takeIn(id, document, outcome.document);
    if (!waiting.has(id)) {
      say(id, { saving: 'saved', reason: '' });
      if (noted.delete(id)) journal.clear(id);
    }
    if (changed && !asked) firstKept();
    asked ||= changed;
  };

  const drain = async (): Promise<void> => {
    stopRetry();
    failing = false;
    for (const [id, document] of waiting) {
      waiting.delete(id);
      writing = { id, document, revision: newId() };
      try {
        const outcome = await library.keep(id, document, knownOf(id), writing.revision);
        const write = writing;
        writing = null;
        retryMs = FIRST_RETRY_MS;
        settle(write, outcome);
      } catch (cause) {
        writing = null;
        failing = true;
        if (!waiting.has(id)) waiting.set(id, document);
        say(id, { saving: 'failed', reason: storageProblem(cause) });
        stopRetry = clock.after(retryMs, () => void flush());
        retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
        count();
        return;
      }
      if (!waiting.has(id) && missed.delete(id)) await pull(id);
    }
    count();
  };

  /** Writes what waits; answers when it is written, or could not be. */
  const flush = async (): Promise<void> => {
    draining ??= drain().finally(() => {
      draining = null;
    });
    await draining;
    if (waiting.size > 0 && !failing) await flush();
  };

  const change = (id: string, document: Document): void => {
    waiting.set(id, document);
    if (scheduled || draining !== null) return;
    scheduled = true;
    clock.afterFrame(() => {
      scheduled = false;
      void flush();
    });
  };

  /** Shows what another tab has kept. What is about to be written here meets it there. */
  const pull = async (id: string): Promise<void> => {
    if (waiting.has(id) || writing?.id === id) {
      missed.add(id);
      return;
    }
    const fetched = await library.fetch(id).catch(() => null);
    if (fetched?.ok !== true || store.getState().documentId !== id) return;
    if (waiting.has(id) || writing?.id === id) {
      missed.add(id);
      return;
    }
    const base = seen.get(id);
    if (base?.revision === fetched.copy.revision) return;
    const { document: theirs } = fetched.copy;
    const merged = takeIn(id, base?.document ?? null, theirs);
    if (merged === null) return;
    seen.set(id, fetched.copy);
    if (mergeDocuments(theirs, theirs, merged) !== theirs) change(id, merged);
  };

  const unsubscribe = store.subscribe((state, before) => {
    if (state.document === before.document && state.documentId === before.documentId) return;
    if (state.document === quiet && state.documentId === before.documentId) return;
    if (state.documentId !== before.documentId) {
      const saving = waiting.has(state.documentId) ? 'saving' : seen.has(state.documentId) ? 'saved' : 'unchanged';
      status.setState({ saving, reason: '', cameIn: 0 });
      count();
      if (waiting.size > 0) void flush();
      return;
    }
    status.setState({ cameIn: 0, ...(status.getState().saving === 'failed' ? {} : { saving: 'saving' }) });
    changed = true;
    change(state.documentId, state.document);
  });

  const start = store.getState();
  if (start.document !== first) {
    status.setState({ saving: 'saving' });
    change(start.documentId, start.document);
  }

  /** The document of the id when it is not in the library, or null. */
  const unkept = (id: string): Document | null =>
    waiting.get(id) ?? (writing?.id === id ? writing.document : null) ?? refused.get(id) ?? null;

  /** True when all that was done to the document is in the library. */
  const isKept = (id: string): boolean => seen.has(id) && unkept(id) === null;

  /** Keeps a document as it is; answers whether it is kept now. */
  const keepNow = async (id: string, document: Document): Promise<boolean> => {
    waiting.set(id, document);
    await flush();
    return isKept(id);
  };

  return {
    flush,
    pull,
    keepNow,
    /** Keeps what is on the screen, so that there is a way back to it; answers whether it is kept now. */
    keepShown: async (): Promise<boolean> => {
      const { documentId, document } = store.getState();
      return isKept(documentId) || keepNow(documentId, document);
    },
    unkept,
    isKept,
    stranded,
    /** Shows a document of the library. */
    show: (id: string, copy: Copy, document = copy.document): void => {
      seen.set(id, copy);
      quiet = document;
      store.getState().open(document, id);
    },
    /** Notes down at once what is not in the library yet; false when something of it could not be. */
    note: (): boolean => {
      const all = new Map([
        ...refused,
        ...(writing === null ? [] : [[writing.id, writing.document] as const]),
        ...waiting,
      ]);
      let noteTaken = true;
      for (const [id, document] of all) {
        const revisions = [seen.get(id)?.revision, writing?.id === id ? writing.revision : undefined];
        noted.add(id);
        noteTaken =
          journal.write({ id, document, revisions: revisions.filter((one) => one !== undefined) }) && noteTaken;
      }
      return noteTaken;
    },
    stop: (): void => {
      unsubscribe();
      stopRetry();
    },
  };
}

export type Autosave = ReturnType<typeof createAutosave>;
