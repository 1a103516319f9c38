/** The ladder of checks: each rule once, in order, and those behind the refusal as not reached. */
import { describe, expect, test } from 'vitest';
import { explain, framesOf, rulesFor, scenarioDocument, SCENARIOS, type Explanation } from '../../src/index.ts';
import { command, MAINLINE, play, stateAfter } from '../calls.ts';
import { CC_ON_UNIT_1, WITH_HWPT } from '../../src/rules/samples.ts';

function explained(before: readonly string[], call: string): Explanation {
  const state = stateAfter(before);
  const outcome = play([call], MAINLINE, state).at(-1);
  if (outcome === undefined) throw new Error('no call was made');
  return explain(MAINLINE, state, command(call), outcome);
}

const rungs = ({ ladder }: Explanation): string[] => ladder.map((rung) => `${rung.state} ${rung.rule}`);

describe('the ladder', () => {
  test('ends with the rule that refused and the rules of its stage that were not reached', () => {
    const ladder = rungs(explained(CC_ON_UNIT_1, 'device_attach device=0 pt_id=5'));
    expect(ladder.slice(ladder.findIndex((line) => line.startsWith('failed')))).toEqual([
      'failed intel.cc_mismatch',
      'not-reached intel.dirty_tracking_unsupported',
      'not-reached intel.address_width',
    ]);
  });

  test('has a check that is made twice with the same answer once', () => {
    const { ladder } = explained(WITH_HWPT, 'hwpt_alloc dev_id=2 pt_id=1');
    expect(ladder.filter((rung) => rung.text === 'pt_id 1 is an IOAS or a nest parent')).toHaveLength(1);
  });

  test.each(SCENARIOS.map((scenario) => [scenario.id, scenario] as const))(
    'never has a line twice in a row, nor its refusal as not reached: %s',
    (_, scenario) => {
      const document = scenarioDocument(scenario);
      const rules = rulesFor(document.rules);
      for (const { before, entry, outcome } of framesOf(document)) {
        const { ladder, rule } = explain(rules, before, entry.command, outcome);
        const lines = ladder.map((rung) => `${rung.state} ${rung.text} ${rung.value}`);
        expect(lines.filter((line, index) => line === lines[index - 1])).toEqual([]);
        expect(ladder.filter((rung) => rung.state === 'not-reached' && rung.rule === rule)).toEqual([]);
      }
    },
  );
});
