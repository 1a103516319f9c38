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
