/** What is different between two states, also where an object itself is the same. */
import { expect, test } from 'vitest';
import { changeLine, diffStates } from '../../src/index.ts';
import { WITH_HWPT } from '../../src/rules/samples.ts';
import { MAINLINE, play, stateAfter } from '../calls.ts';

function changes(before: readonly string[], ...calls: readonly string[]): string[] {
  const state = stateAfter(before);
  // From the state itself: objects that no call touches are then the very same.
  return diffStates(state, play(calls, MAINLINE, state).at(-1)?.next ?? state).map(changeLine);
}

test('a map changes its IOAS, and what the page tables of the IOAS map', () => {
  expect(changes(WITH_HWPT, 'ioas_map ioas=1 iova=0x10000 length=0x1000')).toEqual([
    'ioas 1 · areas 0 → 1',
    'hwpt 3 · mapped_pages 0 → 1',
  ]);
});

test('an attach changes the other devices of the group', () => {
  const group = [
    'plug_unit unit=0',
    'plug_device device=0 unit=0 group=0',
    'plug_device device=1 unit=0 group=0',
    'ioas_alloc',
    'device_bind device=0',
    'device_bind device=1',
    'hwpt_alloc dev_id=2 pt_id=1',
  ];
  expect(changes(group, 'device_attach device=0 pt_id=4')).toContain('device 1 · group_hwpt null → 4');
});

test('nothing is different between a state and itself', () => {
  const state = stateAfter(WITH_HWPT);
  expect(diffStates(state, state)).toEqual([]);
  expect(diffStates(state, stateAfter(WITH_HWPT))).toEqual([]);
});
