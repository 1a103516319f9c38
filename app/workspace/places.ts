/** Where the cards stand along a branch: found call by call. */
import { type Frame, type State } from '../../src/index.ts';
import { placeInto, WIDE, type Geometry, type Places, type Point } from '../view/layout.ts';

/** More frames than this are not gone through one by one: what is there when they are shown gets its places together. */
const MOST_FRAMES = 2000;

/**
 * Remembers the places along a branch. They only ever grow: an object keeps its place for as long as it is on the branch,
 * so one map serves every position, and a call costs one step of layout.
 */
export class PlaceKeeper {
  #geometry: Geometry = WIDE;
  #machine: State['machine'] | null = null;
  #frames: readonly Frame[] = [];
  #placed = 0;
  #places = new Map<number, Point>();

  /** The places when `state` is shown, after the frame at `position` of `frames`. */
  placesAt(frames: readonly Frame[], position: number, state: State, geometry: Geometry = WIDE): Places {
    let kept = 0;
    while (kept < this.#placed && this.#frames[kept]?.node === frames[kept]?.node && this.#sameAnswer(frames, kept))
      kept += 1;
    const first = frames[0]?.before.machine ?? state.machine;
    if (kept < this.#placed || geometry !== this.#geometry || first !== this.#machine) {
      this.#placed = 0;
      this.#places = new Map();
      this.#geometry = geometry;
      this.#machine = first;
    }
    this.#frames = frames;
    if (position - this.#placed > MOST_FRAMES) {
      placeInto(this.#places, state, 0, geometry);
      this.#placed = position + 1;
    }
    for (; this.#placed <= position; this.#placed += 1) {
      const frame = frames[this.#placed];
      if (frame === undefined) break;
      const [before, after] = frame.born;
      if (after > before) placeInto(this.#places, frame.outcome.next, before, geometry);
    }
    // Of what was passed over, some may live only here.
    if (frames.length > MOST_FRAMES) placeInto(this.#places, state, 0, geometry);
    return this.#places;
  }

  /** A frame with a new note is another one, with the answer of before. */
  #sameAnswer(frames: readonly Frame[], index: number): boolean {
    const [was, is] = [this.#frames[index], frames[index]];
    return was === is || was?.result === is?.result;
  }
}
