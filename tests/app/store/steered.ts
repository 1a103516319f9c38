/** Autosaving in the hands of a test: it says when the library answers, when a frame is drawn, and when a timer ends. */
import { append, EMPTY_MACHINE, newDocument, type Document } from '../../../src/index.ts';
import { createAutosave } from '../../../app/store/autosave.ts';
import { createJournal, type Note } from '../../../app/store/journal.ts';
import { createKeepingStatus } from '../../../app/store/keepingStatus.ts';
import type { Copy, Fetched, Library, Outcome, Seen } from '../../../app/store/library.ts';
import { createPlayground } from '../../../app/workspace/playground.ts';
import { DESTROY } from './origin.ts';

export const EMPTY = newDocument('mine', EMPTY_MACHINE);

interface Keep {
  readonly id: string;
  readonly document: Document;
  readonly seen: Seen;
  readonly revision: string;
  /** The library's answer; without one it kept what it was given. */
  readonly answer: (outcome?: Outcome) => void;
  readonly fail: (cause: unknown) => void;
}

/** Lets everything that waits for nothing but its turn go on. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Autosaving with a library that answers when the test says so, a clock driven by hand, and notes in a map. */
export function setUp(shown: Document = EMPTY) {
  const store = createPlayground(shown);
  const status = createKeepingStatus();
  const keeps: Keep[] = [];
  const fetches: { readonly id: string; readonly answer: (fetched: Fetched) => void; readonly fail: () => void }[] = [];
  const library = {
    keep: (id: string, document: Document, seen: Seen, revision: string) =>
      new Promise<Outcome>((resolve, reject) => {
        const answer = (outcome: Outcome = { kind: 'kept', document }): void => {
          resolve(outcome);
        };
        keeps.push({ id, document, seen, revision, answer, fail: reject });
      }),
    fetch: (id: string) =>
      new Promise<Fetched>((resolve, reject) => {
        fetches.push({
          id,
          answer: resolve,
          fail: () => {
            reject(new Error('no storage'));
          },
        });
      }),
  } as unknown as Library;
  const notes = new Map<string, Note>();
  const journal = {
    ...createJournal(() => localStorage, 'tab'),
    write: (note: Note) => {
      notes.set(note.id, note);
      return true;
    },
    clear: (id: string) => {
      notes.delete(id);
    },
  };
  const frames: (() => void)[] = [];
  const timers: { readonly after: number; readonly task: () => void; off: boolean }[] = [];
  let firstKept = 0;
  const autosave = createAutosave({
    store,
    first: EMPTY,
    status,
    library,
    journal,
    clock: {
      now: () => 0,
      after: (after, task) => {
        const timer = { after, task, off: false };
        timers.push(timer);
        return () => {
          timer.off = true;
        };
      },
      afterFrame: (task) => {
        frames.push(task);
      },
    },
    firstKept: () => {
      firstKept += 1;
    },
  });
  const keepAt = (at: number): Keep => {
    const keep = keeps[at];
    if (keep === undefined) throw new Error(`there is no write ${at}`);
    return keep;
  };
  return {
    store,
    status,
    keeps,
    keepAt,
    fetches,
    notes,
    frames,
    timers,
    autosave,
    firstKept: () => firstKept,
    id: () => store.getState().documentId,
    shown: () => store.getState().document,
    ops: () => store.getState().document.nodes.map(({ command }) => command.op),
    /** The next picture is on the screen: what was to be written then is on its way. */
    frame: async (): Promise<void> => {
      for (const task of frames.splice(0)) task();
      await settled();
    },
    /** The library's answer to the write, and what comes of it. */
    answers: async (at: number, outcome?: Outcome): Promise<void> => {
      keepAt(at).answer(outcome);
      await settled();
    },
    /** What the library has is shown. */
    show: (document: Document, revision = 'r0'): Copy => {
      const copy = { document, revision };
      autosave.show('kept', copy);
      return copy;
    },
  };
}

/** The document as it is with a call made by another tab. */
export const elsewhere = (document: Document): Document => append({ ...document, cursor: document.tip }, DESTROY);
