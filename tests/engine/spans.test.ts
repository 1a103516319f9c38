/** Lists of address ranges: joining them, what they leave free, and where they meet. */
import { describe, expect, test } from 'vitest';
import { firstClash, firstOverlap, holesBetween, insertSpan, joinSpans } from '../../src/address/spans.ts';
import type { Span } from '../../src/index.ts';

const spans = (...pairs: readonly (readonly [number, number])[]): Span[] =>
  pairs.map(([start, last]) => ({ start: BigInt(start), last: BigInt(last) }));

describe('joined ranges', () => {
  test.each([
    ['sorts ranges that are apart', spans([40, 49], [0, 9], [20, 29]), spans([0, 9], [20, 29], [40, 49])],
    ['joins adjacent ranges', spans([10, 19], [0, 9]), spans([0, 19])],
    ['keeps a gap of one address', spans([0, 9], [11, 19]), spans([0, 9], [11, 19])],
    ['joins ranges that overlap', spans([0, 12], [10, 19]), spans([0, 19])],
    ['lets a range disappear in a wider one', spans([0, 30], [10, 19]), spans([0, 30])],
    ['joins ranges that share a single address', spans([0, 10], [10, 19]), spans([0, 19])],
    ['joins equal starts of different lengths', spans([5, 6], [5, 9], [5, 7]), spans([5, 9])],
    ['has nothing for no ranges', [], []],
  ])('%s', (_, given, joined) => {
    expect(joinSpans(given)).toEqual(joined);
  });

  test('changes none of the ranges that it was given', () => {
    const given = spans([0, 9], [10, 19]);
    joinSpans(given);
    expect(given).toEqual(spans([0, 9], [10, 19]));
  });
});

describe('what ranges leave free', () => {
  const between = (taken: readonly Span[]): Span[] => holesBetween(taken, 10n, 99n);

  test.each([
    ['all of it without ranges', [], spans([10, 99])],
    ['the parts beside a range', spans([20, 29]), spans([10, 19], [30, 99])],
    ['one address between two ranges', spans([10, 49], [51, 99]), spans([50, 50])],
    ['the first address alone', spans([11, 99]), spans([10, 10])],
    ['the last address alone', spans([10, 98]), spans([99, 99])],
    ['nothing under a range that covers it', spans([0, 200]), []],
    ['nothing under a range of exactly its size', spans([10, 99]), []],
    ['what is behind a range that begins before it', spans([0, 19]), spans([20, 99])],
    ['what is before a range that goes beyond it', spans([90, 200]), spans([10, 89])],
    ['all but the first address under a range that ends there', spans([0, 10]), spans([11, 99])],
    ['all but the last address under a range that begins there', spans([99, 120]), spans([10, 98])],
    ['all of it beside ranges that end before and begin behind it', spans([0, 9], [100, 120]), spans([10, 99])],
    ['all of it beside ranges that are far before and far behind it', spans([0, 5], [150, 160]), spans([10, 99])],
    ['whatever the order of the ranges', spans([60, 69], [20, 29]), spans([10, 19], [30, 59], [70, 99])],
  ])('%s', (_, taken, holes) => {
    expect(between(taken)).toEqual(holes);
  });
});

describe('ranges that meet', () => {
  test('the first in list order is found, and touching is not meeting', () => {
    const list = spans([50, 59], [20, 29], [25, 55]);
    expect(firstOverlap(list, { start: 29n, last: 50n })).toBe(list[0]);
    expect(firstOverlap(list, { start: 21n, last: 22n })).toBe(list[1]);
    expect(firstOverlap(list, { start: 60n, last: 70n })).toBeNull();
    expect(firstOverlap(list, { start: 0n, last: 19n })).toBeNull();
  });

  test('a clash names the earlier one first, and ranges that only touch do not clash', () => {
    expect(firstClash(spans([0, 9], [20, 29], [29, 40], [5, 6]))).toEqual(spans([20, 29], [29, 40]));
    expect(firstClash(spans([0, 9], [10, 19]))).toBeNull();
    expect(firstClash([])).toBeNull();
  });
});

describe('a range put into a sorted list', () => {
  const named = (start: number, name: string) => ({ start: BigInt(start), last: BigInt(start), name });
  const list = [named(10, 'a'), named(20, 'b'), named(30, 'c')];
  const names = (start: number): string =>
    insertSpan(list, named(start, '+'))
      .map(({ name }) => name)
      .join('');

  test.each([
    [5, '+abc'],
    [15, 'a+bc'],
    [40, 'abc+'],
    [20, 'ab+c'],
    [10, 'a+bc'],
  ])('goes by its start, behind those with the same: %i', (start, order) => {
    expect(names(start)).toBe(order);
    expect(list).toHaveLength(3);
  });
});
