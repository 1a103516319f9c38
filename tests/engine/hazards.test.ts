/** Hazards and KVM's view: what is said, of whom and by which messages, where each begins and ends, and what is rightly not said. */
import { describe, expect, test } from 'vitest';
import {
  enforcesCc,
  groupId,
  hazardsOf,
  kvmView,
  mustIoas,
  mustPaging,
  objectId,
  withGroup,
  withObject,
  type Hazard,
  type HwptPaging,
  type State,
} from '../../src/index.ts';
import { play, stateAfter } from '../calls.ts';
import { BOUND, TWO_SMMUS, TWO_UNITS } from '../../src/rules/samples.ts';
import { snoopCounts } from '../../src/engine/hazards.ts';

const withRegion = (region: string): string[] => [
  'plug_unit unit=0',
  `plug_device device=0 unit=0 group=0 reserved=${region}`,
  'ioas_alloc',
  'device_bind device=0',
];
const MAPS = ['ioas_map ioas=1 iova=0x10000 length=0x1000', 'ioas_map ioas=1 iova=0x20000 length=0x1000'];
const ATTACHED = stateAfter([...BOUND, ...MAPS, 'device_attach device=0 pt_id=1']);
const withCc = (...cc: HwptPaging['cc']): State => withObject(ATTACHED, { ...mustPaging(ATTACHED, objectId(3)), cc });
const found = (state: State): readonly [string, readonly string[], readonly number[]][] =>
  hazardsOf(state).map(({ id, objects, thread }: Hazard) => [id, objects, thread]);

describe('a reserved window that can be mapped', () => {
  const REFUSED_REPLACE = [
    'plug_unit unit=0 enforce_cache_coherency=no',
    'plug_unit unit=1',
    'plug_device device=0 unit=0 group=0 reserved=msi:0xfee00000-0xfeefffff',
    'plug_device device=1 unit=1 group=1',
    'ioas_alloc',
    'device_bind device=0',
    'device_bind device=1',
    'device_attach device=0 pt_id=1',
    'hwpt_alloc dev_id=3 pt_id=1',
  ];

  test('is none while the region of an attached device is reserved', () => {
    const state = stateAfter([...withRegion('msi:0xfee00000-0xfeefffff'), 'device_attach device=0 pt_id=1']);
    expect(hazardsOf(state)).toEqual([]);
  });

  test('is none for a direct-relaxable region, which the kernel never reserves', () => {
    const state = stateAfter([...withRegion('direct-relaxable:0x1000-0x1fff'), 'device_attach device=0 pt_id=1']);
    expect(hazardsOf(state)).toEqual([]);
  });

  test('is one when a refused replace dropped the reservation', () => {
    const outcome = play(['device_attach device=0 pt_id=5'], undefined, stateAfter(REFUSED_REPLACE)).at(-1);
    expect(outcome?.result).toMatchObject({ ok: false });
    expect(hazardsOf(outcome?.next ?? stateAfter([])).map(({ id, objects }) => [id, objects])).toEqual([
      ['msi-window-mappable', ['device:0', 'ioas:1']],
    ]);
  });
});

test('a device that can enforce on a page table that does not is named with it', () => {
  const state = stateAfter([
    ...TWO_UNITS,
    'hwpt_alloc dev_id=2 pt_id=1',
    'device_unbind device=0',
    'device_attach device=1 pt_id=5',
  ]);
  expect(hazardsOf(state).map(({ id, objects }) => [id, objects])).toEqual([
    ['kvm-told-coherent', ['device:1', 'hwpt:5']],
  ]);
});

describe('what KVM does about wbinvd', () => {
  test('nothing is said while no device is bound', () => {
    expect(kvmView(stateAfter(['plug_unit unit=0', 'plug_device device=0 unit=0 group=0']))).toBeNull();
  });

  test('it emulates while a bound device cannot enforce, and says which', () => {
    expect(kvmView(stateAfter(TWO_UNITS))).toMatchObject({ emulates: true, because: 'device 0 cannot enforce' });
  });

  test('it ignores them when every bound device can enforce', () => {
    expect(kvmView(stateAfter([...TWO_UNITS, 'device_unbind device=0']))).toMatchObject({ emulates: false });
  });
});

describe('entries and their snoop bits', () => {
  test.each([
    ['all', withCc({ from: 0, enforces: true }), 2, 0],
    ['none', withCc({ from: 0, enforces: false }), 0, 2],
    ['the later', withCc({ from: 0, enforces: false }, { from: 1, enforces: true }), 1, 1],
    ['all, since nothing was mapped before', withCc({ from: 0, enforces: false }, { from: 0, enforces: true }), 2, 0],
  ])('are counted: %s', (_, state, having, lacking) => {
    expect(snoopCounts(state, mustPaging(state, objectId(3)))).toEqual({ with: having, without: lacking });
  });

  test('that differ are a hazard of the page table and for KVM', () => {
    const state = withCc({ from: 0, enforces: false }, { from: 1, enforces: true });
    expect(enforcesCc(mustPaging(state, objectId(3)))).toBe(true);
    expect(found(state)).toEqual([
      ['entries-without-snoop', ['hwpt:3'], [3, 12]],
      ['kvm-told-coherent', ['device:0', 'hwpt:3'], [13]],
    ]);
    expect(hazardsOf(state)[0]?.sentence).toContain('1 of its 2 entries lack the snoop bit');
    expect(hazardsOf(state)[1]?.sentence).toContain('has entries without the snoop bit');
    expect(hazardsOf(state)).toBe(hazardsOf(state));
  });

  test('that all have it are none', () => {
    expect(found(withCc({ from: 0, enforces: true }))).toEqual([]);
    expect(found(withCc({ from: 0, enforces: false }, { from: 0, enforces: true }))).toEqual([]);
  });

  test('that all lack it are one for KVM only', () => {
    const state = withCc({ from: 0, enforces: false });
    expect(found(state)).toEqual([['kvm-told-coherent', ['device:0', 'hwpt:3'], [13]]]);
    expect(hazardsOf(state)[0]?.sentence).toContain('does not enforce');
  });
});

test('a unit that cannot enforce behind entries that snoop is named with group and page table', () => {
  const unable = { ...ATTACHED.machine.units.get(0), enforceCacheCoherency: false } as never;
  const state: State = { ...ATTACHED, machine: { ...ATTACHED.machine, units: new Map([[0, unable]]) } };
  expect(found(state)).toEqual([['reserved-bit', ['device:0', 'group:0', 'hwpt:3'], [3, 13]]]);
  const unmapped = withObject(state, { ...mustIoas(state, objectId(1)), areas: null });
  expect(found(unmapped)).toEqual([]);
});

describe('a reserved window', () => {
  const ioas = mustIoas(ATTACHED, objectId(1));
  const reservedAs = (start: bigint, last: bigint): State =>
    withObject(ATTACHED, {
      ...ioas,
      reserved: ioas.reserved.map((entry) => (entry.start === 0xfee0_0000n ? { ...entry, start, last } : entry)),
    });

  test.each([
    ['exactly reserved', 0xfee0_0000n, 0xfeef_ffffn, 0],
    ['within what is reserved', 0xfed0_0000n, 0xfeff_ffffn, 0],
    ['open at its first byte', 0xfee0_0001n, 0xfeef_ffffn, 1],
    ['open at its last byte', 0xfee0_0000n, 0xfeef_fffen, 1],
  ])('that is %s', (_, start, last, hazards) => {
    expect(found(reservedAs(start, last))).toHaveLength(hazards);
  });

  test('that is open is argued in no message', () => {
    expect(found(reservedAs(0n, 1n))).toEqual([['msi-window-mappable', ['device:0', 'ioas:1'], []]]);
  });
});

test('a group with an MSI window on a page table without cookie is a hazard', () => {
  const state = stateAfter([...TWO_SMMUS, 'device_attach device=0 pt_id=1']);
  expect(found(state)).toEqual([]);
  const hwpt = mustPaging(state, objectId(4));
  expect(hwpt.msiCookie).toBe(true);
  const without = withObject(state, { ...hwpt, msiCookie: false });
  expect(found(without)).toEqual([['msi-cookie-missing', ['group:0', 'hwpt:4'], [0]]]);
  const group = without.groups.get(0);
  if (group === undefined) throw new Error('group 0 is not there');
  expect(found(withGroup(without, { ...group, swMsiStart: null }))).toEqual([]);
  expect(found(withGroup(without, { id: groupId(1), hwpt: null, attached: [], swMsiStart: 0n }))).toHaveLength(1);
});
