/** All that keeps documents in this browser, put together. */
import type { Document } from '../../src/index.ts';
import { createAddress, type Place } from './address.ts';
import { createAutosave } from './autosave.ts';
import type { Clock } from './clock.ts';
import { createDatabase } from './database.ts';
import { newId } from '../workspace/ids.ts';
import { createJournal, type SmallStorage } from './journal.ts';
import type { KeepingStatus } from './keepingStatus.ts';
import { createLibrary } from './library.ts';
import type { Playground } from '../workspace/playground.ts';
import { createTabs, type Channel } from './tabs.ts';
import { takeOver } from './takeover.ts';

export interface KeepingParts {
  readonly store: Playground;
  /** What the store showed at first. */
  readonly first: Document;
  readonly status: KeepingStatus;
  /** Hand out the browser's storages; they may throw where storage is forbidden. */
  readonly factory: () => IDBFactory;
  readonly small: () => SmallStorage;
  /** The storage that goes with the tab. */
  readonly session: () => SmallStorage;
  readonly channel: Channel | null;
  readonly clock: Clock;
  readonly place: Place;
  readonly report: (title: string, text: string) => void;
  /** Asks the browser not to clear what is kept. */
  readonly persist: () => void;
}

const ASIDE =
  'Some last changes could not be read. They are set aside; "Documents" lists them and saves them as a file.';

/** Keeps what is done in the store, and shows in it what was kept. */
export function createKeeping(parts: KeepingParts) {
  const { store, first, status, factory, small, session, channel, clock, place, report, persist } = parts;
  const tab = newId();
  const database = createDatabase(factory);
  const journal = createJournal(small, tab);
  /** The document on the screen while it is in no library, so that a reload of the tab shows it again. */
  const shown = createJournal(session, 'shown');
  const library = createLibrary(database, clock.now, (id, revision) => {
    tabs.kept(id, revision);
  });
  const autosave = createAutosave({ store, first, status, library, journal, clock, firstKept: persist });
  const count = (): void => {
    const elsewhere = tabs.showing(store.getState().documentId);
    if (elsewhere !== status.getState().elsewhere) status.setState({ elsewhere });
  };
  const tabs = createTabs(channel, tab, clock, {
    kept: (id) => {
      if (id === store.getState().documentId) void autosave.pull(id);
    },
    changed: count,
  });
  const noted = (id: string): Document | null => {
    const notes = [...journal.notes(), ...shown.notes()].flatMap(({ note }) =>
      note?.id === id ? [note.document] : [],
    );
    return notes[0] ?? null;
  };
  const address = createAddress({ store, first, status, library, autosave, place, noted, report });

  /** Brings what the journal has into the library. A note goes only when its content is there, or set aside. */
  const recover = async (): Promise<void> => {
    for (const { key, text, note } of journal.notes()) {
      let outcome = null;
      if (note !== null) {
        outcome = await library.keep(note.id, note.document, { revisions: note.revisions, document: null });
        if (outcome.kind === 'occupied') outcome = await library.keep(newId(), note.document);
      }
      if (outcome?.kind === 'kept') journal.remove(key, text);
      else {
        journal.setAside(key, text);
        status.setState({ notice: ASIDE });
      }
    }
  };

  const unsubscribe = store.subscribe((state, before) => {
    if (state.documentId === before.documentId) return;
    tabs.show(state.documentId);
    count();
  });

  return {
    library,
    journal,
    tabs,
    /** Opens what the address and the library have. Settles always; what is wrong is said on the page. */
    start: async (): Promise<void> => {
      try {
        await takeOver(factory, database);
        await recover();
      } catch {
        // The library says what is wrong when it is asked for a document; the rest is done at the next start.
      }
      await address.start();
      tabs.show(store.getState().documentId);
      tabs.ask();
    },
    addressChanged: address.changed,
    /** Opens a kept document; answers why it can't be opened, or null. */
    open: async (id: string): Promise<string | null> => {
      await autosave.flush();
      return address.openKept(id);
    },
    /** The documents besides the one on the screen that could not be kept, with their ids. */
    stranded: autosave.stranded,
    /** Keeps the document on the screen; answers whether a reload finds it as it is. */
    settled: autosave.keepShown,
    /** The page may go: false when something could neither be kept nor noted down. */
    leaving: (): boolean => {
      void autosave.flush();
      const { documentId, document } = store.getState();
      if (document === first || autosave.isKept(documentId)) shown.clear(documentId);
      else shown.write({ id: documentId, revisions: [], document });
      return autosave.note();
    },
    /** The page is gone, as far as other tabs are concerned. */
    left: (): void => {
      tabs.leave();
    },
    /** The page is looked at again. */
    returned: (): void => {
      tabs.show(store.getState().documentId);
      tabs.ask();
      void autosave.flush();
      void autosave.pull(store.getState().documentId);
    },
    stop: (): void => {
      unsubscribe();
      autosave.stop();
      tabs.close();
    },
  };
}

export type Keeping = ReturnType<typeof createKeeping>;
