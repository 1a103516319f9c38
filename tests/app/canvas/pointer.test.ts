/** Which object a node stands for, when something is dropped on it. */
import { expect, test } from 'vitest';
import { targetOf } from '../../../app/canvas/pointer.ts';
import { TWO_UNITS, WITH_NESTED } from '../../../src/rules/samples.ts';
import { stateAfter } from '../../calls.ts';

const state = stateAfter(WITH_NESTED);

test.each([
  ['ioas:1', 1],
  ['hwpt:3', 3],
  ['hwpt:4', 4],
])('a device can be attached to %s', (ref, id) => {
  expect(targetOf(state, ref)).toBe(id);
});

test.each(['ioas:3', 'hwpt:1', 'hwpt:9', 'memory:0', 'unit:0', 'device:0', 'nonsense', ''])(
  '%j is no target',
  (ref) => {
    expect(targetOf(state, ref)).toBeNull();
  },
);

test.each(['unit:1', 'group:1', 'device:1'])('%s is none either, though ioas 1 has its number', (ref) => {
  expect(targetOf(stateAfter(TWO_UNITS), ref)).toBeNull();
});
