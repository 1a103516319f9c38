import type { HazardId } from '../engine/hazards.ts';
import { append, newDocument, type Document } from '../engine/document.ts';
import type { Machine } from '../model/machine.ts';
import { DEFAULT_RULES, type RuleChoice } from '../rulesets/index.ts';
import { parseCommand } from '../text/parse.ts';

/** A claim that can be played: calls on a machine, each with an optional note. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** What it shows, in a sentence or two. */
  readonly story: string;
  readonly tags: readonly string[];
  /** Messages of the thread that make the claim. */
  readonly thread: readonly number[];
  readonly machine: Machine;
  readonly rules?: RuleChoice;
  /** Calls as text, with a note where there is something to say. */
  readonly calls: readonly (string | readonly [call: string, note: string])[];
  /** What the last call answers: `0` or an errno. */
  readonly ends: string;
  /** The rule that refuses the last call. */
  readonly refusedBy?: string;
  /** Which page tables there are at the end, and whether each enforces cache coherency. */
  readonly enforces: Readonly<Record<number, boolean>>;
  /** The hazards at the end. */
  readonly hazards?: readonly HazardId[];
}

/** The scenario as a document that stands at its last call. Throws on a call that does not parse. */
export function scenarioDocument(scenario: Scenario): Document {
  let document: Document = {
    ...newDocument(scenario.title, scenario.machine, scenario.rules ?? DEFAULT_RULES),
    about: scenario.story,
  };
  for (const entry of scenario.calls) {
    const [call, note] = typeof entry === 'string' ? [entry, undefined] : entry;
    const parsed = parseCommand(call);
    if (!parsed.ok) throw new Error(`${scenario.id}: ${call}: ${parsed.error.message}`);
    document = append(document, parsed.command);
    if (note === undefined) continue;
    const nodes = document.nodes.map((node, index) => (index === document.cursor ? { ...node, note } : node));
    document = { ...document, nodes };
  }
  return document;
}
