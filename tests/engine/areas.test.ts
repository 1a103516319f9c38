/** The tree of areas: what is in it, its balance, its widest gaps, and the gaps that a search is offered. */
import { describe, expect, test } from 'vitest';
import {
  areaBytes,
  areaList,
  findArea,
  findGap,
  firstAreaIn,
  insertArea,
  NO_AREAS,
  removeArea,
  type Area,
  type Areas,
} from '../../src/address/areas.ts';

const area = (start: number, last: number): Area => ({
  start: BigInt(start),
  last: BigInt(last),
  va: 0n,
  prot: 'rw',
  writable: true,
  pages: 0,
  made: 0,
});

const treeOf = (areas: readonly Area[]): Areas => areas.reduce(insertArea, NO_AREAS);
const starts = (areas: Areas): number[] => areaList(areas).map(({ start }) => Number(start));

/** Sixty areas of odd lengths and gaps, the widest gap in the middle of them, the second widest near the end. */
const MANY = Array.from({ length: 60 }, (_, at) => {
  const start = at * 100 + (at > 31 ? 5000 : 0) + (at > 55 ? 900 : 0);
  return area(start, start + 20 + ((at * 37) % 70));
});

/** The same areas in another order, the same each time. */
function shuffled(areas: readonly Area[], seed: number): Area[] {
  let random = seed;
  const keyed = areas.map((one) => {
    random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
    return { one, key: random };
  });
  return keyed.toSorted((a, b) => a.key - b.key).map(({ one }) => one);
}

const outsideIn = MANY.map((_, at) => MANY[at % 2 === 0 ? at / 2 : MANY.length - (at + 1) / 2] as Area);
const ORDERS: readonly (readonly [string, readonly Area[]])[] = [
  ['upward', MANY],
  ['downward', MANY.toReversed()],
  ['from the outside in', outsideIn],
  ['from the inside out', outsideIn.toReversed()],
  ...[1, 2].map((seed) => [`shuffled ${seed}`, shuffled(MANY, seed)] as const),
];

/** Every subtree that is out of balance or does not know its size, ends or widest gap. */
function faults(areas: Areas): string[] {
  if (areas === null) return [];
  const { left, right } = areas;
  const inner = areaList(areas);
  const gaps = inner.slice(1).map(({ start }, at) => start - (inner[at] as Area).last - 1n);
  const sizes = [left?.size ?? 0, right?.size ?? 0].toSorted((a, b) => a - b) as [number, number];
  const found = [...faults(left), ...faults(right)];
  if (sizes[0] + sizes[1] > 1 && sizes[1] > 3 * sizes[0]) found.push(`${sizes.join(' against ')} areas`);
  if (areas.size !== inner.length) found.push(`size ${areas.size} for ${inner.length}`);
  if (areas.first !== inner[0]?.start || areas.last !== inner.at(-1)?.last) found.push('ends');
  if (areas.gap !== gaps.reduce((most, gap) => (gap > most ? gap : most), 0n)) found.push(`gap ${areas.gap}`);
  return found;
}

describe.each(ORDERS)('areas added %s', (_, order) => {
  test('stay in address order, balanced, and know their widest gap', () => {
    const added: Area[] = [];
    let areas: Areas = NO_AREAS;
    for (const one of order) {
      areas = insertArea(areas, one);
      added.push(one);
      expect(areaList(areas)).toEqual(added.toSorted((a, b) => Number(a.start - b.start)));
      expect(faults(areas)).toEqual([]);
    }
  });

  test.each(ORDERS)('stay so when they are removed %s', (__, removal) => {
    let areas = treeOf(order);
    let left = MANY.length;
    for (const one of removal) {
      areas = removeArea(areas, one.start);
      left -= 1;
      expect(areaList(areas)).toHaveLength(left);
      expect(areaList(areas)).not.toContain(one);
      expect(faults(areas)).toEqual([]);
    }
  });
});

test('a tree from which nothing is removed is the very same', () => {
  const areas = treeOf(MANY);
  for (const start of [-5n, 50n, 99_999n]) expect(removeArea(areas, start)).toBe(areas);
  expect(removeArea(NO_AREAS, 0n)).toBeNull();
});

test('a tree of before is not changed by what is added and removed later', () => {
  const few = treeOf([area(0, 9), area(20, 29), area(40, 49)]);
  insertArea(few, area(30, 35));
  removeArea(few, 20n);
  expect(starts(few)).toEqual([0, 20, 40]);
});

describe('the lowest area in a range', () => {
  const areas = treeOf([area(10, 19), area(30, 39), area(50, 59), area(70, 79), area(90, 99)]);

  test.each([
    [0, 9, null],
    [0, 10, 10],
    [19, 19, 10],
    [20, 29, null],
    [19, 70, 10],
    [20, 70, 30],
    [39, 49, 30],
    [40, 50, 50],
    [60, 69, null],
    [60, 200, 70],
    [99, 200, 90],
    [100, 200, null],
  ])('of %i to %i starts at %j', (start, last, found) => {
    const lowest = firstAreaIn(areas, BigInt(start), BigInt(last));
    expect(lowest === null ? null : Number(lowest.start)).toBe(found);
  });

  test('is none where there are no areas', () => {
    expect(firstAreaIn(NO_AREAS, 0n, 100n)).toBeNull();
  });
});

test('the first area that a visitor takes is answered, and no later one is visited', () => {
  const visited: bigint[] = [];
  const found = findArea(treeOf(MANY), ({ start }) => {
    visited.push(start);
    return start === 300n ? 'taken' : null;
  });
  expect(found).toBe('taken');
  expect(visited).toEqual([0n, 100n, 200n, 300n]);
});

test('the bytes of all areas are counted, the second time too', () => {
  const areas = treeOf([area(0, 9), area(20, 20), area(40, 139)]);
  expect(areaBytes(areas)).toBe(111n);
  expect(areaBytes(areas)).toBe(111n);
  expect(areaBytes(NO_AREAS)).toBe(0n);
});

describe('the gaps that a search is offered', () => {
  function offered(areas: Areas, start: number, last: number, wanted: number): string[] {
    const gaps: string[] = [];
    findGap(areas, BigInt(start), BigInt(last), BigInt(wanted), (from, to) => {
      gaps.push(`${from}-${to}`);
      return null;
    });
    return gaps;
  }
  // Gaps of 10 before, 10, 5, 30 and 1 between, and whatever is behind.
  const areas = treeOf([area(10, 19), area(30, 39), area(45, 49), area(80, 89), area(91, 99)]);

  test('are those of at least the wanted size, in address order', () => {
    expect(offered(areas, 0, 120, 1)).toEqual(['0-9', '20-29', '40-44', '50-79', '90-90', '100-120']);
    expect(offered(areas, 0, 120, 5)).toEqual(['0-9', '20-29', '40-44', '50-79', '100-120']);
    expect(offered(areas, 0, 120, 6)).toEqual(['0-9', '20-29', '50-79', '100-120']);
    expect(offered(areas, 0, 120, 11)).toEqual(['50-79', '100-120']);
    expect(offered(areas, 0, 120, 30)).toEqual(['50-79']);
    expect(offered(areas, 0, 120, 31)).toEqual([]);
  });

  test('are cut to the range that is searched', () => {
    expect(offered(areas, 25, 60, 1)).toEqual(['25-29', '40-44', '50-60']);
    expect(offered(areas, 25, 60, 6)).toEqual(['50-60']);
    expect(offered(areas, 29, 50, 1)).toEqual(['29-29', '40-44', '50-50']);
    expect(offered(areas, 32, 38, 1)).toEqual([]);
    expect(offered(areas, 99, 100, 1)).toEqual(['100-100']);
    expect(offered(areas, 0, 10, 1)).toEqual(['0-9']);
    expect(offered(areas, 110, 120, 11)).toEqual(['110-120']);
    expect(offered(areas, 110, 120, 12)).toEqual([]);
  });

  test('are the whole range where there are no areas, if that is wide enough', () => {
    expect(offered(NO_AREAS, 5, 14, 10)).toEqual(['5-14']);
    expect(offered(NO_AREAS, 5, 14, 11)).toEqual([]);
  });

  test('end with the first that is taken', () => {
    const seen: bigint[] = [];
    const taken = findGap(areas, 0n, 120n, 5n, (from) => {
      seen.push(from);
      return from === 40n ? from : null;
    });
    expect(taken).toBe(40n);
    expect(seen).toEqual([0n, 20n, 40n]);
  });

  test('are the same for any tree of the same areas', () => {
    const wanted = offered(treeOf(MANY), 150, 11_000, 60);
    expect(wanted.length).toBeGreaterThan(10);
    for (const [, order] of ORDERS) expect(offered(treeOf(order), 150, 11_000, 60)).toEqual(wanted);
  });
});
