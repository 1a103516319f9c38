/** What the page says about keeping. */
import { createStore } from 'zustand/vanilla';

export interface KeepingState {
  /** Whether the document on the screen is kept. */
  readonly saving: 'unchanged' | 'saving' | 'saved' | 'failed';
  /** Why it is not, as the end of a sentence. */
  readonly reason: string;
  /** How many other tabs show the document. */
  readonly elsewhere: number;
  /** How many calls came in from them since the document was opened or changed here. */
  readonly cameIn: number;
  /** How many documents besides it could not be kept. */
  readonly others: number;
  /** Something that a person should know, until it is closed. */
  readonly notice: string | null;
}

export function createKeepingStatus() {
  return createStore<KeepingState>()(() => ({
    saving: 'unchanged',
    reason: '',
    elsewhere: 0,
    cameIn: 0,
    others: 0,
    notice: null,
  }));
}

export type KeepingStatus = ReturnType<typeof createKeepingStatus>;

/** How many calls came in from other tabs, as a person reads it. */
export function cameInText(calls: number): string {
  return `${calls} ${calls === 1 ? 'call' : 'calls'} from another tab`;
}
