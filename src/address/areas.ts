/**
 * The areas of an IOAS: disjoint inclusive IOVA ranges, in a persistent weight-balanced tree.
 *
 * Every update shares all but a path of the old tree, so states kept for undo are cheap. Each node also knows the
 * widest gap between neighbouring areas below it, which lets the search for a free IOVA skip what is too narrow.
 */
import type { Span } from '../uapi/u64.ts';
import type { Prot } from '../uapi/fields.ts';

/** One mapping: what the kernel keeps as an iopt_area on an iopt_pages. */
export interface Area extends Span {
  /** The user address of its first byte. */
  readonly va: bigint;
  readonly prot: Prot;
  /** Whether the pages were pinned for writing by the original map: a copy can't be wider. */
  readonly writable: boolean;
  /** Which original map made the pages; copies share it. */
  readonly pages: number;
  /** When the area was made, in the order of all areas of the state. */
  readonly made: number;
}

interface Node {
  readonly area: Area;
  readonly left: Node | null;
  readonly right: Node | null;
  readonly size: number;
  readonly first: bigint;
  readonly last: bigint;
  /** The widest gap between two neighbouring areas of this subtree, in bytes. */
  readonly gap: bigint;
}

export type Areas = Node | null;

export const NO_AREAS: Areas = null;

const size = (areas: Areas): number => (areas === null ? 0 : areas.size);

function join(left: Areas, area: Area, right: Areas): Node {
  let gap = 0n;
  if (left !== null) {
    gap = left.gap;
    const before = area.start - left.last - 1n;
    if (before > gap) gap = before;
  }
  if (right !== null) {
    if (right.gap > gap) gap = right.gap;
    const after = right.first - area.last - 1n;
    if (after > gap) gap = after;
  }
  return {
    area,
    left,
    right,
    size: size(left) + size(right) + 1,
    first: left === null ? area.start : left.first,
    last: right === null ? area.last : right.last,
    gap,
  };
}

/** Joins two subtrees of which one may have grown or shrunk by one, keeping the balance (Adams' weights 3 and 2). */
function balance(left: Areas, area: Area, right: Areas): Node {
  const leftSize = size(left);
  const rightSize = size(right);
  if (leftSize + rightSize > 1) {
    if (right !== null && rightSize > 3 * leftSize) {
      const inner = right.left;
      if (inner === null || size(inner) < 2 * size(right.right)) {
        return join(join(left, area, inner), right.area, right.right);
      }
      return join(join(left, area, inner.left), inner.area, join(inner.right, right.area, right.right));
    }
    if (left !== null && leftSize > 3 * rightSize) {
      const inner = left.right;
      if (inner === null || size(inner) < 2 * size(left.left)) {
        return join(left.left, left.area, join(inner, area, right));
      }
      return join(join(left.left, left.area, inner.left), inner.area, join(inner.right, area, right));
    }
  }
  return join(left, area, right);
}

/** The tree with `area` added. It must not meet an area that is there. */
export function insertArea(areas: Areas, area: Area): Areas {
  if (areas === null) return join(null, area, null);
  return area.start < areas.area.start
    ? balance(insertArea(areas.left, area), areas.area, areas.right)
    : balance(areas.left, areas.area, insertArea(areas.right, area));
}

function withoutFirst(areas: Node): Areas {
  return areas.left === null ? areas.right : balance(withoutFirst(areas.left), areas.area, areas.right);
}

/** The tree without the area that starts at `start`; the same tree when there is none. */
export function removeArea(areas: Areas, start: bigint): Areas {
  if (areas === null) return null;
  if (start < areas.area.start) {
    const left = removeArea(areas.left, start);
    return left === areas.left ? areas : balance(left, areas.area, areas.right);
  }
  if (start > areas.area.start) {
    const right = removeArea(areas.right, start);
    return right === areas.right ? areas : balance(areas.left, areas.area, right);
  }
  if (areas.right === null) return areas.left;
  if (areas.left === null) return areas.right;
  return balance(areas.left, leftmost(areas.right).area, withoutFirst(areas.right));
}

function leftmost(areas: Node): Node {
  let at = areas;
  while (at.left !== null) at = at.left;
  return at;
}

/** The lowest area that shares an address with the inclusive range, or null. */
export function firstAreaIn(areas: Areas, start: bigint, last: bigint): Area | null {
  let found: Area | null = null;
  let at = areas;
  while (at !== null) {
    if (at.area.last >= start) {
      if (at.area.start <= last) found = at.area;
      at = at.left;
    } else {
      at = at.right;
    }
  }
  return found;
}

/** How many areas there are. */
export function areaCount(areas: Areas): number {
  return size(areas);
}

/** The areas in address order. */
export function* eachArea(areas: Areas): Generator<Area, void, undefined> {
  if (areas === null) return;
  yield* eachArea(areas.left);
  yield areas.area;
  yield* eachArea(areas.right);
}

/** The first result of `visit`, over the areas in address order, that is not null. */
export function findArea<T>(areas: Areas, visit: (area: Area) => T | null): T | null {
  if (areas === null) return null;
  return findArea(areas.left, visit) ?? visit(areas.area) ?? findArea(areas.right, visit);
}

/** The areas in address order, as an array. */
export function areaList(areas: Areas): Area[] {
  const list: Area[] = [];
  findArea(areas, (area) => {
    list.push(area);
    return null;
  });
  return list;
}

/**
 * Visits, in address order, the gaps of at least `bytes` bytes within the inclusive range that no area touches, until
 * `visit` answers something else than null.
 */
export function findGap<T>(
  areas: Areas,
  start: bigint,
  last: bigint,
  wanted: bigint,
  visit: (start: bigint, last: bigint) => T | null,
): T | null {
  const offer = (from: bigint, to: bigint): T | null => {
    const low = from > start ? from : start;
    const high = to < last ? to : last;
    return high - low + 1n >= wanted ? visit(low, high) : null;
  };
  const within = (at: Node): T | null => {
    if (at.gap < wanted || at.last < start || at.first > last) return null;
    if (at.left !== null) {
      const found = within(at.left) ?? offer(at.left.last + 1n, at.area.start - 1n);
      if (found !== null) return found;
    }
    if (at.right === null) return null;
    return offer(at.area.last + 1n, at.right.first - 1n) ?? within(at.right);
  };
  if (areas === null) return offer(start, last);
  return offer(start, areas.first - 1n) ?? within(areas) ?? offer(areas.last + 1n, last);
}

/** Totals already worked out: trees never change. */
const totals = new WeakMap<Node, bigint>();

/** The total of the areas' lengths in bytes. */
export function areaBytes(areas: Areas): bigint {
  if (areas === null) return 0n;
  const known = totals.get(areas);
  if (known !== undefined) return known;
  let total = 0n;
  findArea(areas, (area) => {
    total += area.last - area.start + 1n;
    return null;
  });
  totals.set(areas, total);
  return total;
}
