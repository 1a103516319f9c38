/** Playing calls written as text. */
import {
  EMPTY_MACHINE,
  initialState,
  parseCommand,
  choiceOf,
  rulesFor,
  steps,
  type Command,
  type Outcome,
  type RuleSet,
  type State,
} from '../src/index.ts';

/** The command of a line; throws on a mistake in it. */
export function command(line: string): Command {
  if (line.startsWith('{')) return JSON.parse(line) as Command;
  const parsed = parseCommand(line);
  if (!parsed.ok) throw new Error(`${line}: ${parsed.error.message}`);
  return parsed.command;
}

export const MAINLINE: RuleSet = rulesFor(choiceOf('linux-6.12'));

/** Plays calls from an empty machine, or from a state, and answers every outcome. */
export function play(
  calls: readonly string[],
  rules: RuleSet = MAINLINE,
  from: State = initialState(EMPTY_MACHINE),
): Outcome[] {
  return steps(rules, from, calls.map(command));
}

/** The state after calls that must all succeed. */
export function stateAfter(calls: readonly string[], rules: RuleSet = MAINLINE): State {
  const outcomes = play(calls, rules);
  outcomes.forEach((outcome, index) => {
    if (!outcome.result.ok) throw new Error(`${calls[index]}: ${outcome.result.errno} (${outcome.result.rule})`);
  });
  return outcomes.at(-1)?.next ?? initialState(EMPTY_MACHINE);
}
