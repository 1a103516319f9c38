import { createContext, useContext, useDeferredValue } from 'react';
import { useStore } from 'zustand';
import { rulesFor, type Frame, type RuleSet, type State } from '../../src/index.ts';
import { currentState, type Playground, type PlaygroundState } from './playground.ts';

export const PlaygroundContext = createContext<Playground | null>(null);

/** The store of the page around the component. */
export function usePlaygroundStore(): Playground {
  const store = useContext(PlaygroundContext);
  if (store === null) throw new Error('there is no playground around this component');
  return store;
}

/** A part of the playground's state; the component renders again when it changes. */
export function usePlayground<T>(select: (state: PlaygroundState) => T): T {
  return useStore(usePlaygroundStore(), select);
}

/** The kernel's state that the screen shows. */
export function useKernelState(): State {
  return usePlayground(currentState);
}

/**
 * The same for what stands beside the canvas. It may lag a frame behind: a call is on the canvas at once, and what surrounds the canvas
 * renders after it, without holding up the next frame.
 */
export function useKernelStateBeside(): State {
  return useDeferredValue(useKernelState());
}

/** The call at the cursor with its outcome, or null before the first. */
export function useFrame(): Frame | null {
  return usePlayground((state) => state.frames[state.position] ?? null);
}

/** The rules of the document's rule set. */
export function useRules(): RuleSet {
  return usePlayground((state) => rulesFor(state.document.rules));
}
