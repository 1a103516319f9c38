/** Traces of a real kernel: reading them, replaying them, and saying where the engine differs. */
import { stateToJson } from '../kinds/codec.ts';
import { machineFromJson } from '../model/codec.ts';
import type { Machine } from '../model/machine.ts';
import { initialState } from '../model/state.ts';
import { answerOf, type Outcome } from '../ops/context.ts';
import { choiceFromTrace, rulesFor, type RuleChoice } from '../rulesets/index.ts';
import type { Command, Op } from '../uapi/commands.ts';
import { bad, commandFromJson, good, outToJson, type Json, type Read } from '../uapi/json.ts';
import { isRecord, sameValue, show } from '../uapi/validate.ts';
import { step } from './step.ts';

/** What the kernel answered to one call: `0` or an errno's name, and the fields it handed back. */
export interface KernelAnswer {
  readonly ret: string;
  readonly out: { readonly [field: string]: Json };
}

export interface TraceStep {
  readonly command: Command;
  readonly kernel: KernelAnswer;
}

export interface Trace {
  readonly name: string;
  readonly rules: RuleChoice;
  /** The kernel ran its own drivers, not software ones that follow them. */
  readonly realDrivers: boolean;
  readonly machine: Machine;
  readonly steps: readonly TraceStep[];
  /** The kernel's object table after the last call; null where none was read. */
  readonly state: readonly Json[] | null;
}

/** Something that the engine has otherwise than the kernel. */
export interface Difference {
  /** Counted from 0; null for the final state. */
  readonly step: number | null;
  readonly field: string;
  readonly expected: string;
  readonly actual: string;
}

const text = (value: Json | undefined): string => (value === undefined ? '(none)' : JSON.stringify(value));

/** What stands beside a call from JSON as the kernel's answer, or null where `ret` is no answer. */
export function kernelAnswerFrom(fields: Readonly<Record<string, unknown>>): KernelAnswer | null {
  const { ret } = fields;
  if (typeof ret !== 'string' || !/^(0|E[A-Z0-9]+)$/.test(ret)) return null;
  const out: Record<string, Json> = {};
  for (const [name, value] of Object.entries(fields)) if (name.startsWith('out_')) out[name] = value as Json;
  return { ret, out };
}

/** The sentence about an answer that is none. */
export const noAnswer = (ret: unknown): string => `ret must be "0" or an errno's name, not ${show(ret)}`;

function readStep(value: unknown, index: number): Read<TraceStep> {
  const command = commandFromJson(value);
  if (!command.ok) return bad(`steps[${index}]: ${command.error}`);
  const fields = value as Readonly<Record<string, unknown>>;
  const kernel = kernelAnswerFrom(fields);
  if (kernel === null) return bad(`steps[${index}]: ${noAnswer(fields['ret'])}`);
  return good({ command: command.value, kernel });
}

/** A trace from parsed JSON. */
export function traceFromJson(value: unknown): Read<Trace> {
  if (!isRecord(value)) return bad(`a trace must be an object, not ${show(value)}`);
  const { name, steps, state = null } = value;
  if (typeof name !== 'string') return bad(`name must be a string, not ${show(name)}`);
  const { kernel } = value;
  if (kernel !== undefined && !(typeof kernel === 'string' && /^6\.12(\.|$)/.test(kernel))) {
    return bad(`kernel must be a release of Linux 6.12, not ${show(kernel)}`);
  }
  const rules = choiceFromTrace(value['rules']);
  if (!rules.ok) return rules;
  const machine = machineFromJson(value);
  if (!machine.ok) return machine;
  if (!Array.isArray(steps)) return bad(`steps must be a list, not ${show(steps)}`);
  if (state !== null && !Array.isArray(state)) return bad(`state must be a list, not ${show(state)}`);
  const read: TraceStep[] = [];
  for (const [index, item] of steps.entries()) {
    const one = readStep(item, index);
    if (!one.ok) return one;
    read.push(one.value);
  }
  const realDrivers = value['drivers'] === 'real';
  return good({
    name,
    rules: rules.value,
    realDrivers,
    machine: machine.value,
    steps: read,
    state: state as Json[] | null,
  });
}

/** A trace from one line of a trace file. */
export function traceFromLine(line: string): Read<Trace> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return bad(`not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  return traceFromJson(value);
}

function compareFields(
  at: number | null,
  prefix: string,
  expected: { readonly [key: string]: Json },
  actual: { readonly [key: string]: Json },
): Difference[] {
  const differences: Difference[] = [];
  for (const field of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    if (sameValue(expected[field], actual[field])) continue;
    differences.push({
      step: at,
      field: `${prefix}${field}`,
      expected: text(expected[field]),
      actual: text(actual[field]),
    });
  }
  return differences;
}

/** How the engine's answer to a step differs from the kernel's; empty when they agree. */
export function compareAnswer(
  index: number,
  op: Op,
  kernel: KernelAnswer,
  outcome: Pick<Outcome, 'result'>,
): Difference[] {
  const { result } = outcome;
  const out = result.ok ? outToJson(op, result.out) : {};
  return compareFields(index, '', { ret: kernel.ret, ...kernel.out }, { ret: answerOf(outcome), ...out });
}

/** How an object table differs from the kernel's, field by field; objects are matched by id. */
export function compareState(expected: readonly Json[], actual: readonly Json[]): Difference[] {
  const byId = (table: readonly Json[]): Map<string, { readonly [key: string]: Json }> =>
    new Map(
      table.flatMap((entry) => {
        if (!isRecord(entry)) return [];
        const object = entry;
        return [[text(object['id']), object] as const];
      }),
    );
  const left = byId(expected);
  const right = byId(actual);
  const differences: Difference[] = [];
  for (const id of new Set([...left.keys(), ...right.keys()])) {
    differences.push(...compareFields(null, `object ${id} `, left.get(id) ?? {}, right.get(id) ?? {}));
  }
  if (expected.length !== actual.length && differences.length === 0) {
    differences.push({
      step: null,
      field: 'objects',
      expected: String(expected.length),
      actual: String(actual.length),
    });
  }
  return differences;
}

export interface Conformance {
  readonly outcomes: readonly Outcome[];
  readonly differences: readonly Difference[];
}

/** Replays a trace under its rule set and compares every answer and the final state. */
export function conform(trace: Trace): Conformance {
  const rules = rulesFor(trace.rules);
  const outcomes: Outcome[] = [];
  const differences: Difference[] = [];
  let state = initialState(trace.machine);
  for (const [index, { command, kernel }] of trace.steps.entries()) {
    const outcome = step(rules, state, command);
    outcomes.push(outcome);
    differences.push(...compareAnswer(index, command.op, kernel, outcome));
    state = outcome.next;
  }
  if (trace.state !== null) differences.push(...compareState(trace.state, stateToJson(state)));
  return { outcomes, differences };
}
