import { useSyncExternalStore } from 'react';

/** How much room there is: all panels, without the inspector, or one at a time. */
export type Width = 'full' | 'medium' | 'narrow';

const FULL = '(min-width: 1200px)';
const MEDIUM = '(min-width: 1000px)';

function subscribe(notify: () => void): () => void {
  const queries = [FULL, MEDIUM].map((query) => window.matchMedia(query));
  for (const query of queries) query.addEventListener('change', notify);
  return () => {
    for (const query of queries) query.removeEventListener('change', notify);
  };
}

function read(): Width {
  if (window.matchMedia(FULL).matches) return 'full';
  return window.matchMedia(MEDIUM).matches ? 'medium' : 'narrow';
}

/** The room that the window offers now. */
export function useWidth(): Width {
  return useSyncExternalStore(subscribe, read);
}

const COMPACT = '(max-width: 599px)';

function subscribeCompact(notify: () => void): () => void {
  const query = window.matchMedia(COMPACT);
  query.addEventListener('change', notify);
  return () => {
    query.removeEventListener('change', notify);
  };
}

/** True on a phone: cards are small and the memory stands below its IOAS. */
export function useCompact(): boolean {
  return useSyncExternalStore(subscribeCompact, () => window.matchMedia(COMPACT).matches);
}
