/** Where nodes stand: found call by call, and kept apart from the calls so that moving a node is no edit. */
import { createStore } from 'zustand/vanilla';
import type { State } from '../../src/index.ts';
import { NO_PLACES, placeNew, WIDE, type Geometry, type Places, type Point } from '../view/layout.ts';
import type { Frame } from './frames.ts';

export interface LayoutState {
  /** Where a person moved nodes to, by node id. */
  readonly moved: Places;
  readonly move: (id: string, to: Point) => void;
  readonly tidy: () => void;
}

/** The positions that a person chose. */
export function createLayout() {
  return createStore<LayoutState>()((set, get) => ({
    moved: NO_PLACES,
    move: (id, to) => {
      set({ moved: new Map(get().moved).set(id, to) });
    },
    tidy: () => {
      set({ moved: NO_PLACES });
    },
  }));
}

/** Remembers the places after each frame, so that a call costs one step of layout. */
export class PlaceKeeper {
  #geometry: Geometry = WIDE;
  #frames: readonly Frame[] = [];
  #places: Places[] = [];

  /** The places when `state` is shown, after the frame at `position` of `frames`. */
  placesAt(frames: readonly Frame[], position: number, state: State, geometry: Geometry = WIDE): Places {
    if (geometry !== this.#geometry) {
      this.#geometry = geometry;
      this.#places = [];
    }
    let kept = 0;
    while (kept < this.#frames.length && kept < frames.length && this.#frames[kept]?.outcome === frames[kept]?.outcome)
      kept += 1;
    this.#places.length = Math.min(this.#places.length, kept);
    this.#frames = frames;
    for (let index = this.#places.length; index <= position; index += 1) {
      const frame = frames[index];
      if (frame === undefined) break;
      this.#places.push(placeNew(this.#places[index - 1] ?? NO_PLACES, frame.outcome.next, geometry));
    }
    return this.#places[position] ?? placeNew(NO_PLACES, state, geometry);
  }
}
