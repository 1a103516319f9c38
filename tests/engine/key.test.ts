/** The key of a state: other where a later call can answer otherwise, the same where none can. */
import { describe, expect, test } from 'vitest';
import {
  keyOf,
  mustPaging,
  objectId,
  objectsOf,
  withObject,
  type HwptPaging,
  type KernelObject,
} from '../../src/index.ts';
import { BOUND, TWO_UNITS, TWO_VENDORS, WITH_HWPT, WITH_NESTED } from '../../src/rules/samples.ts';
import { stateAfter } from '../calls.ts';

const keyAfter = (...calls: readonly string[]): string => keyOf(stateAfter(calls));

const MAP = 'ioas_map ioas=1 iova=0x10000 length=0x1000 prot=rw';

/** Two groups without reserved regions, each with a page table. */
const TWO_TABLES = [...TWO_VENDORS, 'hwpt_alloc dev_id=2 pt_id=1', 'hwpt_alloc dev_id=3 pt_id=1'];

describe('a state that answers otherwise has another key', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['a unit more', ['plug_unit unit=0'], []],
    ['another unit', ['plug_unit unit=0'], ['plug_unit unit=1']],
    ['another driver', ['plug_unit unit=0'], ['plug_unit unit=0 driver=amd nesting=no']],
    ['another width', ['plug_unit unit=0'], ['plug_unit unit=0 address_width=39']],
    ['a flag of the unit', ['plug_unit unit=0'], ['plug_unit unit=0 enforce_cache_coherency=no']],
    ['memory', ['add_memory start=0x1000 last=0x1fff'], ['add_memory start=0x1000 last=0x2fff']],
    ['an object more', ['ioas_alloc'], ['ioas_alloc', 'ioas_alloc']],
    ['another id', ['ioas_alloc'], ['ioas_alloc', 'ioas_alloc', 'destroy id=1']],
    ['huge pages', ['ioas_alloc'], ['ioas_alloc', 'option_huge_pages ioas=1 value=0']],
    ['an allowed range', ['ioas_alloc'], ['ioas_alloc', 'ioas_allow_iovas ioas=1 ranges=0x1000-0x1fff']],
    ['a bound device', BOUND, [...BOUND, 'device_unbind device=0']],
    ['a nest parent', WITH_HWPT, [...BOUND, 'hwpt_alloc dev_id=2 pt_id=1 nest_parent']],
    ['where a device is', WITH_HWPT, [...WITH_HWPT, 'device_attach device=0 pt_id=3']],
    ['a mapping', BOUND, [...BOUND, MAP]],
    ['where it is mapped', [...BOUND, MAP], [...BOUND, MAP.replace('0x10000', '0x20000')]],
    ['how long it is', [...BOUND, MAP], [...BOUND, MAP.replace('length=0x1000', 'length=0x2000')]],
    ['what may be done there', [...BOUND, MAP], [...BOUND, MAP.replace('prot=rw', 'prot=r')]],
    ['what is mapped there', [...BOUND, MAP], [...BOUND, `${MAP} user_va=0x100000001000`]],
    ['that something was once mapped', WITH_HWPT, [...WITH_HWPT, MAP, 'ioas_unmap ioas=1 iova=0x10000 length=0x1000']],
    [
      'whether a copy could be written to',
      [
        ...BOUND,
        MAP,
        'ioas_alloc',
        'ioas_copy src_ioas=1 src_iova=0x10000 dst_ioas=3 length=0x1000 dst_iova=0x5000 prot=r',
      ],
      [...BOUND, MAP, 'ioas_alloc', 'ioas_map ioas=3 iova=0x5000 length=0x1000 prot=r'],
    ],
    ['where a device without reserved regions is', TWO_TABLES, [...TWO_TABLES, 'device_attach device=0 pt_id=4']],
    [
      'which group is on the page table',
      [...TWO_UNITS, 'hwpt_alloc dev_id=3 pt_id=1', 'device_attach device=1 pt_id=5'],
      [...TWO_UNITS, 'hwpt_alloc dev_id=3 pt_id=1', 'device_attach device=2 pt_id=5'],
    ],
  ])('%s', (_, one, other) => {
    expect(keyAfter(...one)).not.toBe(keyAfter(...other));
  });

  test('from when on a page table enforces', () => {
    const state = stateAfter([...WITH_HWPT, MAP, MAP.replace('0x10000', '0x50000')]);
    const hwpt = mustPaging(state, objectId(3));
    const keyWith = (...cc: HwptPaging['cc']): string => keyOf(withObject(state, { ...hwpt, cc }));
    const never = keyWith({ from: 0, enforces: false });
    const always = keyWith({ from: 0, enforces: true });
    const later = keyWith({ from: 0, enforces: false }, { from: 1, enforces: true });
    const latest = keyWith({ from: 0, enforces: false }, { from: 2, enforces: true });
    expect(new Set([never, always, later, latest]).size).toBe(4);
  });
});

describe('a state that answers alike has the same key', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['objects that came and went', ['ioas_alloc'], ['ioas_alloc', 'destroy id=1', 'ioas_alloc']],
    [
      'areas made in another order',
      [...BOUND, MAP, MAP.replace('0x10000', '0x50000')],
      [...BOUND, MAP.replace('0x10000', '0x50000'), MAP],
    ],
    [
      'units plugged in another order',
      ['plug_unit unit=0', 'plug_unit unit=1'],
      ['plug_unit unit=1', 'plug_unit unit=0'],
    ],
    [
      'a group that was attached and detached',
      [...TWO_TABLES, 'device_attach device=0 pt_id=4', 'device_detach device=0'],
      TWO_TABLES,
    ],
    [
      'groups attached in another order',
      [...TWO_TABLES, 'device_attach device=1 pt_id=5', 'device_attach device=0 pt_id=4'],
      [...TWO_TABLES, 'device_attach device=0 pt_id=4', 'device_attach device=1 pt_id=5'],
    ],
  ])('%s', (_, one, other) => {
    expect(keyAfter(...one)).toBe(keyAfter(...other));
  });

  test('an object whose fields were written in another order', () => {
    const state = stateAfter(WITH_NESTED);
    const reordered = objectsOf(state).reduce(
      (changed, object) =>
        withObject(changed, Object.fromEntries(Object.entries(object).toReversed()) as unknown as KernelObject),
      state,
    );
    expect(keyOf(reordered)).toBe(keyOf(state));
  });
});

test('the key is the same when it is asked for again', () => {
  const calls = [...WITH_NESTED, MAP, 'device_attach device=0 pt_id=4'];
  const state = stateAfter(calls);
  const key = keyOf(state);
  expect(keyOf(state)).toBe(key);
  expect(keyOf(stateAfter(calls))).toBe(key);
});

test('a name that looks like other fields does not make states alike', () => {
  const named = (first: string, second: string): string =>
    keyAfter(`plug_unit unit=0 name=${first}`, `plug_unit unit=1 name=${second}`);
  expect(named('a', 'b:c')).not.toBe(named('a:b', 'c'));
  expect(named('null', '')).not.toBe(named('', 'null'));
});
