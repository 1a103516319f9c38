/** Places as a branch gives them, for one state alone. */
import type { State } from '../../src/index.ts';
import { placeInto, WIDE, type Geometry, type Places } from '../../app/view/layout.ts';

export const NO_PLACES: Places = new Map();

/** The places with those of new objects added, and nothing that is there moved. */
export function placeNew(places: Places, state: State, geometry: Geometry = WIDE): Places {
  const next = new Map(places);
  placeInto(next, state, 0, geometry);
  return next;
}
