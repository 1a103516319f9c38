/** The layout: lanes, and nothing moves that need not move. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  EMPTY_MACHINE,
  framesOf,
  initialState,
  objectsOf,
  choiceOf,
  rulesFor,
  SCENARIOS,
  scenarioDocument,
  step,
  type State,
} from '../../src/index.ts';
import { PlaceKeeper } from '../../app/workspace/places.ts';
import { cardOf, COMPACT, hardwareBoxes, viewId, WIDE, type Geometry } from '../../app/view/layout.ts';
import { anyCommand, MACHINE } from '../properties/arbitrary.ts';
import { stateAfter } from '../calls.ts';
import { NO_PLACES, placeNew } from './places.ts';

const RULES = rulesFor(choiceOf('linux-6.12'));
const start = stateAfter(MACHINE);

function overlaps(
  state: State,
  places: ReadonlyMap<number, { readonly x: number; readonly y: number }>,
  geometry: Geometry,
): string[] {
  const boxes = objectsOf(state).flatMap((object) => {
    const card = cardOf(object, geometry);
    const place = places.get(object.born);
    return card === null || place === undefined ? [] : [{ id: viewId(object), ...place, ...card }];
  });
  return boxes.flatMap((a, index) =>
    boxes
      .slice(index + 1)
      .filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
      .map((b) => `${a.id} lies on ${b.id}`),
  );
}

describe.each([WIDE, COMPACT])('$name', (geometry) => {
  test('an added object moves no other, and no card lies on another', () => {
    fc.assert(
      fc.property(fc.array(anyCommand, { maxLength: 40 }), (commands) => {
        let state = start;
        let places = placeNew(NO_PLACES, state, geometry);
        for (const command of commands) {
          state = step(RULES, state, command).next;
          const next = placeNew(places, state, geometry);
          for (const [id, place] of places) expect(next.get(id)).toEqual(place);
          expect(overlaps(state, next, geometry)).toEqual([]);
          places = next;
        }
      }),
      { numRuns: 150 },
    );
  });

  test('every scenario has a place for everything, and the units do not overlap', () => {
    for (const scenario of SCENARIOS) {
      const frames = framesOf(scenarioDocument(scenario));
      const last = frames.at(-1)?.outcome.next ?? initialState(EMPTY_MACHINE);
      const places = new PlaceKeeper().placesAt(frames, frames.length - 1, last, geometry);
      for (const object of objectsOf(last)) {
        if (object.type !== 'device') expect(places.has(object.born), scenario.id).toBe(true);
      }
      const units = hardwareBoxes(last.machine, geometry);
      for (const [index, unit] of units.entries()) {
        const next = units[index + 1];
        if (next !== undefined) expect(unit.y + unit.height).toBeLessThan(next.y);
        for (const group of unit.groups) expect(group.y + group.height).toBeLessThanOrEqual(unit.height);
      }
    }
  });
});

test('undo and redo bring every card back to where it was', () => {
  for (const scenario of SCENARIOS) {
    const frames = framesOf(scenarioDocument(scenario));
    const keeper = new PlaceKeeper();
    const end = frames.length - 1;
    const state = frames[end]?.outcome.next ?? initialState(EMPTY_MACHINE);
    const before = new Map(keeper.placesAt(frames, end, state));
    keeper.placesAt(frames, 0, frames[0]?.outcome.next ?? state);
    expect(keeper.placesAt(frames, end, state)).toEqual(before);
  }
});
