import type { Keeping } from '../store/keeping.ts';
import type { Rescue } from '../ui/errors.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { perform } from './effects.ts';

/** The longest that a person waits for the document to be kept, in milliseconds. */
const PATIENCE_MS = 3000;

/** What keeps the document of a workspace when a part of the page fails. It needs no part of the page. */
export function rescueOf(workspace: Workspace, keeping: Promise<Keeping>): Rescue {
  return {
    save: () => {
      perform(workspace, { do: 'save' });
    },
    /** True when all that was done is in the browser's storage; false when it keeps nothing, or takes too long. */
    kept: () =>
      Promise.race([
        keeping.then((one) => one.settled()).catch(() => false),
        new Promise<boolean>((resolve) => {
          setTimeout(() => {
            resolve(false);
          }, PATIENCE_MS);
        }),
      ]),
  };
}
