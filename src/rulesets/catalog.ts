/** Every stage and every rule that there is, in the order in which calls come to them: what rule sets are composed of. */
import { DRIVER_RULES } from '../drivers/index.ts';
import { OP_TABLE } from '../ops/table.ts';
import type { Operation } from '../ops/context.ts';
import type { Rule, Stage } from '../rules/rule.ts';
import { FORM } from '../rules/uapi.ts';
import { OPS, type Op } from '../uapi/commands.ts';

/** The stages that a call may come to, the drivers' behind those of the core. */
export function stagesOf(op: Op): readonly Stage<never>[] {
  const { stages, driver = [] } = OP_TABLE[op] as Operation<never>;
  return [
    ...stages,
    ...driver.flatMap((name) => Object.values(DRIVER_RULES).map((rules): Stage<never> => rules[name])),
  ];
}

/** The stages with their rules, by id. A rule belongs to one stage. */
export const STAGE_RULES: ReadonlyMap<string, readonly Rule[]> = new Map(
  [FORM as Stage<never>, ...OPS.flatMap(stagesOf)].map((stage) => [
    stage.id,
    stage.rules as readonly unknown[] as readonly Rule[],
  ]),
);
