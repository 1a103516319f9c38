import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { Keeping } from './keeping.ts';
import type { KeepingState, KeepingStatus } from './keepingStatus.ts';

/** What the page says about keeping, and what keeps, which is loaded behind the first picture. */
export interface KeepingParts {
  readonly status: KeepingStatus;
  readonly keeping: Promise<Keeping>;
}

export const KeepingContext = createContext<KeepingParts | null>(null);

function useParts(): KeepingParts {
  const parts = use(KeepingContext);
  if (parts === null) throw new Error('nothing keeps documents around this component');
  return parts;
}

/** What keeps documents in this browser. Suspends until it is loaded. */
export function useKeeping(): Keeping {
  return use(useParts().keeping);
}

/** A part of what the page says about keeping; the component renders again when it changes. */
export function useKeepingState<T>(select: (state: KeepingState) => T): T {
  return useStore(useParts().status, select);
}

/** Shows a notice until it is closed; null closes it. */
export function useNotify(): (notice: string | null) => void {
  const { status } = useParts();
  return (notice) => {
    status.setState({ notice });
  };
}
