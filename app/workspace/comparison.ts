/** The nodes that are different between the call at the cursor and the one that it is compared with. */
import { useMemo } from 'react';
import { diffStates, type Change } from '../../src/index.ts';
import { useKernelState, usePlayground } from './context.ts';

export interface Comparison {
  /** The call that is compared with, counted from 1; 0 stands before the first. */
  readonly base: number;
  readonly changes: readonly Change[];
}

/** What led from the state after the marked call to the state on the screen, or null while none is marked. */
export function useComparison(): Comparison | null {
  const state = useKernelState();
  const marked = usePlayground((playground) => playground.marked);
  const frame = usePlayground((playground) =>
    playground.marked === null ? null : (playground.frames[playground.marked] ?? null),
  );
  return useMemo(
    () =>
      marked === null || frame === null ? null : { base: marked + 1, changes: diffStates(frame.outcome.next, state) },
    [marked, frame, state],
  );
}
