/**
 * Where everything stands: lanes from the hardware on the left to the user memory on the right.
 *
 * Positions are found object by object as the calls make them, and kept: what is there does not move when something
 * is added. Hardware stacks by number, so a machine always looks the same.
 */
import type { Device, KernelObject, Machine, State } from '../../src/index.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export const LANES = { hardware: 0, nested: 252, paging: 448, ioas: 644, memory: 804 } as const;
export type Lane = keyof typeof LANES;

export const SIZES = {
  unit: { width: 196, header: 46, padding: 8, gap: 24 },
  group: { header: 20, padding: 6 },
  device: { width: 168, height: 50, gap: 8 },
  paging: { width: 152, height: 92 },
  nested: { width: 136, height: 76 },
  ioas: { width: 100, height: 80 },
  memory: { width: 100, height: 80 },
} as const;

const LANE_GAP = 28;

/** The place of every kernel object, by {@link viewId}. */
export type Places = ReadonlyMap<string, Point>;

export const NO_PLACES: Places = new Map();

/** The identity of a node: the kernel hands ids out again, so an object is its id and when it was made. */
export function viewId(object: KernelObject): string {
  const kind = object.type === 'ioas' ? 'ioas' : object.type === 'device' ? 'device' : 'hwpt';
  return `${kind}:${object.id}~${object.born}`;
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

/** The boxes of the units with their groups and devices; inner boxes relative to the outer one. */
export function hardwareBoxes(machine: Machine): UnitBox[] {
  const { unit, group, device } = SIZES;
  let top = 0;
  return [...machine.units.keys()].map((id) => {
    let y: number = unit.header;
    const groups = [...groupsBehind(machine, id)].map(([number, devices]): GroupBox => {
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
    const box: UnitBox = { unit: id, x: LANES.hardware, y: top, width: unit.width, height, groups };
    top += height + unit.gap;
    return box;
  });
}

/** The lane and size of a kernel object that has a card of its own. */
export function cardOf(
  object: KernelObject,
): { readonly lane: Lane; readonly width: number; readonly height: number } | null {
  switch (object.type) {
    case 'ioas':
      return { lane: 'ioas', ...SIZES.ioas };
    case 'hwpt_paging':
      return { lane: 'paging', ...SIZES.paging };
    case 'hwpt_nested':
      return { lane: 'nested', ...SIZES.nested };
    case 'device':
      return null;
  }
}

/** The free top edge nearest to the wanted one in a lane where others stand. */
function freeTop(
  wanted: number,
  height: number,
  taken: readonly { readonly top: number; readonly bottom: number }[],
): number {
  const fits = (top: number): boolean =>
    top >= 0 && taken.every((other) => top + height + LANE_GAP <= other.top || top >= other.bottom + LANE_GAP);
  const tops = [
    Math.max(0, wanted),
    ...taken.flatMap((other) => [other.bottom + LANE_GAP, other.top - LANE_GAP - height]),
  ];
  return tops
    .filter(fits)
    .reduce((best, top) => (Math.abs(top - wanted) < Math.abs(best - wanted) ? top : best), Infinity);
}

function centreOfUnit(boxes: readonly UnitBox[], unit: number): number {
  const box = boxes.find((one) => one.unit === unit);
  return box === undefined ? 0 : box.y + box.height / 2;
}

/** Where the object would like its middle to be: beside what it belongs to. */
function wantedCentre(state: State, boxes: readonly UnitBox[], places: Places, object: KernelObject): number {
  if (object.type === 'hwpt_paging') return centreOfUnit(boxes, object.unit);
  if (object.type === 'hwpt_nested') {
    const parent = state.objects[object.parent];
    const place = parent === undefined ? undefined : places.get(viewId(parent));
    return (place?.y ?? 0) + SIZES.paging.height / 2 + 40;
  }
  const last = boxes.at(-1);
  return last === undefined ? SIZES.ioas.height / 2 : (last.y + last.height) / 2;
}

/** The places with those of new objects added, and nothing that is there moved. The same map when nothing is new. */
export function placeNew(places: Places, state: State): Places {
  const fresh = state.objects.filter(
    (object) => object !== undefined && cardOf(object) !== null && !places.has(viewId(object)),
  );
  if (fresh.length === 0) return places;
  const boxes = hardwareBoxes(state.machine);
  const next = new Map(places);
  for (const object of fresh) {
    const card = object === undefined ? null : cardOf(object);
    if (object === undefined || card === null) continue;
    const taken = state.objects.flatMap((other) => {
      const place = other === undefined ? undefined : next.get(viewId(other));
      const size = other === undefined ? null : cardOf(other);
      return place === undefined || size?.lane !== card.lane ? [] : [{ top: place.y, bottom: place.y + size.height }];
    });
    const wanted = wantedCentre(state, boxes, next, object) - card.height / 2;
    next.set(viewId(object), { x: LANES[card.lane], y: freeTop(wanted, card.height, taken) });
  }
  return next;
}
