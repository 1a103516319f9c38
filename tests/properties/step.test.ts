import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  boundObject,
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
  objectsOf,
  refOf,
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

/** What is read off a state speaks of what is in it: parts of the machine, live objects, bound devices. */
function viewsFit(state: State): void {
  const ids = objectsOf(state).map((object) => object.id);
  const { devices } = state.machine;
  const groups = [...devices.values()].map((device) => `group:${device.group}`);
  const refs = new Set([...[...devices.keys()].map((id) => `device:${id}`), ...groups]);
  for (const object of objectsOf(state)) refs.add(refOf(object));
  const hazards = hazardsOf(state);
  for (const hazard of hazards) {
    expect(hazard.sentence).not.toMatch(/undefined|NaN|\[object/);
    expect(hazard.objects.filter((ref) => !refs.has(ref))).toEqual([]);
  }
  const bound = [...devices.values()].filter((device) => boundObject(state, device.id) !== null);
  const able = bound.every((device) => state.machine.units.get(device.unit)?.enforceCacheCoherency === true);
  expect(kvmView(state)?.emulates).toBe(bound.length === 0 ? undefined : !able);
  expect(hazards.some(({ id }) => id === 'kvm-told-coherent') && !able).toBe(false);
  expect(stateToJson(state)).toEqual(ids.map((id): unknown => expect.objectContaining({ id })));
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
    viewsFit(outcome.next);
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

/** No generated value happens to be a command, a machine, a trace or a document. */
const REFUSED_WITH_WORDS = { ok: false, error: expect.stringMatching(/./) as string };

/** A place in the line, its end included. */
function within({ length }: string): { at: unknown; length: unknown } {
  const inside: unknown = expect.toSatisfy((value: number) => value >= 0 && value <= length);
  return { at: inside, length: inside };
}

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

  test('no JSON value and no text makes a reader throw; each is refused with a message, and its place in the line', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, text) => {
        for (const read of [commandFromJson, machineFromJson, traceFromJson, documentFromJson]) {
          expect(read(value)).toEqual(REFUSED_WITH_WORDS);
        }
        expect(traceFromLine(text)).toEqual(REFUSED_WITH_WORDS);
        for (const line of [text, `ioas_map ${text}`]) {
          const parsed = parseCommand(line);
          if (parsed.ok) expect(formOf(parsed.command).ok).toBe(true);
          else expect(parsed.error).toEqual({ message: expect.stringMatching(/./), ...within(line) });
        }
      }),
      { numRuns: 1000 },
    );
  });
});
