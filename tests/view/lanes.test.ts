/** Where the card of a new object goes: beside what it belongs to, as near as the others leave room. */
import { describe, expect, test } from 'vitest';
import { objectsOf, type State } from '../../src/index.ts';
import {
  cardOf,
  COMPACT,
  hardwareBoxes,
  placeInto,
  STACKED,
  viewId,
  WIDE,
  type Geometry,
  type Places,
  type Point,
} from '../../app/view/layout.ts';
import { stateAfter } from '../calls.ts';
import { NO_PLACES, placeNew } from './places.ts';

const UNITS = [
  'plug_unit unit=0 driver=intel',
  'plug_device device=0 unit=0 group=0',
  'plug_unit unit=1 driver=intel',
  'plug_device device=1 unit=1 group=1',
];
const NESTED = [
  ...UNITS,
  'ioas_alloc',
  'device_bind device=0',
  'device_bind device=1',
  'hwpt_alloc dev_id=2 pt_id=1 nest_parent',
  'hwpt_alloc dev_id=3 pt_id=1',
  'hwpt_alloc dev_id=2 pt_id=4 data=stage1',
];

function bornOf(state: State, id: number): number {
  const object = objectsOf(state).find((one) => one.id === id);
  if (object === undefined) throw new Error(`there is no object ${id}`);
  return object.born;
}

function boxOf(state: State, places: Places, id: number, geometry: Geometry) {
  const object = objectsOf(state).find((one) => one.id === id);
  const card = object === undefined ? null : cardOf(object, geometry);
  const place = places.get(bornOf(state, id));
  if (card === null || place === undefined) throw new Error(`object ${id} has no card`);
  return { ...place, ...card, middle: place.y + card.height / 2, bottom: place.y + card.height };
}

/** The tops of so many IOAS of which all but the last stand where they are told. */
function lastTop(
  tops: readonly number[],
  geometry: Geometry = WIDE,
  before: readonly string[] = [],
): number | undefined {
  const state = stateAfter([...before, ...Array.from({ length: tops.length + 1 }, () => 'ioas_alloc')]);
  const made = objectsOf(state).map(({ born }) => born);
  const places = new Map(tops.map((y, index): [number, Point] => [made[index] ?? -1, { x: 0, y }]));
  return placeNew(places, state, geometry).get(made.at(-1) ?? -1)?.y;
}

describe.each([WIDE, STACKED, COMPACT])('a new card, $name', (geometry) => {
  const state = stateAfter(NESTED);
  const placed = () => placeNew(NO_PLACES, state, geometry);
  const units = () => hardwareBoxes(state.machine, geometry);

  test('has the lane and the size of its kind', () => {
    expect(boxOf(state, placed(), 1, geometry)).toMatchObject({ x: geometry.lanes.ioas, ...geometry.ioas });
    expect(boxOf(state, placed(), 4, geometry)).toMatchObject({ x: geometry.lanes.paging, ...geometry.paging });
    expect(boxOf(state, placed(), 6, geometry)).toMatchObject({ x: geometry.lanes.nested, ...geometry.nested });
  });

  test('of a page table has its middle at the middle of its unit', () => {
    for (const [unit, hwpt] of [
      [0, 4],
      [1, 5],
    ] as const) {
      const box = units()[unit];
      expect(boxOf(state, placed(), hwpt, geometry).middle).toBe((box?.y ?? NaN) + (box?.height ?? NaN) / 2);
    }
  });

  test('of a nested page table stands by the lower edge of its parent', () => {
    const parent = boxOf(state, placed(), 4, geometry);
    expect(boxOf(state, placed(), 6, geometry).middle).toBeCloseTo(parent.y + 0.95 * parent.height);
  });

  test('of the first IOAS stands at the middle of the hardware', () => {
    const last = units().at(-1);
    expect(boxOf(state, placed(), 1, geometry).middle).toBe(((last?.y ?? NaN) + (last?.height ?? NaN)) / 2);
  });

  test('of a device is none: the device stands for it', () => {
    expect(placed().has(bornOf(state, 2))).toBe(false);
    expect(placed().size).toBe(4);
  });

  test('stands at the top when there is no hardware, and the next one a gap below it', () => {
    expect(lastTop([], geometry)).toBe(0);
    expect(lastTop([0], geometry)).toBe(geometry.ioas.height + geometry.gap);
  });
});

describe('a lane with cards', () => {
  const { height } = WIDE.ioas;
  const step = height + WIDE.gap;

  test('gives the free place nearest to the wanted one', () => {
    // The hardware puts the middle of a new IOAS here, far from the top.
    const wanted = lastTop([], WIDE, UNITS) ?? NaN;
    expect(wanted).toBeGreaterThan(WIDE.gap);
    expect(lastTop([wanted + 30], WIDE, UNITS)).toBe(wanted + 30 - step);
    expect(lastTop([wanted - 30], WIDE, UNITS)).toBe(wanted - 30 + step);
  });

  test('never gives a place above the top', () => {
    const wanted = lastTop([], WIDE, UNITS) ?? NaN;
    expect(lastTop([20], WIDE, UNITS)).toBe(20 + step);
    expect(wanted).toBeLessThan(20 + step);
  });

  test('gives a gap between two cards when the card just fits, and not when it is a little too low', () => {
    expect(lastTop([0, 2 * step])).toBe(step);
    expect(lastTop([0, 2 * step - 1])).toBe(3 * step - 1);
  });

  test('minds a tall stretch of cards that lie on each other, in whatever order they came', () => {
    expect(lastTop([50, 10, 40, 0])).toBe(50 + step);
    expect(lastTop([step, 0])).toBe(2 * step);
  });

  test('stacks new cards, and minds each as soon as it has its place', () => {
    const state = stateAfter(['ioas_alloc', 'ioas_alloc', 'ioas_alloc', 'ioas_alloc']);
    const tops = [...placeNew(NO_PLACES, state).values()].map(({ y }) => y);
    expect(tops).toEqual([0, step, 2 * step, 3 * step]);
  });

  test('with very many cards puts the next one below the last', () => {
    const low = (count: number): number[] => Array.from({ length: count }, (_, index) => 1000 + index * step);
    expect(lastTop(low(400))).toBe(0);
    expect(lastTop(low(401))).toBe(1000 + 401 * step);
  });

  test('minds only cards of its own lane', () => {
    const state = stateAfter(NESTED);
    const places = placeNew(NO_PLACES, state);
    const [first, nested] = [boxOf(state, places, 4, WIDE), boxOf(state, places, 6, WIDE)];
    expect(nested.y).toBeLessThan(first.bottom);
  });
});

describe('placing', () => {
  test('leaves the map that it was given, and moves nothing', () => {
    const state = stateAfter(['ioas_alloc', 'ioas_alloc']);
    const [first] = objectsOf(state);
    const given: Places = new Map([[first?.born ?? -1, { x: 7, y: 1000 }]]);
    const next = placeNew(given, state);
    expect(given.size).toBe(1);
    expect(next.get(first?.born ?? -1)).toEqual({ x: 7, y: 1000 });
    expect(next.size).toBe(2);
  });

  test('finds places only for what was made since', () => {
    const state = stateAfter(['ioas_alloc', 'ioas_alloc']);
    const [first, second] = objectsOf(state).map(({ born }) => born);
    const places = new Map<number, Point>();
    placeInto(places, state, state.nextBorn, WIDE);
    expect(places.size).toBe(0);
    placeInto(places, state, second ?? -1, WIDE);
    expect([...places.keys()]).toEqual([second]);
    placeInto(places, state, first ?? -1, WIDE);
    expect(places.size).toBe(2);
  });

  test('tells an object from an earlier one with the same id', () => {
    const calls = ['ioas_alloc', 'destroy id=1', 'ioas_alloc'];
    const ids = [calls.slice(0, 1), calls].map((some) => objectsOf(stateAfter(some)).map(viewId).join());
    expect(new Set(ids).size).toBe(2);
    expect(ids.every((id) => id.startsWith('ioas:1~'))).toBe(true);
  });
});
