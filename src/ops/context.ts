/** What a call carries along while it is answered. */
import type { CommandOf, Op, Out } from '../uapi/commands.ts';
import type { Errno } from '../uapi/errno.ts';
import type { State } from '../model/state.ts';
import type { Check, Rule, RuleSet, Stage } from '../rules/rule.ts';

/** One page table that the automatic search tried. */
export interface Attempt {
  readonly hwpt: number;
  /** True for the page table made because no other would do. */
  readonly fresh: boolean;
  readonly checks: readonly Check[];
  readonly refusal: Check | null;
}

/** Something that was decided on the way and is worth a sentence. */
export type Decision =
  | { readonly kind: 'cc_at_allocation'; readonly hwpt: number; readonly device: number; readonly enforces: boolean }
  | { readonly kind: 'cc_upgraded'; readonly hwpt: number; readonly device: number; readonly older: number }
  | { readonly kind: 'msi_cookie'; readonly hwpt: number; readonly start: bigint }
  | { readonly kind: 'iova_chosen'; readonly iova: bigint; readonly alignment: bigint }
  | { readonly kind: 'already_there'; readonly hwpt: number }
  | { readonly kind: 'not_attached'; readonly device: number }
  | { readonly kind: 'auto_made'; readonly hwpt: number }
  | { readonly kind: 'auto_reused'; readonly hwpt: number }
  | { readonly kind: 'auto_gone'; readonly hwpt: number }
  | { readonly kind: 'reservations_dropped'; readonly ioas: number; readonly group: number }
  | { readonly kind: 'areas_gone'; readonly ioas: number; readonly areas: number };

/** The answer to a call, with all that led to it. */
export interface Outcome {
  readonly result:
    { readonly ok: true; readonly out: Out } | { readonly ok: false; readonly errno: Errno; readonly rule: string };
  /** The state after the call; the very same one when the call changed nothing. */
  readonly next: State;
  /** Every rule consulted, in the kernel's order; the last one is violated when the call was refused. */
  readonly checks: readonly Check[];
  /** The automatic search, when there was one: each page table tried. */
  readonly candidates?: readonly Attempt[];
  readonly decisions: readonly Decision[];
}

export class Context {
  checks: Check[] = [];
  readonly decisions: Decision[] = [];
  candidates: Attempt[] | undefined;
  readonly rules: RuleSet;

  constructor(rules: RuleSet) {
    this.rules = rules;
  }

  /** Consults the rules of a stage, in order, and answers the first that is violated, or null. */
  refuses<Facts>(stage: Stage<Facts>, facts: Facts): Check | null {
    const rules: readonly Rule[] = this.rules.stages.get(stage.id) ?? stage.rules;
    const { checks } = this;
    // An index, not an iterator: every check of every call passes here.
    for (let index = 0; index < rules.length; index += 1) {
      const rule = rules[index] as Rule;
      const violated = rule.violated(facts);
      const check: Check = { rule, facts, violated };
      checks.push(check);
      if (violated) return check;
    }
    return null;
  }

  refused(state: State, check: Check): Outcome {
    return this.outcome(state, { ok: false, errno: check.rule.errno, rule: check.rule.id });
  }

  answered(state: State, out: Out = NOTHING): Outcome {
    return this.outcome(state, { ok: true, out });
  }

  private outcome(next: State, result: Outcome['result']): Outcome {
    return this.candidates === undefined
      ? { result, next, checks: this.checks, decisions: this.decisions }
      : { result, next, checks: this.checks, candidates: this.candidates, decisions: this.decisions };
  }
}

const NOTHING: Out = { kind: 'none' };

/** How a call is answered. */
export type Answer<O extends Op> = (context: Context, state: State, command: CommandOf<O>) => Outcome;
