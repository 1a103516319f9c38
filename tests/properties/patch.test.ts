/** Whatever patch is accepted, and whatever is called: an answer, a state that hangs together, and no throw. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CATALOG,
  choiceFromJson,
  explain,
  hazardsOf,
  initialState,
  EMPTY_MACHINE,
  invariantFaults,
  rulesFor,
  STAGE_RULES,
  step,
  type Command,
  type RuleSet,
  type State,
} from '../../src/index.ts';
import { command, MAINLINE, stateAfter } from '../calls.ts';
import { anyCommand, MACHINE } from './arbitrary.ts';

/** What a kernel without one of its checks may bring about: areas and ranges on reserved addresses. Nothing hangs on it. */
const ON_RESERVED = /an area lies on reserved addresses|an allowed range is reserved/;

const start = stateAfter(MACHINE);

function patched(patch: object): RuleSet | null {
  const choice = choiceFromJson({ kernel: 'linux-6.12', patch: { name: 'mine', ...patch } });
  return choice.ok ? rulesFor(choice.value) : null;
}

const removable = [...CATALOG.keys()].filter((id) => patched({ remove: [id] }) !== null);
const moves = [...STAGE_RULES.values()].flatMap((rules) =>
  rules.flatMap(({ id }, at) => (at === 0 ? [] : [{ id, after: null }])),
);

function expectSound(rules: RuleSet, from: State, commands: readonly Command[]): void {
  let state = from;
  for (const one of commands) {
    const outcome = step(rules, state, one);
    explain(rules, state, one, outcome);
    state = outcome.next;
    expect(invariantFaults(state).filter((fault) => !ON_RESERVED.test(fault))).toEqual([]);
    hazardsOf(state);
  }
}

describe('a patch that is accepted', () => {
  test('takes out any rules that may go', () => {
    expect(removable.length).toBeGreaterThan(40);
    fc.assert(
      fc.property(
        fc.subarray(removable),
        fc.subarray(moves, { maxLength: 3 }),
        fc.array(anyCommand, { maxLength: 30 }),
        (remove, move, commands) => {
          const gone = new Set(remove);
          const rules = patched({ remove, move: move.filter(({ id }) => !gone.has(id)) });
          fc.pre(rules !== null);
          if (rules !== null) expectSound(rules, start, commands);
        },
      ),
      { numRuns: 150 },
    );
  });

  test.each(removable)('takes out %s', (id) => {
    const rules = patched({ remove: [id] }) ?? MAINLINE;
    const { setup, violates } = CATALOG.get(id)?.example ?? { setup: [], violates: 'ioas_alloc' };
    const calls = [...setup, violates].filter((line) => !line.startsWith('{')).map(command);
    expectSound(rules, initialState(EMPTY_MACHINE), calls);
  });
});

test.each(['destroy.id_missing', 'destroy.ioas_has_page_tables', 'ioas_unmap.ioas_wrong_type', 'map.meets_area'])(
  'a patch can not take %s out: what the call does stands on it',
  (id) => {
    expect(choiceFromJson({ kernel: 'linux-6.12', patch: { name: 'mine', remove: [id] } })).toEqual({
      ok: false,
      error: `rules.patch: remove names ${id}, which can't be taken out: what the call does stands on it`,
    });
  },
);

test('a patch can not take out what is no rule of a kernel', () => {
  const read = choiceFromJson({ kernel: 'linux-6.12', patch: { name: 'mine', remove: ['plug_unit.taken'] } });
  expect(read).toMatchObject({ ok: false, error: expect.stringContaining('it is no rule of a kernel') });
});
