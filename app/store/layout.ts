/** Where nodes stand: found call by call, and kept apart from the calls so that moving a node is no edit. */
import { createStore } from 'zustand/vanilla';
import type { Frame, State } from '../../src/index.ts';
import {
  NONE_COLLAPSED,
  NOT_MOVED,
  placeInto,
  WIDE,
  type ContainerRef,
  type Geometry,
  type Moved,
  type Places,
  type Point,
} from '../view/layout.ts';

export interface LayoutState {
  /** Where a person moved nodes to, by node id. */
  readonly moved: Moved;
  /** What `moved` was before each drag, the latest last; apart from the undo of calls. */
  readonly before: readonly Moved[];
  /** Nodes are being dragged and are here now; the first of a drag can be taken back. */
  readonly move: (to: Moved, first: boolean) => void;
  readonly undoMove: () => void;
  readonly tidy: () => void;
  /** Units and groups that show their header only. */
  readonly collapsed: ReadonlySet<ContainerRef>;
  readonly toggle: (container: ContainerRef) => void;
}

/** The most drags that can be taken back. */
const MOST_DRAGS = 100;

/** The positions that a person chose. */
export const layout = createStore<LayoutState>()((set, get) => ({
  moved: NOT_MOVED,
  before: [],
  collapsed: NONE_COLLAPSED,
  toggle: (container) => {
    const collapsed = new Set(get().collapsed);
    if (!collapsed.delete(container)) collapsed.add(container);
    set({ collapsed });
  },
  move: (to, first) => {
    const { moved, before } = get();
    set({
      moved: new Map([...moved, ...to]),
      before: first ? [...before, moved].slice(-MOST_DRAGS) : before,
    });
  },
  undoMove: () => {
    const { before } = get();
    const last = before.at(-1);
    if (last !== undefined) set({ moved: last, before: before.slice(0, -1) });
  },
  tidy: () => {
    const { moved, before } = get();
    if (moved.size > 0) set({ moved: NOT_MOVED, before: [...before, moved].slice(-MOST_DRAGS) });
  },
}));

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
    while (kept < this.#placed && this.#frames[kept]?.outcome === frames[kept]?.outcome) kept += 1;
    const first = frames[0]?.before.machine ?? state.machine;
    if (kept < this.#placed || geometry !== this.#geometry || first !== this.#machine) {
      this.#placed = 0;
      this.#places = new Map();
      this.#geometry = geometry;
      this.#machine = first;
    }
    this.#frames = frames;
    for (; this.#placed <= position; this.#placed += 1) {
      const frame = frames[this.#placed];
      if (frame === undefined) break;
      placeInto(this.#places, frame.outcome.next, frame.before.nextBorn, geometry);
    }
    return this.#places;
  }
}
