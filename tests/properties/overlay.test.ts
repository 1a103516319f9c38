/** Every path asks the rule set in force: a rule that an overlay adds to a stage is consulted wherever that stage is. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CATALOG,
  choiceOf,
  compose,
  initialState,
  EMPTY_MACHINE,
  OPS,
  ruleOf,
  SERIES,
  STAGE_RULES,
  stagesOf,
  step,
  type Rule,
  type RuleSet,
} from '../../src/index.ts';
import { command, MAINLINE, play, stateAfter } from '../calls.ts';
import { anyCommand, MACHINE } from './arbitrary.ts';

const model = CATALOG.get('intel.cc_mismatch') ?? raise();

/** A rule of no kernel, refusing what it is told to. */
const rule = (violated: (facts: never) => boolean): Rule => ({
  ...model,
  id: 'test.added',
  errno: 'ENOSPC',
  asks: () => 'asked',
  saw: () => 'seen',
  why: () => 'It is so.',
  blame: () => [],
  violated,
});

/** Linux 6.12 with the rule first in a stage. */
function withRule(stage: string, added: Rule): RuleSet {
  return compose(`with ${stage}`, 'linux-6.12', [
    SERIES['attach-upgrade'].overlay,
    { add: [{ stage, after: null, rule: added }] },
  ]);
}

const UPGRADE = compose('upgrade', 'linux-6.12', [SERIES['attach-upgrade'].overlay]);
const start = stateAfter(MACHINE);
const stages = [...STAGE_RULES.keys()];

/** The stages that a call came to, by the rules that it consulted. */
function visited(rules: RuleSet, checks: readonly { readonly rule: string }[]): Set<string> {
  const found = new Set<string>();
  for (const [stage, list] of rules.stages) {
    if (checks.some((check) => list.some((one) => one.id === check.rule))) found.add(stage);
  }
  return found;
}

describe('a rule added to a stage', () => {
  test('that always refuses, refuses wherever the stage is come to', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.constantFrom(...stages), fc.array(anyCommand, { maxLength: 25 }), (stage, commands) => {
        const strict = withRule(
          stage,
          rule(() => true),
        );
        let state = start;
        for (const one of commands) {
          const plain = step(UPGRADE, state, one);
          const tried = plain.candidates?.flatMap((candidate) => candidate.checks) ?? [];
          if (visited(UPGRADE, [...plain.checks, ...tried]).has(stage)) {
            seen.add(stage);
            const outcome = step(strict, state, one);
            const checks = [...outcome.checks, ...(outcome.candidates?.flatMap((candidate) => candidate.checks) ?? [])];
            expect(
              checks.some((check) => check.rule === 'test.added' && check.violated),
              `${stage}: ${one.op}`,
            ).toBe(true);
          }
          state = plain.next;
        }
      }),
      { numRuns: 1500 },
    );
    expect(seen.size).toBeGreaterThan(25);
  });

  // Written by hand from the kernel's calls: what the engine itself comes to can't tell of a path that it forgets.
  const MAPPED = [
    'plug_unit unit=0',
    'plug_device device=0 unit=0 group=0 reserved=msi:0xfee00000-0xfeefffff',
    'add_memory start=0x100000000000 last=0x10000003ffff',
    'ioas_alloc',
    'device_bind device=0',
    'ioas_map ioas=1 iova=0x10000 length=0x1000',
  ];
  const MADE = [...MAPPED, 'hwpt_alloc dev_id=2 pt_id=1 nest_parent'];
  const NESTED = [...MADE, 'hwpt_alloc dev_id=2 pt_id=3 data=stage1'];
  const AREA = ['fill.pin', 'fill.entry', 'intel.map'];
  test.each<[string, readonly string[], string, readonly string[]]>([
    [
      'an attach to an IOAS, which makes a page table and fills it',
      MAPPED,
      'device_attach device=0 pt_id=1',
      ['hwpt_alloc.paging', 'intel.alloc_paging', 'reserve', 'attach.domain', 'intel.attach', 'join', ...AREA],
    ],
    ['an attach to a page table', MADE, 'device_attach device=0 pt_id=3', ['reserve', 'attach.domain', 'intel.attach']],
    [
      'an attach to a nested page table',
      NESTED,
      'device_attach device=0 pt_id=4',
      // It can't be asked to enforce, so the series' request ends the attach.
      ['attach.group', 'enforce_cc'],
    ],
    [
      'an allocation on an IOAS',
      MAPPED,
      'hwpt_alloc dev_id=2 pt_id=1',
      ['hwpt_alloc.form', 'hwpt_alloc.paging', 'intel.alloc_paging', 'join', ...AREA],
    ],
    [
      'an allocation on a nest parent',
      MADE,
      'hwpt_alloc dev_id=2 pt_id=3 data=stage1',
      ['hwpt_alloc.nested', 'intel.alloc_nested'],
    ],
    [
      'a map',
      MADE,
      'ioas_map ioas=1 iova=0x20000 length=0x1000',
      ['ioas_map.form', 'ioas_map.ioas', 'map.fixed', 'map.place', ...AREA],
    ],
    [
      'a copy',
      MADE,
      'ioas_copy src_ioas=1 dst_ioas=1 src_iova=0x10000 dst_iova=0x20000 length=0x1000',
      ['ioas_copy.form', 'ioas_copy.source', 'ioas_copy.range', 'ioas_copy.destination', 'map.place', ...AREA],
    ],
  ])('that always refuses, refuses %s at each of its stages', (_, before, call, at) => {
    const state = stateAfter(before, UPGRADE);
    for (const stage of at) {
      const strict = withRule(
        stage,
        rule(() => true),
      );
      expect(step(strict, state, command(call)).result, stage).toMatchObject({ ok: false, rule: 'test.added' });
    }
  });

  test('that refuses one area refuses it in a map, and when a page table is filled with what was there before', () => {
    for (const stage of ['fill.pin', 'fill.entry', 'intel.map']) {
      const strict = withRule(
        stage,
        rule((facts: { readonly area: { readonly start: bigint } }) => facts.area.start === 0x20000n),
      );
      const lines = [
        'plug_unit unit=0',
        'plug_device device=0 unit=0 group=0',
        'add_memory start=0x100000000000 last=0x10000003ffff',
        'ioas_alloc',
        'device_bind device=0',
        'ioas_map ioas=1 iova=0x10000 length=0x1000',
        'ioas_map ioas=1 iova=0x20000 length=0x1000',
      ];
      const filling = play([...lines, 'hwpt_alloc dev_id=2 pt_id=1'], strict).at(-1);
      expect(filling?.result, stage).toEqual({ ok: false, errno: 'ENOSPC', rule: 'test.added' });
      const attaching = play([...lines, 'device_attach device=0 pt_id=1'], strict).at(-1);
      expect(attaching?.result, stage).toEqual({ ok: false, errno: 'ENOSPC', rule: 'test.added' });
      const [map] = lines.slice(-1);
      const mapping = play([...lines.slice(0, -1), 'hwpt_alloc dev_id=2 pt_id=1', map ?? ''], strict).at(-1);
      expect(mapping?.result, stage).toEqual({ ok: false, errno: 'ENOSPC', rule: 'test.added' });
    }
  });
});

test('a call comes to no stage but those that the table of calls names for it', () => {
  fc.assert(
    fc.property(fc.array(anyCommand, { maxLength: 25 }), (commands) => {
      let state = start;
      for (const one of commands) {
        const outcome = step(UPGRADE, state, one);
        const named = new Set(stagesOf(one.op).map(({ id }) => id));
        for (const stage of visited(UPGRADE, outcome.checks)) expect([...named], one.op).toContain(stage);
        state = outcome.next;
      }
    }),
    { numRuns: 400 },
  );
});

test('every call has its stages in the catalog, and every rule is under its id in a rule set', () => {
  for (const op of OPS) for (const { id } of stagesOf(op)) expect(STAGE_RULES.has(id)).toBe(true);
  for (const [id] of MAINLINE.rules) expect(CATALOG.has(id)).toBe(true);
  const refused = step(MAINLINE, initialState(EMPTY_MACHINE), command('destroy id=1'));
  const [check] = refused.checks;
  if (check === undefined) throw new Error('nothing was checked');
  expect(ruleOf(MAINLINE, check).id).toBe('destroy.id_missing');
  expect(() => ruleOf(MAINLINE, { ...check, rule: 'nope' })).toThrow('has no rule nope');
  expect(choiceOf('linux-6.12').patch).toBe(null);
});

function raise(): never {
  throw new Error('a rule is missing');
}
