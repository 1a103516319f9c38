/**
 * A document's branch, replayed: one frame a command. Every frame keeps its answer. The states are kept sparsely: those of some frames, and of the
 * frames that were looked at last; the others are worked out again when someone asks.
 */
import { initialState, type State } from '../model/state.ts';
import type { Outcome } from '../ops/context.ts';
import type { RuleSet } from '../rules/rule.ts';
import { choiceKey, rulesFor } from '../rulesets/index.ts';
import { pathTo, type Document, type LogNode } from './document.ts';
import { step } from './step.ts';

/** The most outcomes that are kept at a time, of all frames that there are. */
const MOST_OUTCOMES = 512;
/** So many frames of a branch that is replayed keep their state for good, evenly spread; one that grows call by call keeps some more. */
const CHECKPOINTS = 256;

/** The frames whose outcome is kept, the one that was asked for longest ago first. */
const recent = new Set<Frame>();

/** One command of the branch with its answer, the state before it and its outcome. */
export class Frame {
  /** The number of its node in the document. */
  readonly node: number;
  readonly entry: LogNode;
  readonly result: Outcome['result'];
  /** How many objects were made by the end of it, and by the end of the one before. */
  readonly born: readonly [before: number, after: number];
  readonly #rules: RuleSet;
  readonly #previous: Frame | State;
  readonly #checkpoint: State | null;
  #outcome: Outcome | null = null;

  constructor(
    rules: RuleSet,
    previous: Frame | State,
    node: number,
    entry: LogNode,
    known: Outcome | null,
    keeps: boolean,
  ) {
    this.node = node;
    this.entry = entry;
    this.#rules = rules;
    this.#previous = previous;
    const before = stateOf(previous);
    const outcome = known ?? step(rules, before, entry.command);
    this.result = outcome.result;
    this.born = [before.nextBorn, outcome.next.nextBorn];
    this.#checkpoint = keeps ? outcome.next : null;
    this.#keep(outcome);
  }

  #keep(outcome: Outcome): Outcome {
    this.#outcome = outcome;
    recent.delete(this);
    recent.add(this);
    if (recent.size > MOST_OUTCOMES) {
      const [oldest] = recent;
      if (oldest !== undefined) oldest.#forget();
    }
    return outcome;
  }

  #forget(): void {
    this.#outcome = null;
    recent.delete(this);
  }

  get outcome(): Outcome {
    return this.#outcome ?? this.#keep(step(this.#rules, this.before, this.entry.command));
  }

  /** The state after the command, or null when it would have to be worked out. */
  get #next(): State | null {
    return this.#outcome?.next ?? this.#checkpoint;
  }

  /** The state before the command. */
  get before(): State {
    // Back to a frame whose state is there, and forward again: recursion could be thousands deep.
    const back: Frame[] = [];
    let at = this.#previous;
    while (at instanceof Frame && at.#next === null) {
      back.push(at);
      at = at.#previous;
    }
    let state = at instanceof Frame ? (at.#next ?? at.outcome.next) : at;
    for (const frame of back.toReversed()) state = frame.#keep(step(frame.#rules, state, frame.entry.command)).next;
    return state;
  }

  /** The same frame with another entry: a note may be new. */
  withEntry(entry: LogNode): Frame {
    return new Frame(this.#rules, this.#previous, this.node, entry, this.outcome, this.#checkpoint !== null);
  }
}

const stateOf = (previous: Frame | State): State => (previous instanceof Frame ? previous.outcome.next : previous);

/** How many commands are replayed between two looks at the clock. */
const A_WHILE = 64;

/**
 * The frames of the branch that the document shows; those of `known` that still hold are taken over. Yields how many are done, and of how
 * many, so that a long replay can be made in pieces, or given up.
 */
export function* replaying(
  document: Document,
  known: readonly Frame[] = [],
): Generator<{ readonly done: number; readonly total: number }, Frame[], undefined> {
  const rules = rulesFor(document.rules);
  const path = pathTo(document.nodes, document.tip);
  const spacing = Math.max(1, Math.ceil(path.length / CHECKPOINTS));
  const frames: Frame[] = [];
  let reusable = known[0] === undefined || known[0].before.machine === document.machine;
  for (const [index, node] of path.entries()) {
    const entry = document.nodes[node];
    if (entry === undefined) throw new Error(`the document has no entry ${node}`);
    const old = known[index];
    reusable &&= old?.node === node;
    if (reusable && old !== undefined) frames.push(old.entry === entry ? old : old.withEntry(entry));
    else {
      const previous = frames[index - 1] ?? initialState(document.machine);
      frames.push(new Frame(rules, previous, node, entry, null, index % spacing === 0));
      if (index % A_WHILE === 0) yield { done: index, total: path.length };
    }
  }
  return frames;
}

/** The same at once. */
export function framesOf(document: Document, known: readonly Frame[] = []): Frame[] {
  const replay = replaying(document, known);
  for (;;) {
    const { done, value } = replay.next();
    if (done === true) return value;
  }
}

/** True when two documents are replayed by the same rules. */
export function sameRules(a: Document, b: Document): boolean {
  return choiceKey(a.rules) === choiceKey(b.rules);
}
