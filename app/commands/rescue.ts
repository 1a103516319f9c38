import type { Playground } from '../store/playground.ts';
import { ui } from '../store/ui.ts';
import type { Rescue } from '../ui/failure.ts';
import { action } from './actions.ts';

/** The longest that a person waits for the document to be kept, in milliseconds. */
const PATIENCE_MS = 3000;

/** Waits until nothing is being saved. False when the browser keeps nothing, or takes too long. */
async function saved(): Promise<boolean> {
  const settled = (): boolean => ui.getState().saving !== 'saving';
  if (!settled())
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, PATIENCE_MS);
      const unsubscribe = ui.subscribe(() => {
        if (settled()) done();
      });
      function done(): void {
        clearTimeout(timer);
        unsubscribe();
        resolve();
      }
    });
  return settled() && ui.getState().saving !== 'failed';
}

/** What keeps the document of a store when a part of the page fails. It needs no part of the page. */
export function rescueOf(store: Playground): Rescue {
  return {
    save: () => {
      action('save').run(store);
    },
    kept: saved,
  };
}
