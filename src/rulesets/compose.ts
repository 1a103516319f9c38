/** Rule sets are a base and amendments to it. Nothing outside this folder asks which kernel is running. */
import type { Policy, Rule, RuleSet } from '../rules/rule.ts';
import { CATALOG, STAGE_RULES } from './catalog.ts';

/** A change to a rule set: rules put in behind another one or first in a stage, taken out, or exchanged. */
export interface Amendment {
  readonly add?: readonly { readonly stage: string; readonly after: string | null; readonly rule: Rule }[];
  readonly remove?: readonly string[];
  readonly replace?: readonly { readonly id: string; readonly by: Rule }[];
  readonly policy?: Partial<Policy>;
}

export const BASE_POLICY: Policy = { ccRequest: 'none' };

function stageOf(stages: ReadonlyMap<string, readonly Rule[]>, id: string): string {
  for (const [stage, rules] of stages) if (rules.some((rule) => rule.id === id)) return stage;
  throw new Error(`no stage has a rule ${id}`);
}

/** The base with the amendments, in order. Throws on a stage or rule that is not there. The result is frozen. */
export function compose(id: string, amendments: readonly Amendment[]): RuleSet {
  const stages = new Map(STAGE_RULES);
  let policy = BASE_POLICY;
  for (const amendment of amendments) {
    for (const { stage, after, rule } of amendment.add ?? []) {
      const rules = stages.get(stage);
      if (rules === undefined) throw new Error(`there is no stage ${stage}`);
      const at = after === null ? 0 : rules.findIndex((other) => other.id === after) + 1;
      if (after !== null && at === 0) throw new Error(`stage ${stage} has no rule ${after}`);
      stages.set(stage, rules.toSpliced(at, 0, rule));
    }
    for (const gone of amendment.remove ?? []) {
      const stage = stageOf(stages, gone);
      stages.set(
        stage,
        (stages.get(stage) ?? []).filter((rule) => rule.id !== gone),
      );
    }
    for (const { id: old, by } of amendment.replace ?? []) {
      const stage = stageOf(stages, old);
      stages.set(
        stage,
        (stages.get(stage) ?? []).map((rule) => (rule.id === old ? by : rule)),
      );
    }
    policy = { ...policy, ...amendment.policy };
  }
  for (const rules of stages.values()) Object.freeze(rules);
  return Object.freeze({ id, stages, policy: Object.freeze(policy) });
}

/** The rule set without one rule; for the proof that every rule matters. Throws on a rule that is not there. */
export function without(rules: RuleSet, ruleId: string): RuleSet {
  if (!CATALOG.has(ruleId)) throw new Error(`there is no rule ${ruleId}`);
  const stages = new Map<string, readonly Rule[]>();
  for (const [stage, list] of rules.stages)
    stages.set(
      stage,
      list.filter((rule) => rule.id !== ruleId),
    );
  return { ...rules, stages };
}
