/** A document's branch, replayed: one frame a command. */
import { initialState, type State } from '../model/state.ts';
import type { Outcome } from '../ops/context.ts';
import type { RuleSet } from '../rules/rule.ts';
import { rulesFor } from '../rulesets/index.ts';
import { pathTo, type Document, type LogNode } from './document.ts';
import { step } from './step.ts';

/** One command of the branch with the state before it and its outcome. */
export interface Frame {
  /** The number of its node in the document. */
  readonly node: number;
  readonly entry: LogNode;
  readonly before: State;
  readonly outcome: Outcome;
}

function frameOf(document: Document, node: number, before: State, rules: RuleSet): Frame {
  const entry = document.nodes[node];
  if (entry === undefined) throw new Error(`the document has no entry ${node}`);
  return { node, entry, before, outcome: step(rules, before, entry.command) };
}

/** The frame with the entry as the document has it now: a note may be new. The very same frame when it is not. */
function withEntry(frame: Frame, entry: LogNode | undefined): Frame {
  return entry === undefined || entry === frame.entry ? frame : { ...frame, entry };
}

/** The frames of the branch that the document shows; those of `known` that still hold are taken over. */
export function framesOf(document: Document, known: readonly Frame[] = []): Frame[] {
  const rules = rulesFor(document.rules);
  const frames: Frame[] = [];
  let state = initialState(document.machine);
  let reusable = known[0] === undefined || known[0].before.machine === document.machine;
  for (const [index, node] of pathTo(document.nodes, document.tip).entries()) {
    const old = known[index];
    reusable &&= old?.node === node;
    const frame =
      reusable && old !== undefined
        ? withEntry(old, document.nodes[node])
        : frameOf(document, node, index === 0 ? state : (frames[index - 1]?.outcome.next ?? state), rules);
    frames.push(frame);
    state = frame.outcome.next;
  }
  return frames;
}

/** The answer of a frame: `0` or the errno's name. */
export function answerOf(frame: Frame): string {
  return frame.outcome.result.ok ? '0' : frame.outcome.result.errno;
}
