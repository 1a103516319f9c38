/** Places along a branch: kept while the branch is, found anew when it is another one. */
import { describe, expect, test } from 'vitest';
import {
  append,
  framesOf,
  initialState,
  newDocument,
  objectsOf,
  type Document,
  type Frame,
  type State,
} from '../../../src/index.ts';
import { createPlayground } from '../../../app/workspace/playground.ts';
import { PlaceKeeper } from '../../../app/workspace/places.ts';
import { COMPACT, STACKED, WIDE, type Geometry } from '../../../app/view/layout.ts';
import { command, stateAfter } from '../../calls.ts';

const { machine } = stateAfter(['plug_unit unit=0 driver=intel', 'plug_device device=0 unit=0 group=0']);
const START = initialState(machine);
const BARE = newDocument('x', machine);
const made = (...calls: readonly string[]): Document => append(BARE, ...calls.map(command));

const replayed = new WeakMap<Document, readonly Frame[]>();

/** The frames of the document: the very same when asked again, as a store has them. */
function sameFramesOf(document: Document): readonly Frame[] {
  const frames = replayed.get(document) ?? framesOf(document);
  replayed.set(document, frames);
  return frames;
}

/** The places after the last call of the document. */
function placesOf(keeper: PlaceKeeper, document: Document, geometry?: Geometry, position = document.nodes.length - 1) {
  const frames = sameFramesOf(document);
  const state: State = frames[position]?.outcome.next ?? initialState(document.machine);
  return new Map(keeper.placesAt(frames, position, state, geometry));
}
const THREE = made('ioas_alloc', 'ioas_alloc', 'ioas_alloc');

describe('the places of a branch', () => {
  test('are those that calls made, in the order of the calls', () => {
    expect([...placesOf(new PlaceKeeper(), THREE).values()].map(({ x }) => x)).toEqual(
      Array.from({ length: 3 }, () => WIDE.lanes.ioas),
    );
  });

  test('are found as far as the cursor and no further, and stay when it goes back', () => {
    const keeper = new PlaceKeeper();
    const frames = framesOf(THREE);
    const at = (position: number) => keeper.placesAt(frames, position, frames[position]?.outcome.next ?? START).size;
    expect([-1, 0, 1, 0, 2].map(at)).toEqual([0, 1, 2, 2, 3]);
  });

  test('stay when a call is added, also after one was destroyed, and when a note is written', () => {
    const keeper = new PlaceKeeper();
    const store = createPlayground(made('ioas_alloc', 'ioas_alloc', 'destroy id=1'));
    const now = () => {
      const { frames, position, kernel } = store.getState();
      return new Map(keeper.placesAt(frames, position, kernel));
    };
    const before = now();
    expect(before.size).toBe(2);
    store.getState().run(command('ioas_alloc'));
    const after = now();
    expect(after.size).toBe(3);
    for (const [born, place] of before) expect(after.get(born)).toBe(place);
    store.getState().note(0, 'why');
    for (const [born, place] of now()) expect(after.get(born)).toBe(place);
  });

  test('are found anew on another branch', () => {
    const keeper = new PlaceKeeper();
    const frames = framesOf(THREE);
    const [first] = frames;
    if (first === undefined) throw new Error('no call was made');
    keeper.placesAt(frames, 2, frames[2]?.outcome.next ?? first.outcome.next);
    const other = append({ ...THREE, cursor: 0, tip: 0 }, command('device_bind device=0'), command('ioas_alloc'));
    const places = placesOf(keeper, other, WIDE, 2);
    const state = framesOf(other)[2]?.outcome.next;
    if (state === undefined) throw new Error('the branch has no call');
    expect([...places.keys()]).toEqual(objectsOf(state).flatMap(({ type, born }) => (type === 'device' ? [] : [born])));
  });

  test.each([STACKED, COMPACT])('are others in another window: $name', (geometry) => {
    const keeper = new PlaceKeeper();
    const wide = placesOf(keeper, THREE);
    const small = placesOf(keeper, THREE, geometry);
    expect([...small.values()].map(({ y }) => y)).toEqual(
      [...placesOf(new PlaceKeeper(), THREE, geometry).values()].map(({ y }) => y),
    );
    expect([...small.values()][0]).not.toBe([...wide.values()][0]);
    expect([...small.values()][0]?.x).toBe(geometry.lanes.ioas);
    expect(placesOf(keeper, THREE)).toEqual(wide);
  });

  test('are those of the machine before the first call', () => {
    const tall = stateAfter([
      'plug_unit unit=0 driver=intel',
      'plug_unit unit=1 driver=intel',
      'plug_unit unit=2 driver=intel',
    ]);
    const keeper = new PlaceKeeper();
    const low = append(newDocument('y', tall.machine), command('ioas_alloc'));
    const first = [...placesOf(keeper, made('ioas_alloc')).values()][0];
    const second = [...placesOf(keeper, low).values()][0];
    expect(second).toEqual([...placesOf(new PlaceKeeper(), low).values()][0]);
    expect(second?.y).not.toBe(first?.y);
  });
});

describe('a branch of more than two thousand calls', () => {
  const pairs = Array.from({ length: 1001 }, () => ['ioas_alloc', 'destroy id=1']).flat();
  const long = made(...pairs, 'ioas_alloc');

  test('gives places to what is there, and not to all that was', () => {
    const places = placesOf(new PlaceKeeper(), long);
    expect(places.size).toBe(1);
    expect([...places.values()][0]?.x).toBe(WIDE.lanes.ioas);
  });

  test('gives places to what lived only in the middle, when it is looked at', () => {
    const keeper = new PlaceKeeper();
    placesOf(keeper, long);
    const frames = sameFramesOf(long);
    const state = frames[1000]?.outcome.next ?? initialState(machine);
    const born = objectsOf(state).map((object) => object.born);
    expect(born).toHaveLength(1);
    expect(keeper.placesAt(frames, 1000, state).has(born[0] ?? -1)).toBe(true);
  });

  test('is gone through call by call up to that many, and not beyond', () => {
    const calls = (count: number): Document => made(...[...pairs, ...pairs].slice(0, count));
    expect(placesOf(new PlaceKeeper(), calls(2001)).size).toBe(1001);
    expect(placesOf(new PlaceKeeper(), calls(2002)).size).toBe(0);
  });

  test('is gone through call by call where the cursor goes on from there', () => {
    const keeper = new PlaceKeeper();
    expect(placesOf(keeper, long, WIDE, 1).size).toBe(1);
    expect(placesOf(keeper, long, WIDE, 1999).size).toBe(1000);
    expect(placesOf(keeper, long, WIDE, 2002).size).toBe(1002);
  });
});
