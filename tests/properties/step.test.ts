import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  commandFromJson,
  commandToJson,
  CATALOG,
  documentFromJson,
  explain,
  explanationText,
  formOf,
  hazardsOf,
  initialState,
  EMPTY_MACHINE,
  invariantFaults,
  kvmView,
  keyOf,
  machineFromJson,
  machineToJson,
  parseCommand,
  printCommand,
  choiceOf,
  rulesFor,
  stateToJson,
  step,
  traceFromJson,
  traceFromLine,
  type Command,
  type State,
} from '../../src/index.ts';
import { stateAfter } from '../calls.ts';
import { anyChoice, anyCommand, hostileCommand, MACHINE } from './arbitrary.ts';

const start = stateAfter(MACHINE);
/** The driver refuses after the device's reserved regions were put into the IOAS; they are taken out again. */
const REFUSED_BEHIND_RESERVED: Command[] = [
  { op: 'device_attach', device: 1, ptId: 6 },
  { op: 'device_attach', device: 0, ptId: 7 },
];

function deepFreeze<T>(value: T, seen = new Set<unknown>()): T {
  if (typeof value !== 'object' || value === null || seen.has(value)) return value;
  seen.add(value);
  Object.freeze(value);
  if (value instanceof Map) for (const inner of value.values()) deepFreeze(inner, seen);
  else for (const inner of Object.values(value)) deepFreeze(inner, seen);
  return value;
}

function stepsKeepPromises(from: State, rules: ReturnType<typeof rulesFor>, commands: readonly unknown[]): void {
  let state = deepFreeze(from);
  for (const command of commands) {
    const outcome = step(rules, state, command as Command);
    expect(invariantFaults(outcome.next)).toEqual([]);
    if (!outcome.result.ok) {
      const rule = CATALOG.get(outcome.result.rule);
      expect(rule?.errno).toBe(outcome.result.errno);
      expect(outcome.checks.at(-1)?.rule).toBe(outcome.result.rule);
      expect(outcome.checks.at(-1)?.violated).toBe(true);
    } else {
      expect(outcome.checks.every((check) => !check.violated || outcome.candidates !== undefined)).toBe(true);
    }
    if (formOf(command).ok) {
      const text = explanationText(rules, '', explain(rules, state, command as Command, outcome));
      expect(text).not.toMatch(/undefined|NaN|\[object/);
    }
    hazardsOf(outcome.next);
    kvmView(outcome.next);
    stateToJson(outcome.next);
    state = deepFreeze(outcome.next);
  }
}

describe('step', () => {
  test('sequences of any commands lead only to sound states, and name a rule for each refusal', () => {
    fc.assert(
      fc.property(anyChoice, fc.array(anyCommand, { maxLength: 40 }), fc.boolean(), (rules, commands, prepared) => {
        stepsKeepPromises(prepared ? start : initialState(EMPTY_MACHINE), rulesFor(rules), commands);
      }),
      { numRuns: 600 },
    );
  });

  test('hostile commands are refused by a rule and change nothing', () => {
    fc.assert(
      fc.property(fc.array(hostileCommand, { maxLength: 6 }), (commands) => {
        const rules = rulesFor(choiceOf('linux-6.12'));
        stepsKeepPromises(start, rules, commands);
        for (const command of commands) {
          if (formOf(command).ok) continue;
          const outcome = step(rules, start, command as Command);
          expect(outcome.next).toBe(start);
          expect(outcome.result).toMatchObject({ ok: false });
        }
      }),
      { numRuns: 800 },
    );
  });

  test('a refused call that changes nothing answers the very same state', () => {
    fc.assert(
      fc.property(anyChoice, fc.array(anyCommand, { maxLength: 30 }), (chosen, commands) => {
        const rules = rulesFor(chosen);
        let state = start;
        for (const command of commands) {
          const outcome = step(rules, state, command);
          if (!outcome.result.ok && outcome.next !== state) expect(keyOf(outcome.next)).not.toBe(keyOf(state));
          state = outcome.next;
        }
      }),
      { numRuns: 400, examples: [[choiceOf('linux-6.12'), REFUSED_BEHIND_RESERVED]] },
    );
  });
});

describe('codecs', () => {
  test('a command reads back from its JSON and from its text', () => {
    fc.assert(
      fc.property(anyCommand, (command) => {
        expect(commandFromJson(JSON.parse(JSON.stringify(commandToJson(command))))).toEqual({
          ok: true,
          value: command,
        });
        expect(parseCommand(printCommand(command))).toEqual({ ok: true, command });
      }),
      { numRuns: 1000 },
    );
  });

  test('a machine reads back from its JSON', () => {
    const json = JSON.parse(JSON.stringify(machineToJson(start.machine))) as unknown;
    expect(machineFromJson(json)).toEqual({ ok: true, value: start.machine });
  });

  test('no JSON value and no text makes a reader throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, text) => {
        for (const read of [commandFromJson, machineFromJson, traceFromJson, documentFromJson]) read(value);
        traceFromLine(text);
        parseCommand(text);
        parseCommand(`ioas_map ${text}`);
        expect(true).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
