/** `step` and `repairs` answer whatever they are given: nothing throws, and the state stays as it was. */
import { describe, expect, test } from 'vitest';
import { repairs, step, type Command } from '../../src/index.ts';
import { CC_ON_UNIT_1 } from '../../src/rules/samples.ts';
import { MAINLINE, stateAfter } from '../calls.ts';

const state = stateAfter(CC_ON_UNIT_1);

/** Fields that are nested so deep that a walk by calls has no stack left. */
function deep(): unknown {
  let value: unknown = 1;
  for (let depth = 0; depth < 100_000; depth += 1) value = [value];
  return value;
}

const THROWS = {
  op: 'destroy',
  get id(): number {
    throw new Error('a getter');
  },
};

const DEVICE = { op: 'plug_device', device: 9, unit: 1, group: 9, isolatedMsi: true, reserved: [], name: '' };

const MALFORMED: readonly [string, unknown][] = [
  ['a list with holes: reserved regions', { ...DEVICE, reserved: Object.assign([], { length: 3 }) }],
  ['a list with holes: ranges', { op: 'ioas_allow_iovas', ioas: 1, ranges: Object.assign([], { length: 2 }) }],
  ['a getter that throws', THROWS],
  ['a boxed BigInt', { op: 'ioas_unmap', ioas: 1, iova: Object(0n) as unknown, length: 1n }],
  ['a field of some other depth', { op: 'destroy', id: deep() }],
  ['nothing', null],
  ['a function', () => null],
];

describe.each(MALFORMED)('%s', (_, value) => {
  test('is refused as no call, and changes nothing', () => {
    const outcome = step(MAINLINE, state, value as Command);
    expect(outcome.result).toMatchObject({ ok: false });
    expect(outcome.next).toBe(state);
  });

  test('is no reason for repairs to throw', () => {
    expect(() => repairs(MAINLINE, state, value as Command)).not.toThrow();
  });
});

test('fields that no call has are no reason to throw: a refused call has its repairs all the same', () => {
  const destroy = { op: 'destroy', id: 1 } as const;
  const wanted = repairs(MAINLINE, state, destroy);
  expect(wanted).not.toEqual([]);
  expect(repairs(MAINLINE, state, { ...destroy, extra: deep() } as Command)).toEqual(wanted);
  expect(repairs(MAINLINE, state, { ...destroy, extra: Object(1n) as unknown } as Command)).toEqual(wanted);
});
