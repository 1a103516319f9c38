/** What a call carries along besides its answer: what it decided, whom it names, and what it looked at. */
import { describe, expect, test } from 'vitest';
import { ruleOf, type Outcome } from '../../src/index.ts';
import { BOUND, PLAIN_ON_UNIT_0, TWO_UNITS, unitEach } from '../../src/rules/samples.ts';
import { MAINLINE, play } from '../calls.ts';

function last(...calls: readonly string[]): Outcome {
  const outcome = play(calls).at(-1);
  if (outcome === undefined) throw new Error('no call was made');
  return outcome;
}
const decided = (outcome: Outcome): string[] => outcome.decisions.map(({ kind }) => kind);

/** Why the call is refused, or how it is not. */
function why(outcome: Outcome): string {
  const check = outcome.checks.at(-1);
  if (outcome.result.ok || check === undefined) return 'it is not refused';
  return ruleOf(MAINLINE, check).why(check.facts);
}

describe('a refused replace', () => {
  const ATTACHED = [...PLAIN_ON_UNIT_0, 'device_attach device=0 pt_id=5', 'hwpt_alloc dev_id=3 pt_id=1'];

  test('within one IOAS says that the reservations were dropped, the first time', () => {
    const replace = 'device_attach device=0 pt_id=7';
    expect(decided(last(...ATTACHED, replace))).toContain('reservations_dropped');
    expect(decided(last(...ATTACHED, replace, replace))).not.toContain('reservations_dropped');
  });

  test('by a page table of another IOAS keeps them', () => {
    const calls = [...ATTACHED, 'hwpt_alloc dev_id=3 pt_id=6', 'device_attach device=0 pt_id=8'];
    expect(last(...calls).result).toMatchObject({ ok: false, rule: 'intel.cc_mismatch' });
    expect(decided(last(...calls))).not.toContain('reservations_dropped');
  });

  test('says nothing of them when it is none', () => {
    const calls = [...PLAIN_ON_UNIT_0, 'device_attach device=0 pt_id=5', 'hwpt_alloc dev_id=2 pt_id=1'];
    expect(decided(last(...calls, 'device_attach device=0 pt_id=7'))).not.toContain('reservations_dropped');
  });
});

test('a page table that was not made in the end has decided nothing', () => {
  const calls = [...BOUND, 'ioas_map ioas=1 iova=0x10000 length=0x1000 user_va=0x5000'];
  const refused = last(...calls, 'device_attach device=0 pt_id=1');
  expect(refused.result).toMatchObject({ ok: false, errno: 'EFAULT' });
  expect(decided(refused)).toEqual([]);
  expect(decided(last(...BOUND, 'device_attach device=0 pt_id=1'))).toEqual(['auto_made', 'cc_at_allocation']);
});

test('destroy names the objects that hold the one that should go', () => {
  const calls = [...BOUND, 'hwpt_alloc dev_id=2 pt_id=1 nest_parent', 'hwpt_alloc dev_id=2 pt_id=3 data=stage1'];
  expect(why(last(...calls, 'destroy id=3'))).toContain('hwpt 4');
  expect(why(last(...calls, 'destroy id=1'))).toContain('hwpt 3');
});

test('a page table with dirty tracking does not go to a unit in legacy mode, whatever its hardware has', () => {
  const calls = [...unitEach('', 'scalable_mode=no'), 'hwpt_alloc dev_id=2 pt_id=1 dirty_tracking'];
  const refused = { ok: false, rule: 'intel.dirty_tracking_unsupported' };
  expect(last(...calls, 'device_attach device=1 pt_id=4').result).toMatchObject(refused);
  expect(last(...calls, 'device_attach device=0 pt_id=4').result).toMatchObject({ ok: true });
});

describe('a unit that should be changed', () => {
  const LEFT = [...TWO_UNITS, 'hwpt_alloc dev_id=3 pt_id=1', 'device_unbind device=1', 'device_unbind device=2'];

  test('is in use by its page tables, bound devices or not', () => {
    expect(last(...LEFT, 'edit_unit unit=1').result).toMatchObject({ ok: false, errno: 'EBUSY' });
    expect(why(last(...LEFT, 'edit_unit unit=1'))).toContain('5');
    expect(last(...LEFT, 'destroy id=5', 'edit_unit unit=1').result).toMatchObject({ ok: true });
  });

  test('is not in use by the page tables and devices of another', () => {
    expect(last(...LEFT, 'device_unbind device=0', 'edit_unit unit=0').result).toMatchObject({ ok: true });
  });
});

test('memory is in use to its first and its last byte', () => {
  const mapped = (userVa: string): string[] => [
    ...BOUND,
    'add_memory start=0x200000 last=0x200fff',
    `ioas_map ioas=1 iova=0x10000 length=0x1 user_va=${userVa}`,
    'remove_memory start=0x200000 last=0x200fff',
  ];
  for (const inside of ['0x200000', '0x200fff']) {
    expect(last(...mapped(inside)).result).toMatchObject({ ok: false, errno: 'EBUSY' });
  }
  for (const outside of ['0x1fffff', '0x201000']) expect(last(...mapped(outside)).result).toMatchObject({ ok: true });
});
