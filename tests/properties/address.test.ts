/** The IOVA space beside the plainest one that can be: a list of 64 addresses, each taken or not. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  areaCount,
  areaList,
  findGap,
  firstAreaIn,
  insertArea,
  removeArea,
  type Area,
  type Areas,
} from '../../src/address/areas.ts';
import { holesBetween, joinSpans } from '../../src/address/spans.ts';
import type { Span } from '../../src/uapi/u64.ts';

const SIZE = 64;
/** The same each time. */
const FIXED = { seed: 1, numRuns: 400 };

const areaAt = (start: number, last: number): Area => ({
  start: BigInt(start),
  last: BigInt(last),
  va: 0n,
  prot: 'rw',
  writable: true,
  pages: 0,
  made: start,
});

const spanOf = fc
  .tuple(fc.nat(SIZE - 1), fc.nat(7))
  .map(([start, more]): Span => ({ start: BigInt(start), last: BigInt(Math.min(start + more, SIZE - 1)) }));

/** A range of any width. */
const rangeOf = fc
  .tuple(fc.nat(SIZE - 1), fc.nat(SIZE - 1))
  .map(([one, other]): Span => ({ start: BigInt(Math.min(one, other)), last: BigInt(Math.max(one, other)) }));

const has = ({ start, last }: Span, at: number): boolean => start <= BigInt(at) && BigInt(at) <= last;

/** The runs of addresses from `start` to `last` that `free` holds for. */
function runs(start: number, last: number, free: (at: number) => boolean): Span[] {
  const found: Span[] = [];
  for (let at = start; at <= last; at += 1) {
    if (!free(at)) continue;
    const first = at;
    while (at < last && free(at + 1)) at += 1;
    found.push({ start: BigInt(first), last: BigInt(at) });
  }
  return found;
}

/** Areas put in where there is room, and every third one taken out again. */
function built(spans: readonly Span[]): { readonly tree: Areas; readonly list: readonly Area[] } {
  let tree: Areas = null;
  let list: Area[] = [];
  for (const [index, { start, last }] of spans.entries()) {
    if (firstAreaIn(tree, start, last) !== null) continue;
    const area = areaAt(Number(start), Number(last));
    tree = insertArea(tree, area);
    list.push(area);
    if (index % 3 !== 2) continue;
    const [gone, ...rest] = list;
    if (gone !== undefined) tree = removeArea(tree, gone.start);
    list = rest;
  }
  return { tree, list: list.toSorted((a, b) => a.made - b.made) };
}

test('areas are what was put in and not taken out, in address order', () => {
  fc.assert(
    fc.property(fc.array(spanOf, { maxLength: 40 }), (spans) => {
      const { tree, list } = built(spans);
      expect(areaList(tree)).toEqual(list);
      expect(areaCount(tree)).toBe(list.length);
      expect(removeArea(tree, BigInt(SIZE))).toBe(tree);
    }),
    FIXED,
  );
});

test('the first area of a range is the lowest that shares an address with it', () => {
  fc.assert(
    fc.property(fc.array(spanOf, { maxLength: 40 }), rangeOf, (spans, { start, last }) => {
      const { tree, list } = built(spans);
      expect(firstAreaIn(tree, start, last)).toBe(
        list.find((area) => area.start <= last && start <= area.last) ?? null,
      );
    }),
    FIXED,
  );
});

test('the gaps of a range are all its free runs that are wide enough', () => {
  fc.assert(
    fc.property(
      fc.array(spanOf, { maxLength: 40 }),
      rangeOf,
      fc.integer({ min: 1, max: 6 }),
      (spans, range, wanted) => {
        const { tree, list } = built(spans);
        const gaps: Span[] = [];
        findGap(tree, range.start, range.last, BigInt(wanted), (start, last) => {
          gaps.push({ start, last });
          return null;
        });
        const free = runs(Number(range.start), Number(range.last), (at) => !list.some((area) => has(area, at)));
        expect(gaps).toEqual(free.filter(({ start, last }) => last - start + 1n >= BigInt(wanted)));
      },
    ),
    FIXED,
  );
});

test('spans are joined, and their holes found', () => {
  fc.assert(
    fc.property(fc.array(spanOf, { maxLength: 12 }), rangeOf, (spans, { start, last }) => {
      const covered = (at: number): boolean => spans.some((span) => has(span, at));
      expect(joinSpans(spans)).toEqual(runs(0, SIZE - 1, covered));
      expect(holesBetween(spans, start, last)).toEqual(runs(Number(start), Number(last), (at) => !covered(at)));
    }),
    FIXED,
  );
});

test.each([
  ['upwards', (index: number) => index],
  ['downwards', (index: number) => 30_000 - index],
  ['from both ends', (index: number) => (index % 2 === 0 ? index : 60_000 - index)],
])('thousands of areas that come in order make no deep tree: %s', (_, place) => {
  let tree: Areas = null;
  for (let index = 0; index < 30_000; index += 1) tree = insertArea(tree, areaAt(place(index), place(index)));
  for (let index = 0; index < 29_000; index += 1) tree = removeArea(tree, BigInt(place(index)));
  expect(depthOf(tree)).toBeLessThanOrEqual(25);
  expect(areaCount(tree)).toBe(1000);
});

/** How many areas stand above one another. */
function depthOf(tree: Areas): number {
  return tree === null ? 0 : 1 + Math.max(depthOf(tree.left), depthOf(tree.right));
}
