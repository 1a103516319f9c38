import { initialState, type State } from '../model/state.ts';
import type { Machine } from '../model/machine.ts';
import { Context, type Operation, type Outcome } from '../ops/context.ts';
import { OP_TABLE } from '../ops/table.ts';
import type { RuleSet } from '../rules/rule.ts';
import { FORM } from '../rules/uapi.ts';
import type { Command, Op } from '../uapi/commands.ts';
import { formOf } from '../uapi/validate.ts';

/**
 * Answers one command as the kernel of the rule set would.
 *
 * Takes any value as the command; what is no command, or does not fit its fields, is refused by a rule like anything
 * else. Never throws for it, and never changes `state`.
 */
export function step(rules: RuleSet, state: State, command: Command): Outcome {
  const context = new Context(rules);
  const form = formOf(command);
  if (!form.ok) {
    const refusal = context.refuses(FORM, form);
    if (refusal === null) throw new Error(`a malformed ${form.op} was refused by no rule`);
    return context.refused(state, refusal);
  }
  const { answer } = OP_TABLE[form.command.op] as Operation<Op>;
  return answer(context, state, form.command);
}

/** Answers the commands one after the other, each on what the one before it left. One outcome a command. */
export function steps(rules: RuleSet, from: State, commands: readonly Command[]): Outcome[] {
  let state = from;
  return commands.map((command) => {
    const outcome = step(rules, state, command);
    state = outcome.next;
    return outcome;
  });
}

/** The same from a machine on which no call was made yet. */
export function replay(rules: RuleSet, machine: Machine, commands: readonly Command[]): Outcome[] {
  return steps(rules, initialState(machine), commands);
}
