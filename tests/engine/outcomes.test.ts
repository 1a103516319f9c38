/** What a call hands back, decides on the way and leaves behind, where a kernel's trace does not show it. */
import { describe, expect, test } from 'vitest';
import {
  areaList,
  choiceOf,
  mustIoas,
  mustPaging,
  objectAt,
  objectId,
  rulesFor,
  type Outcome,
  type RuleSet,
  type State,
} from '../../src/index.ts';
import {
  BOUND,
  CC_ON_UNIT_1,
  GROUP_OF_TWO,
  IOAS_ONLY,
  TWO_SMMUS,
  TWO_UNITS,
  WITH_HWPT,
} from '../../src/rules/samples.ts';
import { MAINLINE, play, stateAfter } from '../calls.ts';

function last(before: readonly string[], call: string, rules: RuleSet = MAINLINE): Outcome & { readonly from: State } {
  const from = stateAfter(before, rules);
  const outcome = play([call], rules, from).at(-1);
  if (outcome === undefined) throw new Error('no call was made');
  return { ...outcome, from };
}
const outOf = ({ result }: Outcome): object => (result.ok ? result.out : { errno: result.errno });
const kindsOf = ({ decisions }: Outcome): string[] => decisions.map(({ kind }) => kind);

const MAP = 'ioas_map ioas=1 iova=0x10000 length=0x1000';
const TWO_MAPS = [...IOAS_ONLY, MAP, 'ioas_map ioas=1 iova=0x20000 length=0x2000 user_va=0x100000008000'];

describe('a call that changes nothing', () => {
  test.each<[string, readonly string[], string]>([
    ['a refused one', WITH_HWPT, 'destroy id=1'],
    ['a question', TWO_MAPS, 'ioas_iova_ranges ioas=1'],
    ['a detach of what is not attached', BOUND, 'device_detach device=0'],
    [
      'an attach to where the group is',
      [...WITH_HWPT, 'device_attach device=0 pt_id=3'],
      'device_attach device=0 pt_id=3',
    ],
    ['huge pages as they are', IOAS_ONLY, 'option_huge_pages ioas=1 value=1'],
    ['an unmap of everything where nothing is', IOAS_ONLY, 'ioas_unmap ioas=1 iova=0 length=0xffffffffffffffff'],
    ['an unmap that cuts its only area', TWO_MAPS, 'ioas_unmap ioas=1 iova=0x21000 length=0x1000'],
    [
      'dirty tracking as it is',
      [...BOUND, 'hwpt_alloc dev_id=2 pt_id=1 dirty_tracking'],
      'set_dirty_tracking hwpt=3 enable=no',
    ],
  ])('leaves the very same state: %s', (_, before, call) => {
    const outcome = last(before, call);
    expect(outcome.next).toBe(outcome.from);
  });

  test('says so', () => {
    expect(last(BOUND, 'device_detach device=0').decisions).toEqual([{ kind: 'not_attached', device: 0 }]);
    expect(last([...WITH_HWPT, 'device_attach device=0 pt_id=3'], 'device_attach device=0 pt_id=3').decisions).toEqual([
      { kind: 'already_there', hwpt: 3 },
    ]);
    expect(kindsOf(last([...BOUND, 'device_attach device=0 pt_id=1'], 'device_detach device=0'))).toEqual([
      'auto_gone',
    ]);
  });
});

describe('an unmap', () => {
  test('hands back how much went, of all areas within the range', () => {
    expect(outOf(last(TWO_MAPS, 'ioas_unmap ioas=1 iova=0x10000 length=0x1000'))).toEqual({ outLength: 0x1000n });
    expect(outOf(last(TWO_MAPS, 'ioas_unmap ioas=1 iova=0 length=0x100000'))).toEqual({ outLength: 0x3000n });
    expect(outOf(last(TWO_MAPS, 'ioas_unmap ioas=1 iova=0 length=0xffffffffffffffff'))).toEqual({ outLength: 0x3000n });
  });

  test.each([
    ['its end', 'ioas_unmap ioas=1 iova=0x10000 length=0x11000'],
    ['a byte of its end', 'ioas_unmap ioas=1 iova=0x10000 length=0x11fff'],
  ])('that is refused for an area that goes beyond %s has taken those before', (_, call) => {
    const outcome = last(TWO_MAPS, call);
    expect(outcome.result.ok).toBe(false);
    expect(outcome.decisions).toEqual([{ kind: 'areas_gone', ioas: 1, areas: 1 }]);
    expect(areaList(mustIoas(outcome.next, objectId(1)).areas).map(({ start }) => start)).toEqual([0x2_0000n]);
  });

  test('that is refused at once has decided nothing', () => {
    expect(last(TWO_MAPS, 'ioas_unmap ioas=1 iova=0x21000 length=0x1000').decisions).toEqual([]);
  });
});

describe('a copy', () => {
  const SOURCE = [
    ...TWO_MAPS,
    'ioas_map ioas=1 iova=0x11000 length=0x1000 prot=r user_va=0x100000004000',
    'ioas_alloc',
  ];
  const copy = (iova: string, length: string): string =>
    `ioas_copy src_ioas=1 src_iova=${iova} dst_ioas=2 dst_iova=0x50000 length=${length} prot=r`;

  test('has an area for each that it copies from, cut to the range, and shares their pages', () => {
    const outcome = last(SOURCE, copy('0x10800', '0x1000'));
    expect(outOf(outcome)).toEqual({ outIova: 0x5_0000n });
    const areas = areaList(mustIoas(outcome.next, objectId(2)).areas);
    expect(areas).toEqual([
      { start: 0x5_0000n, last: 0x5_07ffn, va: 0x1000_0000_0800n, prot: 'r', writable: true, pages: 0, made: 3 },
      { start: 0x5_0800n, last: 0x5_0fffn, va: 0x1000_0000_4000n, prot: 'r', writable: false, pages: 2, made: 4 },
    ]);
    expect(outcome.next.nextArea).toBe(5);
  });

  test.each([
    ['0x10000', '0x2000', true],
    ['0x10000', '0x2001', false],
    ['0xffff', '0x1001', false],
    ['0x11fff', '0x1', true],
    ['0x21fff', '0x2', false],
    ['0xffffffffffffffff', '0x2', false],
  ])('of %s and %s bytes succeeds: %s', (iova, length, ok) => {
    expect(last(SOURCE, copy(iova, length)).result.ok).toBe(ok);
  });
});

describe('an address that the kernel chooses', () => {
  test('is handed back with its alignment', () => {
    const outcome = last(IOAS_ONLY, 'ioas_map ioas=1 fixed=no iova=0 length=0x2000');
    expect(outOf(outcome)).toEqual({ outIova: 0x2000n });
    expect(outcome.decisions).toEqual([{ kind: 'iova_chosen', iova: 0x2000n, alignment: 0x2000n }]);
  });
});

describe('an attach to an IOAS', () => {
  test('tries its automatic page tables in turn, and makes one when none will do', () => {
    const before = [...TWO_UNITS, 'device_attach device=1 pt_id=1'];
    const made = last(before, 'device_attach device=0 pt_id=1');
    expect(made.candidates?.map(({ hwpt, fresh, refusal }) => [hwpt, fresh, refusal?.rule ?? null])).toEqual([
      [5, false, 'intel.cc_mismatch'],
      [6, true, null],
    ]);
    expect(kindsOf(made)).toEqual(['auto_made', 'cc_at_allocation']);
    expect(made.decisions[1]).toEqual({ kind: 'cc_at_allocation', hwpt: 6, device: 0, enforces: false });
    const reused = last(before, 'device_attach device=2 pt_id=1');
    expect(reused.decisions).toEqual([{ kind: 'auto_reused', hwpt: 5 }]);
    expect(reused.candidates?.map(({ hwpt, fresh }) => [hwpt, fresh])).toEqual([[5, false]]);
    expect(outOf(reused)).toEqual({ outPtId: 5 });
  });

  test('has no candidates where a page table is named', () => {
    expect(last(CC_ON_UNIT_1, 'device_attach device=1 pt_id=5')).not.toHaveProperty('candidates');
    expect(last([...CC_ON_UNIT_1], 'device_attach device=1 pt_id=1').candidates?.map(({ hwpt }) => hwpt)).toEqual([6]);
  });

  test('gives the page table an MSI cookie for the window of the group', () => {
    const outcome = last(TWO_SMMUS, 'device_attach device=0 pt_id=1');
    expect(kindsOf(outcome)).toEqual(['auto_made', 'cc_at_allocation', 'msi_cookie']);
    expect(outcome.decisions.at(-1)).toEqual({ kind: 'msi_cookie', hwpt: 4, start: 0x800_0000n });
    expect(mustPaging(outcome.next, objectId(4)).msiCookie).toBe(true);
    expect(outcome.next.groups.get(0)?.swMsiStart).toBe(0x800_0000n);
  });
});

describe('an attach that makes a page table enforce', () => {
  const rules = rulesFor(choiceOf('linux-6.12', 'attach-upgrade', 'maps-later'));
  const before = [...TWO_UNITS, 'hwpt_alloc dev_id=2 pt_id=1', MAP, 'ioas_map ioas=1 iova=0x20000 length=0x1000'];

  test('says how many areas are older, and enforces from then on', () => {
    const outcome = last(before, 'device_attach device=1 pt_id=5', rules);
    const upgraded = outcome.decisions.filter(({ kind }) => kind === 'cc_upgraded');
    if (!outcome.result.ok) throw new Error(outcome.result.rule);
    expect(upgraded).toEqual([{ kind: 'cc_upgraded', hwpt: 5, device: 1, older: 2 }]);
    expect(mustPaging(outcome.next, objectId(5)).cc).toEqual([
      { from: 0, enforces: false },
      { from: 2, enforces: true },
    ]);
  });
});

describe('the machine', () => {
  const rule = (before: readonly string[], call: string): string | null => {
    const { result } = last(before, call);
    return result.ok ? null : result.rule;
  };

  test('keeps memory in order, and takes away exactly what was added', () => {
    const ranges = ['add_memory start=0x3000 last=0x3fff', 'add_memory start=0x1000 last=0x1fff'];
    const state = stateAfter(ranges);
    expect(state.machine.memory.map(({ start }) => start)).toEqual([0x1000n, 0x3000n]);
    expect(last(ranges, 'remove_memory start=0x1000 last=0x1fff').next.machine.memory).toEqual([
      { start: 0x3000n, last: 0x3fffn },
    ]);
    expect(rule(ranges, 'remove_memory start=0x1000 last=0x1ffe')).not.toBeNull();
    expect(rule(ranges, 'remove_memory start=0x1001 last=0x1fff')).not.toBeNull();
  });

  test('keeps memory that an area stands for, from its first byte to its last', () => {
    const memory = (start: number): string => `add_memory start=${start} last=${start + 0xfff}`;
    const all = [memory(0x1000), memory(0x2000), memory(0x3000), memory(0x4000), 'ioas_alloc', 'ioas_alloc'];
    const mapped = [...all, 'ioas_map ioas=2 iova=0x70000 length=0x2000 user_va=0x2000'];
    const kept = [0x1000, 0x2000, 0x3000, 0x4000].map(
      (start) => rule(mapped, `remove_memory start=${start} last=${start + 0xfff}`) !== null,
    );
    expect(kept).toEqual([false, true, true, false]);
  });

  test('keeps its parts in id order and gives each its fields', () => {
    const state = stateAfter([
      'plug_unit unit=2 name=late',
      'plug_unit unit=1 address_width=39',
      'plug_device device=7 unit=2 group=4',
      'plug_device device=3 unit=1 group=5 isolated_msi=no',
    ]);
    expect([...state.machine.units.keys(), ...state.machine.devices.keys()]).toEqual([1, 2, 3, 7]);
    expect(state.machine.units.get(1)).toMatchObject({ id: 1, addressWidth: 39 });
    expect(state.machine.devices.get(3)).toMatchObject({ id: 3, unit: 1, group: 5, isolatedMsi: false });
  });
});

test('an unbind takes the group with its last device, and no earlier', () => {
  const group = [...GROUP_OF_TWO, 'device_attach device=0 pt_id=1'];
  expect(stateAfter(group).groups.has(0)).toBe(true);
  const one = stateAfter([...group, 'device_unbind device=0']);
  expect(one.groups.get(0)).toMatchObject({ hwpt: null, attached: [] });
  expect(objectAt(one, 4)).toBeUndefined();
  expect(stateAfter([...group, 'device_unbind device=0', 'device_unbind device=1']).groups.size).toBe(0);
});

test('a page table that did not come to be is not said to have been made, or to enforce', () => {
  const inTheWay = [...BOUND, 'ioas_map ioas=1 iova=0xfee00000 length=0x1000'];
  const attach = last(inTheWay, 'device_attach device=0 pt_id=1');
  expect(attach.result).toMatchObject({ ok: false, errno: 'EADDRINUSE' });
  expect(attach.decisions).toEqual([]);
  const far = [
    'plug_unit unit=0 address_width=39',
    'plug_device device=0 unit=0 group=0',
    ...IOAS_ONLY,
    'device_bind device=0',
  ];
  const alloc = last([...far, 'ioas_map ioas=1 iova=0x8000000000 length=0x1000'], 'hwpt_alloc dev_id=2 pt_id=1');
  expect(alloc.result).toMatchObject({ ok: false });
  expect(alloc.decisions).toEqual([]);
});

test('the area that a filling is explained by is the first, in whatever order the areas were mapped', () => {
  const [low, high] = ['ioas_map ioas=1 iova=0x10000 length=0x1000', 'ioas_map ioas=1 iova=0x20000 length=0x1000'];
  const checks = [
    [low, high],
    [high, low],
  ].map((maps) =>
    last([...BOUND, ...maps], 'hwpt_alloc dev_id=2 pt_id=1').checks.filter(({ rule }) => rule.startsWith('fill.')),
  );
  expect(checks[0]?.length).toBeGreaterThan(0);
  expect(checks[0]?.map(({ facts }) => (facts as { area: { start: bigint } }).area.start)).toEqual(
    checks[1]?.map(({ facts }) => (facts as { area: { start: bigint } }).area.start),
  );
});
