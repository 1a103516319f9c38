/**
 * Where everything stands: lanes from the hardware on the left to the user memory on the right.
 *
 * Positions are found object by object as the calls make them, and kept: what is there does not move when something
 * is added. Hardware stacks by number, so a machine always looks the same.
 */
import {
  kindOf,
  linksOf,
  objectAt,
  objectsOf,
  type Device,
  type KernelObject,
  type Machine,
  type State,
} from '../../src/index.ts';
import { viewOf, type Lane } from './kinds.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where the lanes are and how large the cards: one for a wide window, one for a tablet, one for a phone. */
export interface Geometry {
  readonly name: 'wide' | 'stacked' | 'compact';
  readonly lanes: Readonly<Record<Lane, number>>;
  readonly unit: { readonly width: number; readonly header: number; readonly padding: number; readonly gap: number };
  readonly group: { readonly header: number; readonly padding: number };
  readonly device: Size & { readonly gap: number };
  readonly paging: Size;
  readonly nested: Size;
  readonly ioas: Size;
  readonly memory: Size;
  /** Between two cards of a lane. */
  readonly gap: number;
  /** The memory stands below its IOAS, not in a lane of its own, and so far below it. */
  readonly stacked: boolean;
  readonly below: number;
}

export const WIDE: Geometry = {
  name: 'wide',
  lanes: { hardware: 0, nested: 252, paging: 448, ioas: 644, memory: 804 },
  unit: { width: 196, header: 46, padding: 8, gap: 24 },
  group: { header: 20, padding: 6 },
  device: { width: 168, height: 50, gap: 8 },
  paging: { width: 152, height: 92 },
  nested: { width: 136, height: 76 },
  ioas: { width: 100, height: 80 },
  memory: { width: 100, height: 80 },
  gap: 28,
  stacked: false,
  below: 0,
};

/** As in a wide window, but the memory stands below the IOAS. */
export const STACKED: Geometry = {
  ...WIDE,
  name: 'stacked',
  lanes: { ...WIDE.lanes, memory: WIDE.lanes.ioas },
  stacked: true,
  below: 62,
};

export const COMPACT: Geometry = {
  name: 'compact',
  lanes: { hardware: 0, nested: 116, paging: 214, ioas: 312, memory: 312 },
  unit: { width: 92, header: 24, padding: 4, gap: 20 },
  group: { header: 4, padding: 2 },
  device: { width: 78, height: 36, gap: 6 },
  paging: { width: 76, height: 40 },
  nested: { width: 76, height: 40 },
  ioas: { width: 58, height: 40 },
  memory: { width: 58, height: 34 },
  gap: 24,
  stacked: true,
  below: 24,
};

/** The place of every kernel object, by when it was made. */
export type Places = ReadonlyMap<number, Point>;

/** Where a person moved nodes to, by the node's id. */
export type Moved = ReadonlyMap<string, Point>;

export const NOT_MOVED: Moved = new Map();

/** The identity of a node: the kernel hands ids out again, so an object is its id and when it was made. */
export function viewId(object: KernelObject): string {
  return `${kindOf(object).ref}:${object.id}~${object.born}`;
}

export interface GroupBox extends Box {
  readonly group: number;
  readonly devices: readonly { readonly device: Device; readonly box: Box }[];
}

export interface UnitBox extends Box {
  readonly unit: number;
  readonly groups: readonly GroupBox[];
}

function groupsBehind(machine: Machine, unit: number): Map<number, Device[]> {
  const groups = new Map<number, Device[]>();
  for (const device of machine.devices.values()) {
    if (device.unit !== unit) continue;
    groups.set(device.group, [...(groups.get(device.group) ?? []), device]);
  }
  return groups;
}

/** A container that can show its header only. */
export type ContainerRef = `unit:${number}` | `group:${number}`;

/** Nothing is collapsed. */
export const NONE_COLLAPSED: ReadonlySet<ContainerRef> = new Set();

const stacked = new WeakMap<Machine, Map<Geometry, readonly UnitBox[]>>();

/** The boxes of the units with their groups and devices; inner boxes relative to the outer one. */
export function hardwareBoxes(
  machine: Machine,
  geometry: Geometry = WIDE,
  collapsed: ReadonlySet<ContainerRef> = NONE_COLLAPSED,
): readonly UnitBox[] {
  if (collapsed.size > 0) return stackUnits(machine, geometry, collapsed);
  let byGeometry = stacked.get(machine);
  if (byGeometry === undefined) {
    byGeometry = new Map();
    stacked.set(machine, byGeometry);
  }
  let boxes = byGeometry.get(geometry);
  if (boxes === undefined) {
    boxes = stackUnits(machine, geometry, NONE_COLLAPSED);
    byGeometry.set(geometry, boxes);
  }
  return boxes;
}

function stackUnits(
  machine: Machine,
  { lanes, unit, group, device }: Geometry,
  collapsed: ReadonlySet<ContainerRef>,
): UnitBox[] {
  let top = 0;
  return [...machine.units.keys()].map((id) => {
    let y: number = unit.header;
    const behind = collapsed.has(`unit:${id}`) ? [] : [...groupsBehind(machine, id)];
    const groups = behind.map(([number, members]): GroupBox => {
      const devices = collapsed.has(`group:${number}`) ? [] : members;
      const height = group.header + devices.length * (device.height + device.gap) + group.padding;
      const box: GroupBox = {
        group: number,
        x: unit.padding,
        y,
        width: unit.width - 2 * unit.padding,
        height,
        devices: devices.map((one, index) => ({
          device: one,
          box: {
            x: (unit.width - 2 * unit.padding - device.width) / 2,
            y: group.header + index * (device.height + device.gap),
            width: device.width,
            height: device.height,
          },
        })),
      };
      y += height + unit.padding;
      return box;
    });
    const height = Math.max(y, unit.header + 12);
    const box: UnitBox = { unit: id, x: lanes.hardware, y: top, width: unit.width, height, groups };
    top += height + unit.gap;
    return box;
  });
}

/** The lane and size of a kernel object that has a card of its own. */
export function cardOf(object: KernelObject, geometry: Geometry = WIDE): (Size & { readonly lane: Lane }) | null {
  const { card } = viewOf(object);
  return card === null ? null : { lane: card.lane, ...geometry[card.size] };
}

interface Stretch {
  readonly top: number;
  readonly bottom: number;
}

/** In a lane with more cards than this a new one stands below the last: nobody looks for it beside what it belongs to. */
const MOST_LOOKED_AT = 400;

/** What stands in a lane, from the top down. */
class Column {
  readonly #taken: Stretch[];
  readonly #gap: number;

  constructor(taken: readonly Stretch[], gap: number) {
    this.#taken = taken.toSorted((a, b) => a.top - b.top);
    this.#gap = gap;
  }

  /** The free top edge nearest to the wanted one, not above 0. */
  freeTop(wanted: number, height: number): number {
    const last = this.#taken.at(-1);
    if (last !== undefined && this.#taken.length > MOST_LOOKED_AT) return last.bottom + this.#gap;
    let best = Infinity;
    // Each free stretch ends where the next card begins; below the last one there is always room.
    let from = 0;
    const stretch = (start: number, end: number): void => {
      if (end - start < height) return;
      const top = Math.min(Math.max(wanted, start), end - height);
      if (Math.abs(top - wanted) < Math.abs(best - wanted)) best = top;
    };
    for (const { top, bottom } of this.#taken) {
      stretch(from, top - this.#gap);
      from = Math.max(from, bottom + this.#gap);
    }
    stretch(from, Infinity);
    return best;
  }

  /** Something stands there from now on. */
  take(one: Stretch): void {
    const at = this.#taken.findLastIndex(({ top }) => top <= one.top) + 1;
    this.#taken.splice(at, 0, one);
  }
}

function centreOfUnit(boxes: readonly UnitBox[], unit: number): number {
  const box = boxes.find((one) => one.unit === unit);
  return box === undefined ? 0 : box.y + box.height / 2;
}

/** Where the object would like its middle to be: beside what it belongs to. */
function wantedCentre(
  state: State,
  boxes: readonly UnitBox[],
  places: Places,
  object: KernelObject,
  geometry: Geometry,
): number {
  if (object.type === 'hwpt_paging') return centreOfUnit(boxes, object.unit);
  const [first] = linksOf(object);
  if (first !== undefined) {
    const holds = objectAt(state, first.to);
    const place = holds === undefined ? undefined : places.get(holds.born);
    return (place?.y ?? 0) + geometry.paging.height * 0.95;
  }
  const last = boxes.at(-1);
  return last === undefined ? geometry.ioas.height / 2 : (last.y + last.height) / 2;
}

/** Finds places for the objects made at `since` or later, and puts them into the map; nothing that is there moves. */
export function placeInto(places: Map<number, Point>, state: State, since: number, geometry: Geometry): void {
  if (state.nextBorn <= since) return;
  const fresh = objectsOf(state).filter(
    (object) => object.born >= since && !places.has(object.born) && cardOf(object, geometry) !== null,
  );
  if (fresh.length === 0) return;
  const lanes = takenLanes(places, state, geometry);
  const boxes = hardwareBoxes(state.machine, geometry);
  for (const object of fresh) {
    const card = cardOf(object, geometry);
    if (card === null) continue;
    const column = lanes.get(card.lane) ?? new Column([], geometry.gap);
    lanes.set(card.lane, column);
    const wanted = wantedCentre(state, boxes, places, object, geometry) - card.height / 2;
    const top = column.freeTop(wanted, card.height);
    places.set(object.born, { x: geometry.lanes[card.lane], y: top });
    column.take({ top, bottom: top + card.height });
  }
}

/** What stands in each lane. */
function takenLanes(places: Places, state: State, geometry: Geometry): Map<Lane, Column> {
  const taken = new Map<Lane, Stretch[]>();
  for (const object of objectsOf(state)) {
    const place = places.get(object.born);
    const card = place === undefined ? null : cardOf(object, geometry);
    if (place === undefined || card === null) continue;
    const stretch = { top: place.y, bottom: place.y + card.height };
    const lane = taken.get(card.lane);
    if (lane === undefined) taken.set(card.lane, [stretch]);
    else lane.push(stretch);
  }
  return new Map(Array.from(taken, ([lane, stretches]) => [lane, new Column(stretches, geometry.gap)]));
}
