import { createContext, useContext } from 'react';
import type { Target } from '../view/targets.ts';

/** While a connection is drawn: the answer for each target by its node's reference, and which one is under the pointer. */
export interface TargetView {
  readonly device: number;
  readonly over: number | null;
  readonly byRef: ReadonlyMap<string, Target>;
}

export const TargetContext = createContext<TargetView | null>(null);

/** What is different about a node between two calls. */
export interface Difference {
  readonly made: boolean;
  readonly lines: readonly string[];
}

/** The nodes that a comparison of two calls marks. */
export const ChangeContext = createContext<ReadonlyMap<string, Difference>>(new Map());

/** What the node is for the connection being drawn: a target, the source, or in the background. */
export function useTargetOf(ref: string): {
  readonly target: Target | null;
  readonly over: boolean;
  readonly dimmed: boolean;
} {
  const view = useContext(TargetContext);
  if (view === null) return { target: null, over: false, dimmed: false };
  const target = view.byRef.get(ref) ?? null;
  return {
    target,
    over: target !== null && target.id === view.over,
    dimmed: target === null && ref !== `device:${view.device}`,
  };
}
