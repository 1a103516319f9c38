/** Keeps what is on the screen, a moment after each change, and brings it back. */
import { keep, lastDocument } from './library.ts';
import type { Playground } from './playground.ts';
import { decodeLink, isLink } from './share.ts';
import { ui } from './ui.ts';

const AFTER_MS = 300;

/** Opens what the address holds, else what was open last; says so when the address holds nothing that can be read. */
export async function restore(store: Playground): Promise<void> {
  const { hash } = window.location;
  if (isLink(hash)) {
    // The document is kept from now on; the address is free, and a reload brings back what was made of it.
    window.history.replaceState(null, '', window.location.pathname + window.location.search);
    const document = await decodeLink(hash);
    if (document.ok) store.getState().open(document.value);
    else ui.getState().report('The link could not be opened', document.error);
    if (document.ok) return;
  }
  try {
    const last = await lastDocument();
    if (last !== null && store.getState().opened === 0) store.getState().open(last.document, last.id);
  } catch {
    ui.getState().setSaving('failed');
  }
}

/** Keeps every document that is changed. Answers how to stop. */
export function startAutosave(store: Playground): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const save = async (): Promise<void> => {
    const { documentId, document } = store.getState();
    try {
      await keep(documentId, document);
      if (store.getState().document === document) ui.getState().setSaving('saved');
    } catch {
      ui.getState().setSaving('failed');
    }
  };
  const unsubscribe = store.subscribe((state, before) => {
    if (state.document === before.document) return;
    if (state.documentId !== before.documentId) {
      ui.getState().setSaving('unchanged');
      return;
    }
    ui.getState().setSaving('saving');
    clearTimeout(timer);
    timer = setTimeout(() => void save(), AFTER_MS);
  });
  const flush = (): void => {
    if (ui.getState().saving === 'saving') void save();
  };
  window.addEventListener('pagehide', flush);
  return () => {
    unsubscribe();
    clearTimeout(timer);
    window.removeEventListener('pagehide', flush);
  };
}
