/** A document's calls as Markdown, with answers and reasons, for a mail or a review. */
import { explain } from '../engine/explain.ts';
import type { State } from '../model/state.ts';
import type { Outcome } from '../ops/context.ts';
import type { RuleSet } from '../rules/rule.ts';
import type { Command } from '../uapi/commands.ts';
import { printCommand } from './print.ts';

/** A call that was made, with what it was made on. */
export interface Made {
  readonly command: Command;
  readonly before: State;
  readonly outcome: Outcome;
  readonly note?: string;
}

/** Text that Markdown would take for something else, as text; on one line. */
function plain(text: string): string {
  return text
    .replaceAll(/[\\`*_{}[\]<>#|~]/g, String.raw`\$&`)
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** A list of the calls. `name` and notes may be anything that a person wrote. */
export function callsToMarkdown(name: string, ruleSet: string, rules: RuleSet, calls: readonly Made[]): string {
  const lines = [`### ${plain(name) || 'Untitled'}`, '', `Rule set: \`${ruleSet}\``, ''];
  for (const [index, { command, before, outcome, note }] of calls.entries()) {
    const explanation = explain(rules, before, command, outcome);
    lines.push(
      `${index + 1}. \`${printCommand(command)}\` → **${explanation.answer}**${outcome.result.ok ? '' : `: ${plain(explanation.sentence)} (\`${explanation.rule ?? ''}\`)`}`,
    );
    if (note !== undefined) lines.push(`   > ${plain(note)}`);
  }
  return `${lines.join('\n')}\n`;
}
