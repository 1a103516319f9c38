/** What is shown for a while and is no part of the document: each thing belongs to something, and goes with it. */
import type { RuleChoice } from '../../src/index.ts';
import type { ViewRef } from '../view/refs.ts';
import type { Connecting } from './connecting.ts';
import type { Moves } from './moves.ts';

export interface RuleSwitch {
  readonly from: RuleChoice;
  /** What each call of the branch answered before, by its node. */
  readonly answers: ReadonlyMap<number, string>;
}

/** Belongs to the state on the screen. */
interface OfState {
  /** The node whose refused edge was dismissed, or null. */
  readonly dismissed: number | null;
  readonly connecting: Connecting | null;
  /** The nodes that a DMA probe went through; empty when none is shown. */
  readonly lit: readonly string[];
}

/** Belongs to the answers of the branch. */
interface OfBranch {
  /** The call that the one at the cursor is compared with, by its place in the frames, or null. */
  readonly marked: number | null;
  /** The last switch of rule sets, until the next call. */
  readonly ruleSwitch: RuleSwitch | null;
}

/** Belongs to the document. */
interface OfDocument {
  /** What is selected, in the order of selecting. */
  readonly selected: readonly ViewRef[];
  /** The one that is selected when it is one alone. */
  readonly selection: ViewRef | null;
  readonly moves: Moves;
  /** Someone closed what the document is about. */
  readonly aboutClosed: boolean;
}

export type Transient = OfState & OfBranch & OfDocument;

const OF_STATE: OfState = { dismissed: null, connecting: null, lit: [] };
const OF_BRANCH: OfBranch = { marked: null, ruleSwitch: null };
const OF_DOCUMENT: OfDocument = {
  selected: [],
  selection: null,
  moves: { dragged: null, before: [] },
  aboutClosed: false,
};

/** What goes when something else is shown: another state of the branch, one more call, another branch, another document. */
export const GONE_WITH = {
  state: OF_STATE,
  call: { ...OF_STATE, ruleSwitch: null },
  branch: { ...OF_STATE, ...OF_BRANCH },
  document: { ...OF_STATE, ...OF_BRANCH, ...OF_DOCUMENT },
} as const;
