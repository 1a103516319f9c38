/** Long work in pieces: the page stays awake, says how far it is, and can give it up. */

export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** How long a piece takes at most, in milliseconds, and how many steps are made at once before anyone is told. */
const PIECE_MS = 12;
const AT_ONCE = 32;

/** Calls a task as soon as the page has drawn and answered what waits. */
export type Soon = (task: () => void) => void;

export const soon: Soon = (task) => {
  setTimeout(task, 0);
};

/**
 * Drives a generator to its end: short work at once, long work in pieces.
 *
 * @param said is told of the progress before each piece
 * @returns what gives the work up; nothing is called any more afterwards
 */
export function inPieces<T>(
  work: Generator<Progress, T, undefined>,
  finished: (result: T) => void,
  said: (progress: Progress) => void,
  later: Soon = soon,
): () => void {
  let stopped = false;
  const piece = (most: (steps: number) => boolean): void => {
    if (stopped) return;
    let steps = 0;
    for (;;) {
      const next = work.next();
      if (next.done === true) {
        stopped = true;
        finished(next.value);
        return;
      }
      steps += 1;
      if (most(steps)) {
        said(next.value);
        later(() => {
          const until = performance.now() + PIECE_MS;
          piece(() => performance.now() >= until);
        });
        return;
      }
    }
  };
  piece((steps) => steps >= AT_ONCE);
  return () => {
    stopped = true;
  };
}
