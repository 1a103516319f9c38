/** The nodes of a state's graph: what stands on the canvas, where, and what a card says. */
import {
  areaBytes,
  areaCount,
  attachedDevices,
  attachedHwpt,
  boundObject,
  bytes,
  eachArea,
  capabilitiesOf,
  entryBit,
  entrySnoops,
  hex,
  enforcesCc,
  hazardsOf,
  iovaAlignment,
  mustIoas,
  objectsOf,
  pagingOf,
  refOf,
  snoopCounts,
  usersOf,
  type Capabilities,
  type Device,
  type HwptNested,
  type HwptPaging,
  type Ioas,
  type KernelId,
  type KernelObject,
  type ObjectRef,
  type State,
  type Unit,
} from '../../src/index.ts';
import { objectLabel, viewOf } from './kinds.ts';
import { MEMORY, type ViewRef } from './refs.ts';
import {
  cardOf,
  hardwareBoxes,
  viewId,
  type Box,
  type ContainerRef,
  type Geometry,
  type Moved,
  type Places,
} from './layout.ts';

interface NodeBase {
  /** Unique through time. */
  readonly id: string;
  /** What tools and the selection call it. */
  readonly ref: ViewRef;
  readonly box: Box;
  /** The id of the container it stands in; its box is relative to it. */
  readonly parent: string | null;
  readonly hazards: readonly string[];
  /** What a screen reader says. */
  readonly label: string;
}

export type ViewNode =
  | (NodeBase & {
      readonly kind: 'unit';
      readonly unit: Unit;
      /** What its driver makes of it under the kernel. */
      readonly can: Capabilities;
      readonly collapsed: boolean;
      /** What is in it and not drawn. */
      readonly hidden: readonly ObjectRef[];
    })
  | (NodeBase & {
      readonly kind: 'group';
      readonly group: number;
      readonly hwpt: number | null;
      readonly collapsed: boolean;
      readonly hidden: readonly ObjectRef[];
    })
  | (NodeBase & {
      readonly kind: 'device';
      readonly device: Device;
      readonly objectId: number | null;
      readonly attachedTo: number | null;
    })
  | (NodeBase & {
      readonly kind: 'paging';
      readonly hwpt: HwptPaging;
      readonly enforces: boolean;
      readonly entries: string;
      /** Its first entries, for those who look closely. */
      readonly first: readonly { readonly iova: string; readonly size: string; readonly bit: string }[];
      readonly users: number;
    })
  | (NodeBase & {
      readonly kind: 'nested';
      readonly hwpt: HwptNested;
      readonly parentHwpt: HwptPaging;
      /** The devices on it. */
      readonly devices: readonly number[];
    })
  | (NodeBase & { readonly kind: 'ioas'; readonly ioas: Ioas; readonly areas: number })
  /** An object whose kind has no card of its own look. */
  | (NodeBase & { readonly kind: 'object'; readonly object: KernelObject; readonly lines: readonly string[] })
  | (NodeBase & { readonly kind: 'memory'; readonly inUse: bigint; readonly total: bigint });

/** "2 entries · all SNP". */
export function entriesText(state: State, hwpt: HwptPaging): string {
  const counts = snoopCounts(state, hwpt);
  const total = counts.with + counts.without;
  if (total === 0) return 'no entries';
  const entries = `${total} ${total === 1 ? 'entry' : 'entries'}`;
  const bit = entryBit(hwpt);
  if (bit === null) return entries;
  const many = counts.without === 0 ? 'all' : counts.with === 0 ? 'no' : counts.with;
  return `${entries} · ${many} ${bit}`;
}

const NO_HAZARDS: readonly string[] = [];

type HazardsBy = ReadonlyMap<ObjectRef, readonly string[]>;

function hazardsByObject(state: State): HazardsBy {
  const by = new Map<ObjectRef, string[]>();
  for (const hazard of hazardsOf(state)) {
    for (const ref of hazard.objects) by.set(ref, [...(by.get(ref) ?? []), hazard.title]);
  }
  return by;
}

const NONE_HIDDEN: readonly ObjectRef[] = [];

/** The devices of a collapsed container. */
function hiddenIn({ machine }: State, isIn: (device: Device) => boolean): readonly ObjectRef[] {
  const devices = [...machine.devices.values()].filter(isIn);
  return devices.map(({ id }) => `device:${id}` as const);
}

function hardwareNodes(
  kernel: KernelId,
  state: State,
  hazards: HazardsBy,
  moved: Moved,
  geometry: Geometry,
  collapsed: ReadonlySet<ContainerRef>,
): ViewNode[] {
  const nodes: ViewNode[] = [];
  const of = (ref: ObjectRef): readonly string[] => hazards.get(ref) ?? NO_HAZARDS;
  for (const box of hardwareBoxes(state.machine, geometry, collapsed)) {
    const unit = state.machine.units.get(box.unit);
    if (unit === undefined) continue;
    const id = `unit:${unit.id}`;
    const can = capabilitiesOf(kernel, unit);
    nodes.push({
      kind: 'unit',
      id,
      ref: `unit:${unit.id}`,
      parent: null,
      unit,
      can,
      collapsed: collapsed.has(`unit:${unit.id}`),
      hidden: collapsed.has(`unit:${unit.id}`) ? hiddenIn(state, (device) => device.unit === unit.id) : NONE_HIDDEN,
      hazards: of(`unit:${unit.id}`),
      box: { ...box, ...moved.get(id) },
      label: `Unit ${unit.id}, ${can.enforceCacheCoherency ? 'can enforce cache coherency' : 'cannot enforce cache coherency'}`,
    });
    for (const group of box.groups) {
      const hwpt = state.groups.get(group.group)?.hwpt ?? null;
      const groupId = `group:${group.group}` as const;
      nodes.push({
        kind: 'group',
        id: groupId,
        ref: `group:${group.group}`,
        parent: id,
        group: group.group,
        hwpt,
        collapsed: collapsed.has(groupId),
        hidden: collapsed.has(groupId) ? hiddenIn(state, (device) => device.group === group.group) : NONE_HIDDEN,
        hazards: of(`group:${group.group}`),
        box: group,
        label: `Group ${group.group}, ${hwpt === null ? 'on no page table' : `on hwpt ${hwpt}`}`,
      });
      for (const { device, box: inner } of group.devices)
        nodes.push(deviceNode(state, device, inner, groupId, of(`device:${device.id}`)));
    }
  }
  return nodes;
}

function deviceNode(state: State, device: Device, box: Box, parent: string, hazards: readonly string[]): ViewNode {
  const object = boundObject(state, device.id);
  const attachedTo = object === null ? null : attachedHwpt(state, object);
  return {
    kind: 'device',
    id: `device:${device.id}`,
    ref: `device:${device.id}`,
    parent,
    device,
    objectId: object?.id ?? null,
    attachedTo,
    hazards,
    box,
    label: `Device ${device.id}, ${object === null ? 'not bound' : `object ${object.id}`}, ${attachedTo === null ? 'not attached' : `attached to hwpt ${attachedTo}`}`,
  };
}

/** How many entries a card can show. */
const FEW = 4;

function firstEntries(state: State, hwpt: HwptPaging) {
  const entries: { iova: string; size: string; bit: string }[] = [];
  const name = entryBit(hwpt);
  for (const area of eachArea(mustIoas(state, hwpt.ioas).areas)) {
    if (entries.length === FEW) break;
    entries.push({
      iova: hex(area.start),
      size: bytes(area.last - area.start + 1n),
      bit: name === null ? '' : `${name} ${entrySnoops(hwpt, area.made) ? 1 : 0}`,
    });
  }
  return entries;
}

/** What the node of an object is made from, apart from the object. */
interface Made {
  readonly node: ViewNode;
  readonly from: readonly unknown[];
}

/** The nodes of before: a call changes few of them, and those that it leaves alone stay the very same. */
const made = new WeakMap<KernelObject, Made>();

function madeBefore(object: KernelObject, from: readonly unknown[], make: () => ViewNode): ViewNode {
  const before = made.get(object);
  if (before !== undefined && before.from.every((value, index) => value === from[index])) return before.node;
  const node = make();
  made.set(object, { node, from });
  return node;
}

function objectNodes(state: State, places: Places, moved: Moved, hazards: HazardsBy, geometry: Geometry): ViewNode[] {
  return objectsOf(state).flatMap((object): ViewNode | [] => {
    const id = viewId(object);
    const card = cardOf(object, geometry);
    const place = moved.get(id) ?? places.get(object.born);
    if (card === null || place === undefined) return [];
    const ref = refOf(object);
    const titles = hazards.get(ref) ?? NO_HAZARDS;
    const base = (): Omit<NodeBase, 'label'> => ({
      id,
      ref,
      parent: null,
      hazards: titles,
      box: { ...place, width: card.width, height: card.height },
    });
    const common = [place, geometry, titles.join()];
    switch (object.type) {
      case 'ioas':
        return madeBefore(object, common, () => ({ ...base(), ...ioasNode(object) }));
      case 'hwpt_paging': {
        const users = usersOf(state, object);
        const { areas } = mustIoas(state, object.ioas);
        return madeBefore(object, [...common, users, areas], () => ({
          ...base(),
          ...pagingNode(state, object, users),
        }));
      }
      case 'hwpt_nested': {
        const parentHwpt = pagingOf(state, object);
        const devices = attachedDevices(state, object.id);
        return madeBefore(object, [...common, parentHwpt, devices.join()], () => ({
          ...base(),
          kind: 'nested',
          hwpt: object,
          parentHwpt,
          devices,
          label: `Nested page table ${object.id}, stage 1 on hwpt ${object.parent}, cache coherency as hwpt ${object.parent}`,
        }));
      }
      default: {
        const lines = viewOf(object).lines(state, object);
        return madeBefore(object, [...common, lines.join()], () => ({
          ...base(),
          kind: 'object',
          object,
          lines,
          label: objectLabel(state, object),
        }));
      }
    }
  });
}

type Own<Kind extends ViewNode['kind']> = Omit<Extract<ViewNode, { readonly kind: Kind }>, keyof NodeBase> & {
  readonly label: string;
};

function ioasNode(ioas: Ioas): Own<'ioas'> {
  const areas = areaCount(ioas.areas);
  return {
    kind: 'ioas',
    ioas,
    areas,
    label: `IOAS ${ioas.id}, ${areas} areas, ${ioas.hwpts.length} page tables, alignment ${iovaAlignment(ioas)}`,
  };
}

function pagingNode(state: State, hwpt: HwptPaging, users: number): Own<'paging'> {
  const enforces = enforcesCc(hwpt);
  const entries = entriesText(state, hwpt);
  return {
    kind: 'paging',
    hwpt,
    enforces,
    entries,
    users,
    first: firstEntries(state, hwpt),
    label: `Page table ${hwpt.id}, ${enforces ? 'enforces' : 'does not enforce'} cache coherency, ${entries}, ${users} users`,
  };
}

/** The memory beside the first IOAS, or below the lowest. */
function memoryNode(state: State, objects: readonly ViewNode[], geometry: Geometry): ViewNode | null {
  if (state.machine.memory.length === 0) return null;
  let inUse = 0n;
  for (const object of objectsOf(state)) if (object.type === 'ioas') inUse += areaBytes(object.areas);
  // Where the first IOAS will stand, so that it does not move the memory.
  const lowest = hardwareBoxes(state.machine, geometry).at(-1);
  const first = lowest === undefined ? 0 : Math.max(0, (lowest.y + lowest.height - geometry.ioas.height) / 2);
  const tops = objects.flatMap((node) => (node.kind === 'ioas' ? [node.box.y] : []));
  const total = state.machine.memory.reduce((sum, span) => sum + span.last - span.start + 1n, 0n);
  return {
    kind: 'memory',
    id: MEMORY,
    ref: MEMORY,
    parent: null,
    inUse,
    total,
    hazards: [],
    box: {
      x: geometry.lanes.memory,
      y: geometry.stacked
        ? Math.max(0, ...tops.map((top) => top + geometry.ioas.height + geometry.below))
        : (tops[0] ?? first),
      ...geometry.memory,
    },
    label: `User memory, ${bytes(inUse)} mapped`,
  };
}

export interface NodeOptions {
  readonly kernel: KernelId;
  readonly places: Places;
  readonly moved: Moved;
  readonly geometry: Geometry;
  readonly collapsed: ReadonlySet<ContainerRef>;
}

/** The nodes of a state, containers before what is in them. */
export function nodesOf(state: State, { kernel, places, moved, geometry, collapsed }: NodeOptions): ViewNode[] {
  const hazards = hazardsByObject(state);
  const objects = objectNodes(state, places, moved, hazards, geometry);
  const memory = memoryNode(state, objects, geometry);
  const place = moved.get(MEMORY);
  return [
    ...hardwareNodes(kernel, state, hazards, moved, geometry, collapsed),
    ...objects,
    ...(memory === null ? [] : [place === undefined ? memory : { ...memory, box: { ...memory.box, ...place } }]),
  ];
}
