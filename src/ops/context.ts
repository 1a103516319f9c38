/** What a call carries along while it is answered. */
import type { CommandOf, Op, Out, OutOf } from '../uapi/commands.ts';
import type { Errno } from '../uapi/errno.ts';
import type { State } from '../model/state.ts';
import type { DriverStage } from '../drivers/driver.ts';
import { ruleOf, type Check, type Rule, type RuleSet, type Stage } from '../rules/rule.ts';

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

/** The answer of a call: `0` or the errno's name. */
export function answerOf({ result }: Pick<Outcome, 'result'>): string {
  return result.ok ? '0' : result.errno;
}

export class Context {
  readonly checks: Check[] = [];
  readonly decisions: Decision[];
  candidates: Attempt[] | undefined;
  readonly rules: RuleSet;

  constructor(rules: RuleSet, decisions: Decision[] = []) {
    this.rules = rules;
    this.decisions = decisions;
  }

  /** The rules of the rule set in force that are consulted at a stage. Throws for a stage that it does not have. */
  private at<Facts>(stage: Stage<Facts>): readonly Rule<Facts>[] {
    const rules = this.rules.stages.get(stage.id);
    if (rules === undefined) throw new Error(`${this.rules.id} has no stage ${stage.id}`);
    return rules;
  }

  /** Consults the rules of a stage, in order, and answers the first that is violated, or null. */
  refuses<Facts>(stage: Stage<Facts>, facts: Facts): Check | null {
    const rules = this.at(stage);
    const { checks } = this;
    // An index, not an iterator: every check of every call passes here.
    for (let index = 0; index < rules.length; index += 1) {
      const rule = rules[index] as Rule<Facts>;
      const violated = rule.violated(facts);
      const check: Check = { rule: rule.id, facts, violated };
      checks.push(check);
      if (violated) return check;
    }
    return null;
  }

  /** Whether the stage would refuse, without a word of it among the checks. */
  wouldRefuse<Facts>(stage: Stage<Facts>, facts: Facts): boolean {
    return this.at(stage).some((rule) => rule.violated(facts));
  }

  /** Takes back what was decided about a page table that did not come to be. */
  withdraw(hwpt: number): void {
    const stays = this.decisions.filter((decision) => !('hwpt' in decision) || decision.hwpt !== hwpt);
    this.decisions.splice(0, this.decisions.length, ...stays);
  }

  /** A context for one of several attempts: checks of its own, and what was decided in common. */
  fork(): Context {
    return new Context(this.rules, this.decisions);
  }

  /** The errno of the rule that a check found violated. */
  errnoOf(check: Check): Errno {
    return ruleOf(this.rules, check).errno;
  }

  refused(state: State, check: Check): Outcome {
    return this.outcome(state, { ok: false, errno: this.errnoOf(check), rule: check.rule });
  }

  /** A success of a call that hands nothing back. */
  answered(state: State): Outcome {
    return this.outcome(state, { ok: true, out: NOTHING });
  }

  /** A success of a call, with what it hands back. */
  handsBack<O extends Op>(state: State, out: OutOf<O>): Outcome {
    return this.outcome(state, { ok: true, out: out as Out });
  }

  private outcome(next: State, result: Outcome['result']): Outcome {
    return this.candidates === undefined
      ? { result, next, checks: this.checks, decisions: this.decisions }
      : { result, next, checks: this.checks, candidates: this.candidates, decisions: this.decisions };
  }
}

const NOTHING = {} as Out;

/** How a call is answered. */
export type Answer<O extends Op> = (context: Context, state: State, command: CommandOf<O>) => Outcome;

/** How a call is answered, and where: the stages that it may come to, in the order in which the kernel does, and the driver's among them. */
export interface Operation<O extends Op> {
  readonly answer: Answer<O>;
  readonly stages: readonly Stage<never>[];
  readonly driver?: readonly DriverStage[];
}
