/** Plain data as JSON and back. */
import { describe, expect, test } from 'vitest';
import { packPlain, unpackPlain } from '../../src/index.ts';

const back = (value: unknown): unknown => unpackPlain(JSON.parse(JSON.stringify(packPlain(value))) as never);

describe('plain data comes back as it was', () => {
  test.each([
    ['numbers, texts and truth values', [0, -1.5, '', 'text', true, false]],
    ['null', null],
    ['what is undefined', undefined],
    ['64-bit numbers', [0n, 255n, 0xffff_ffff_ffff_ffffn]],
    ['objects in objects', { a: { b: { c: 1n } }, list: [{ d: undefined }] }],
    ['an empty object', {}],
    [
      'maps by any key',
      new Map<unknown, unknown>([
        [1, 'one'],
        [2n, new Map([['x', undefined]])],
      ]),
    ],
    ['an empty map', new Map()],
    [
      'more keys than one, one of them ours',
      [
        { $u64: 'ff', b: 1 },
        { $map: [], b: 1 },
        { $none: true, b: 1 },
      ],
    ],
  ])('%s', (_, value) => {
    expect(back(value)).toStrictEqual(value);
  });

  test('a hole of a list comes back as undefined', () => {
    const holes: unknown[] = [1];
    holes[2] = 3;
    expect(back(holes)).toStrictEqual([1, undefined, 3]);
  });
});

describe('what is no plain data is refused', () => {
  class Thing {
    readonly name = 'thing';
  }
  test.each([
    ['a function', () => 1, 'function'],
    ['a symbol', Symbol('s'), 'symbol'],
    ['an object of a class', new Thing(), 'object'],
    ['a set', new Set([1]), 'object'],
    ['a function within', { a: [() => 1] }, 'function'],
  ])('%s', (_, value, type) => {
    expect(() => packPlain(value)).toThrow(`a ${type} is no plain data`);
  });
});
