/** The engine against what a real kernel answered. */
import { describe, expect, test } from 'vitest';
import {
  conform,
  explain,
  explanationText,
  initialState,
  printCommand,
  parseCommand,
  rulesFor,
  traceFromLine,
} from '../../src/index.ts';
import { FILES, linesOf, tracesOf } from './files.ts';

test('the files of traces are there', () => {
  expect(FILES).toHaveLength(9);
});

describe.each(FILES)('%s', (file) => {
  test('every answer and every final state is the kernel’s', () => {
    const traces = tracesOf(file);
    expect(traces.length).toBeGreaterThanOrEqual(43);
    for (const trace of traces) expect(conform(trace).differences, trace.name).toEqual([]);
  });

  test('every refused step can be explained, and every command reads back from its text', () => {
    for (const trace of tracesOf(file).slice(0, 100)) {
      const rules = rulesFor(trace.rules);
      let state = initialState(trace.machine);
      const { outcomes } = conform(trace);
      for (const [index, { command }] of trace.steps.entries()) {
        const outcome = outcomes[index];
        if (outcome === undefined) throw new Error('an outcome is missing');
        const text = printCommand(command);
        expect(parseCommand(text), text).toEqual({ ok: true, command });
        const explanation = explain(rules, state, command, outcome);
        expect(explanationText(rules, text, explanation)).not.toMatch(/undefined|NaN|\[object/);
        if (!outcome.result.ok) expect(explanation.rule).toBe(outcome.result.rule);
        state = outcome.next;
      }
    }
  });
});

describe('a trace that is not one', () => {
  test.each([
    ['{', /not JSON/],
    ['[]', /must be an object/],
    ['{"name":1}', /name must be a string/],
    ['{"name":"x","kernel":"7.3.4"}', /kernel must be a release of Linux 6\.12, not "7\.3\.4"/],
    ['{"name":"x","kernel":"6.120"}', /kernel must be a release/],
    ['{"name":"x","kernel":"6.12"}', /rules must be an object/],
    ['{"name":"x","rules":{"cc":"nope"}}', /rules.cc must be one of mainline/],
    [
      '{"name":"x","rules":{"cc":"v4","driverRefusesMappedDomain":true},"units":[],"devices":[{"id":0,"unit":3,"group":0,"isolatedMsi":true,"reserved":[]}],"memory":[],"steps":[],"state":[]}',
      /device 0 is behind unit 3, which is not there/,
    ],
    [
      '{"name":"x","rules":{"cc":"v4","driverRefusesMappedDomain":true},"units":[],"devices":[],"memory":[],"steps":[{"op":"destroy","id":-1,"ret":"0"}],"state":[]}',
      /steps\[0\]: destroy: id must be a 32-bit number, not -1/,
    ],
  ])('%s', (line, message) => {
    const trace = traceFromLine(line);
    expect(trace).toMatchObject({ ok: false });
    if (!trace.ok) expect(trace.error).toMatch(message);
  });

  test('an answer that the engine does not give is reported with step, field, expected and actual', () => {
    const line = linesOf('6.12/trace-families.jsonl.gz')[0] ?? '';
    const trace = traceFromLine(
      line.replace('"out_ioas_id":1', '"out_ioas_id":7').replace('"iova_alignment":4096', '"iova_alignment":1'),
    );
    if (!trace.ok) throw new Error(trace.error);
    expect(conform(trace.value).differences).toEqual([
      { step: 0, field: 'out_ioas_id', expected: '7', actual: '1' },
      { step: null, field: 'object 1 iova_alignment', expected: '1', actual: '4096' },
    ]);
  });
});
