import { createContext, useContext, useDeferredValue } from 'react';
import { useStore } from 'zustand';
import { rulesFor, type Frame, type RuleSet, type State } from '../../src/index.ts';
import { currentState, type Playground, type PlaygroundState } from './playground.ts';
import type { UiState } from './ui.ts';
import type { Workspace } from './workspace.ts';

export const WorkspaceContext = createContext<Workspace | null>(null);

/** The workspace around the component. */
export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (workspace === null) throw new Error('there is no workspace around this component');
  return workspace;
}

/** The document's store of the workspace around the component. */
export function usePlaygroundStore(): Playground {
  return useWorkspace().playground;
}

/** A part of what is open; the component renders again when it changes. */
export function useUi<T>(select: (state: UiState) => T): T {
  return useStore(useWorkspace().ui, select);
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
