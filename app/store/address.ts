/**
 * The page's address. A link brings a document, which is kept under an id of its own; the browser's history remembers
 * which document each of its entries showed. Any other hash belongs to someone else.
 */
import type { Document } from '../../src/index.ts';
import type { Autosave } from './autosave.ts';
import { storageProblem } from './database.ts';
import { newId } from '../workspace/ids.ts';
import type { KeepingStatus } from './keepingStatus.ts';
import type { Library } from './library.ts';
import type { Playground } from '../workspace/playground.ts';
import { decodeLink, isLink } from './share.ts';

/** Where the page is, and what the entry of the history says. */
export interface Place {
  readonly hash: () => string;
  /** The document that the entry of the history showed, or null. */
  readonly document: () => string | null;
  /** Remembers the document in the entry; takes the hash out of the address when asked. */
  readonly remember: (id: string, withoutHash: boolean) => void;
}

export interface AddressParts {
  readonly store: Playground;
  /** What the store showed at first. */
  readonly first: Document;
  readonly status: KeepingStatus;
  readonly library: Library;
  readonly autosave: Autosave;
  readonly place: Place;
  /** What was noted down about a document that the library does not have, or null. */
  readonly noted: (id: string) => Document | null;
  readonly report: (title: string, text: string) => void;
}

/** Opens what the address and the history say. */
export function createAddress({ store, first, status, library, autosave, place, noted, report }: AddressParts) {
  let turn: Promise<void> = Promise.resolve();

  /** Shows the document of a link: the kept one when it is the same, else a new one, which is kept at once. */
  const showLinked = async (document: Document): Promise<void> => {
    const found = await library.find(document).catch(() => null);
    const fetched = found === null ? null : await library.fetch(found).catch(() => null);
    if (found !== null && fetched?.ok === true) {
      const { tip, cursor } = document;
      autosave.show(found, fetched.copy, { ...fetched.copy.document, tip, cursor });
      place.remember(found, true);
      return;
    }
    const id = newId();
    store.getState().open(document, id);
    place.remember(id, await autosave.keepNow(id, document));
  };

  const leave = async (): Promise<void> => void (await autosave.keepShown());

  const openLink = async (hash: string, before: () => Promise<void>): Promise<boolean> => {
    const document = await decodeLink(hash);
    if (document.ok) {
      await before();
      await showLinked(document.value);
    } else report('The link could not be opened', document.error);
    return document.ok;
  };

  /** Shows a document by its id; answers why it can't be shown, or null. */
  const openKept = async (id: string): Promise<string | null> => {
    const unkept = autosave.unkept(id);
    if (unkept !== null) {
      store.getState().open(unkept, id);
      return null;
    }
    try {
      const fetched = await library.fetch(id);
      if (!fetched.ok) return fetched.reason;
      autosave.show(id, fetched.copy);
      await library.touch(id);
      return null;
    } catch (cause) {
      return `It could not be fetched: ${storageProblem(cause)}.`;
    }
  };

  /** Shows what was noted down about the document of this entry of the history; false where there is nothing, or a person was quicker. */
  const showNoted = (): boolean => {
    const id = place.document();
    const document = id === null ? null : noted(id);
    if (id === null || document === null || store.getState().document !== first) return false;
    store.getState().open(document, id);
    return true;
  };

  /** Shows what this entry of the history showed, else what was open last, unless a person was quicker. */
  const restore = async (): Promise<void> => {
    const own = place.document();
    let id = own;
    let fetched = own === null ? null : await library.fetch(own);
    if (fetched === null || (!fetched.ok && fetched.missing)) {
      if (showNoted()) return;
      id = await library.last();
      fetched = id === null ? null : await library.fetch(id);
    }
    const untouched = store.getState().document === first;
    if (id === null || fetched === null || !untouched) return;
    if (fetched.ok) autosave.show(id, fetched.copy);
    else if (!fetched.missing) report("The document that was open last can't be read", unreadable(fetched.reason));
  };

  const changed = async (): Promise<void> => {
    const hash = place.hash();
    const id = place.document();
    if (id === null) {
      // The entry of the history is new: it shows what a link brings, or what is shown now, also after a reload.
      if (isLink(hash) && (await openLink(hash, leave))) return;
      place.remember(store.getState().documentId, false);
      return;
    }
    if (id === store.getState().documentId) return;
    await leave();
    const reason = await openKept(id);
    // A link stays in the address until its document is kept.
    if (reason !== null && !(isLink(hash) && (await openLink(hash, leave))))
      report('The document was not opened', reason);
  };

  return {
    /** Opens what is there at the start. */
    start: async (): Promise<void> => {
      const hash = place.hash();
      const linked = isLink(hash) && (await openLink(hash, () => Promise.resolve()));
      try {
        if (!linked) await restore();
      } catch (cause) {
        showNoted();
        status.setState({ saving: 'failed', reason: storageProblem(cause) });
      }
      place.remember(store.getState().documentId, false);
      store.subscribe((state, before) => {
        if (state.documentId !== before.documentId) place.remember(state.documentId, false);
      });
    },
    /** Looks at the address again; one look after the other. */
    changed: (): Promise<void> => {
      // One that failed was said by whoever asked for it, and is no reason to stay.
      turn = turn.catch(() => undefined).then(changed);
      return turn;
    },
    openKept,
  };
}

function unreadable(reason: string): string {
  return `${reason[0]?.toUpperCase()}${reason.slice(1)}. It stays as it is. "Documents" lists it and saves it as a file.`;
}
