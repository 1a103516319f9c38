/** What is different between two states: each field under its kernel name, parts of the machine, and their order. */
import { describe, expect, test } from 'vitest';
import { changeLine, diffStates, EMPTY_MACHINE, initialState, type Change } from '../../src/index.ts';
import { BOUND, GROUP_OF_TWO, TWO_UNITS, WITH_HWPT, WITH_NESTED } from '../../src/rules/samples.ts';
import { MAINLINE, play, stateAfter } from '../calls.ts';

function changes(before: readonly string[], ...calls: readonly string[]): readonly Change[] {
  const state = stateAfter(before);
  return diffStates(state, play(calls, MAINLINE, state).at(-1)?.next ?? state);
}

const lines = (before: readonly string[], ...calls: readonly string[]): string[] =>
  changes(before, ...calls).map(changeLine);

describe('the machine', () => {
  test('has parts that are new, and parts that are gone', () => {
    expect(changes([], 'plug_unit unit=3')).toEqual([{ kind: 'made', ref: 'unit:3', type: 'unit' }]);
    expect(changes(['plug_unit unit=3'], 'unplug_unit unit=3')).toEqual([
      { kind: 'gone', ref: 'unit:3', type: 'unit' },
    ]);
    expect(changes(['plug_unit unit=3'], 'plug_device device=1 unit=3 group=2')).toEqual([
      { kind: 'made', ref: 'device:1', type: 'device' },
    ]);
  });

  test('has parts of which fields changed, and those only', () => {
    expect(changes(['plug_unit unit=3', 'plug_unit unit=4'], 'edit_unit unit=3 nesting=no')).toEqual([
      { kind: 'changed', ref: 'unit:3', field: 'nesting', from: 'true', to: 'false' },
    ]);
  });

  test('shows the addresses of reserved regions as hexadecimal numbers', () => {
    const calls = ['plug_unit unit=0', 'plug_device device=0 unit=0 group=0'];
    expect(lines(calls, 'edit_device device=0 unit=0 group=0 reserved=msi:0xfee00000-0xfeefffff')).toEqual([
      'device 0 · reserved [] → [{"type":"msi","start":"0xfee00000","last":"0xfeefffff"}]',
    ]);
  });

  test('has user memory that is new, and memory that is gone', () => {
    const calls = ['add_memory start=0x1000 last=0x1fff', 'add_memory start=0x8000 last=0x8fff'];
    expect(lines([], ...calls)).toEqual(['user memory 0x1000–0x1fff is new', 'user memory 0x8000–0x8fff is new']);
    expect(lines(calls, 'remove_memory start=0x1000 last=0x1fff')).toEqual(['user memory 0x1000–0x1fff is gone']);
  });

  test('comes before the objects', () => {
    expect(lines([], 'ioas_alloc', 'plug_unit unit=0')).toEqual(['unit 0 is new', 'ioas 1 is new']);
  });
});

describe('the objects', () => {
  test('are new or gone, bound devices by another word', () => {
    expect(changes(BOUND.slice(0, -1), 'device_bind device=0')).toEqual([
      { kind: 'made', ref: 'device:0', type: 'device object' },
    ]);
    expect(lines(BOUND, 'device_unbind device=0')).toEqual(['device 0 is no longer bound']);
    expect(changes(WITH_NESTED, 'destroy id=4')).toEqual([
      { kind: 'changed', ref: 'hwpt:3', field: 'users', from: '2', to: '1' },
      { kind: 'gone', ref: 'hwpt:4', type: 'hwpt_nested' },
    ]);
  });

  test('are others where an id was given again', () => {
    const before = ['ioas_alloc'];
    expect(lines(before, 'destroy id=1', 'ioas_alloc')).toEqual(['ioas 1 is gone', 'ioas 1 is new']);
  });

  test('are listed by their ids, whichever side has them', () => {
    const three = ['ioas_alloc', 'ioas_alloc', 'ioas_alloc', 'destroy id=2'];
    expect(lines(three, 'ioas_alloc', 'destroy id=1', 'destroy id=3')).toEqual([
      'ioas 1 is gone',
      'ioas 2 is new',
      'ioas 3 is gone',
    ]);
    const many = Array.from({ length: 11 }, () => 'ioas_alloc');
    const all = diffStates(initialState(EMPTY_MACHINE), stateAfter(many));
    expect(all.map(({ ref }) => ref)).toEqual(many.map((_, at) => `ioas:${at + 1}`));
  });
});

describe('the fields', () => {
  test('of a page table tell its IOAS that it is there', () => {
    expect(lines(BOUND, 'hwpt_alloc dev_id=2 pt_id=1')).toEqual([
      'ioas 1 · users 1 → 2',
      'ioas 1 · iova_alignment 1 → 4096',
      'ioas 1 · reserved 0 ranges → 1 range',
      'ioas 1 · hwpts [] → [3]',
      'hwpt 3 is new',
    ]);
  });

  test('have lists of one length in full', () => {
    const one = [...BOUND, 'ioas_allow_iovas ioas=1 ranges=0x1000-0x1fff'];
    expect(lines(one, 'ioas_allow_iovas ioas=1 ranges=0x3000-0x3fff')).toEqual([
      'ioas 1 · allowed [["0x1000","0x1fff"]] → [["0x3000","0x3fff"]]',
    ]);
    expect(lines(one, 'ioas_allow_iovas ioas=1 ranges=0x1000-0x1fff,0x3000-0x3fff')).toEqual([
      'ioas 1 · allowed 1 range → 2 ranges',
    ]);
  });

  test('say how many areas there are, not which', () => {
    const map = 'ioas_map ioas=1 iova=0x10000 length=0x1000';
    const moved = [map, 'ioas_unmap ioas=1 iova=0x10000 length=0x1000', map.replace('0x10000', '0x50000')];
    expect(lines([...BOUND, map], ...moved.slice(1))).toEqual([]);
    expect(lines(BOUND, map)).toEqual(['ioas 1 · areas 0 → 1']);
    expect(lines([...WITH_HWPT, map], map.replace('0x10000', '0x50000'))).toEqual([
      'ioas 1 · areas 1 → 2',
      'hwpt 3 · mapped_pages 1 → 2',
    ]);
  });

  test('say whether dirty tracking was started', () => {
    const tracking = ['plug_unit unit=0 dirty_tracking=yes', 'plug_device device=0 unit=0 group=0', 'ioas_alloc'];
    const calls = [...tracking, 'device_bind device=0', 'hwpt_alloc dev_id=2 pt_id=1 dirty_tracking'];
    expect(lines(calls, 'set_dirty_tracking hwpt=3 enable=yes')).toEqual(['hwpt 3 · dirty_enabled false → true']);
  });

  test('say where a device is', () => {
    expect(lines(WITH_HWPT, 'device_attach device=0 pt_id=3')).toEqual([
      'ioas 1 · reserved 1 range → 2 ranges',
      'device 0 · users 2 → 3',
      'device 0 · hwpt null → 3',
      'device 0 · group_hwpt null → 3',
      'hwpt 3 · users 1 → 2',
    ]);
    const moved = [...TWO_UNITS, 'hwpt_alloc dev_id=3 pt_id=1', 'hwpt_alloc dev_id=3 pt_id=1'];
    expect(lines([...moved, 'device_attach device=1 pt_id=5'], 'device_attach device=1 pt_id=6')).toEqual([
      'device 1 · hwpt 5 → 6',
      'device 1 · group_hwpt 5 → 6',
      'hwpt 5 · users 2 → 1',
      'hwpt 6 · users 1 → 2',
    ]);
  });

  test('of an object that nothing happened to are the same', () => {
    expect(lines(TWO_UNITS, 'device_detach device=1')).toEqual([]);
    expect(lines([...WITH_HWPT, 'ioas_alloc'], 'ioas_map ioas=4 iova=0x10000 length=0x1000')).toEqual([
      'ioas 4 · areas 0 → 1',
    ]);
  });
});

test('a map changes its IOAS, and what the page tables of the IOAS map', () => {
  expect(lines(WITH_HWPT, 'ioas_map ioas=1 iova=0x10000 length=0x1000')).toEqual([
    'ioas 1 · areas 0 → 1',
    'hwpt 3 · mapped_pages 0 → 1',
  ]);
});

test('an attach changes the other devices of the group', () => {
  const group = [...GROUP_OF_TWO, 'hwpt_alloc dev_id=2 pt_id=1'];
  expect(lines(group, 'device_attach device=0 pt_id=4')).toContain('device 1 · group_hwpt null → 4');
});

test('nothing is different between a state and itself', () => {
  const state = stateAfter(WITH_HWPT);
  expect(diffStates(state, state)).toEqual([]);
  expect(diffStates(state, stateAfter(WITH_HWPT))).toEqual([]);
});
