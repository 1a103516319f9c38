import { createContext, useContext } from 'react';
import { usePlayground } from '../workspace/context.ts';
import type { Target } from '../view/targets.ts';

/** While a connection is drawn: the answer for each target by its node's reference. Which one is under the pointer is the store's. */
export interface TargetView {
  readonly device: number;
  readonly byRef: ReadonlyMap<string, Target>;
  /** The first rule that refuses a target, or what would happen. */
  readonly reasonOf: (target: Target) => string;
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
  readonly reason: string;
  readonly over: boolean;
  readonly dimmed: boolean;
} {
  const view = useContext(TargetContext);
  const target = view?.byRef.get(ref) ?? null;
  // Only the card that the pointer comes to, and the one that it leaves, draw again.
  const over = usePlayground(({ connecting }) => target !== null && connecting?.over === target.id);
  return {
    target,
    reason: view === null || target === null ? '' : view.reasonOf(target),
    over,
    dimmed: view !== null && target === null && ref !== `device:${view.device}`,
  };
}
