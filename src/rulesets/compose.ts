/** Rule sets are a kernel and overlays on it. Nothing outside this folder asks which kernel is running. */
import { KERNELS } from '../kernels/index.ts';
import type { KernelId, Policy, Rule, RuleSet } from '../rules/rule.ts';
import type { Errno } from '../uapi/errno.ts';
import { STAGE_RULES } from './catalog.ts';

/** A change to a rule set: what is put in, taken out, exchanged, moved, or answered with another errno. In this order. */
export interface Overlay {
  /** Behind another rule of the stage, or first for null. */
  readonly add?: readonly { readonly stage: string; readonly after: string | null; readonly rule: Rule }[];
  readonly remove?: readonly string[];
  readonly replace?: readonly { readonly id: string; readonly by: Rule }[];
  /** Within its stage, behind another rule, or to the front for null. */
  readonly move?: readonly { readonly id: string; readonly after: string | null }[];
  readonly errno?: Readonly<Record<string, Errno>>;
  readonly policy?: Partial<Policy>;
}

type Stages = Map<string, readonly Rule[]>;

function stageOf(stages: Stages, id: string): { readonly stage: string; readonly rules: readonly Rule[] } {
  for (const [stage, rules] of stages) if (rules.some((rule) => rule.id === id)) return { stage, rules };
  throw new Error(`no stage has a rule ${id}`);
}

function insert(stages: Stages, stage: string, after: string | null, rule: Rule): void {
  const rules = stages.get(stage);
  if (rules === undefined) throw new Error(`there is no stage ${stage}`);
  const at = after === null ? 0 : rules.findIndex((other) => other.id === after) + 1;
  if (after !== null && at === 0) throw new Error(`stage ${stage} has no rule ${after}`);
  for (const others of stages.values()) {
    if (others.some((other) => other.id === rule.id)) throw new Error(`two rules are called ${rule.id}`);
  }
  stages.set(stage, rules.toSpliced(at, 0, rule));
}

function takeOut(stages: Stages, id: string): { readonly stage: string; readonly rule: Rule } {
  const { stage, rules } = stageOf(stages, id);
  stages.set(
    stage,
    rules.filter((rule) => rule.id !== id),
  );
  const rule = rules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`no stage has a rule ${id}`);
  return { stage, rule };
}

function exchange(stages: Stages, id: string, by: (old: Rule) => Rule): void {
  const { stage, rules } = stageOf(stages, id);
  stages.set(
    stage,
    rules.map((rule) => (rule.id === id ? by(rule) : rule)),
  );
}

function lay(stages: Stages, overlay: Overlay): void {
  for (const { stage, after, rule } of overlay.add ?? []) insert(stages, stage, after, rule);
  for (const id of overlay.remove ?? []) takeOut(stages, id);
  for (const { id, by } of overlay.replace ?? []) exchange(stages, id, () => by);
  for (const { id, after } of overlay.move ?? []) {
    const { stage, rule } = takeOut(stages, id);
    insert(stages, stage, after, rule);
  }
  for (const [id, errno] of Object.entries(overlay.errno ?? {})) exchange(stages, id, (rule) => ({ ...rule, errno }));
}

/** The kernel with the overlays, in order. Throws on a stage or rule that is not there. The result is frozen. */
export function compose(id: string, kernel: KernelId, overlays: readonly Overlay[]): RuleSet {
  const stages: Stages = new Map();
  for (const [stage, rules] of STAGE_RULES)
    stages.set(
      stage,
      rules.filter((rule) => isIn(rule, kernel)),
    );
  let { policy } = KERNELS[kernel];
  for (const overlay of overlays) {
    lay(stages, overlay);
    policy = { ...policy, ...overlay.policy };
  }
  return ruleSet(id, kernel, stages, policy);
}

/** True for a rule that the kernel has, or that is no kernel's business. */
function isIn({ sources }: Rule, kernel: KernelId): boolean {
  return sources[kernel] !== undefined || Object.keys(sources).length === 0;
}

function ruleSet(id: string, kernel: KernelId, stages: Stages, policy: Policy): RuleSet {
  const rules = new Map<string, Rule>();
  for (const list of stages.values()) {
    Object.freeze(list);
    for (const rule of list) rules.set(rule.id, rule);
  }
  return Object.freeze({ id, kernel, stages, rules, policy: Object.freeze(policy) });
}

/** The rule set without one rule; for the proof that every rule matters. The same where it does not have the rule. */
export function without(rules: RuleSet, ruleId: string): RuleSet {
  if (!rules.rules.has(ruleId)) return rules;
  const stages: Stages = new Map(rules.stages);
  takeOut(stages, ruleId);
  return ruleSet(rules.id, rules.kernel, stages, rules.policy);
}
