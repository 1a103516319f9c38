/** The state of one iommufd: its objects and how they hold each other. Nothing here mutates; updates share structure. */
import { objectId, type GroupId, type ObjectId } from './ids.ts';
import type { Device, Machine } from './machine.ts';
import type { CcPoint, DeviceObject, Hwpt, HwptPaging, Ioas, KernelObject } from './objects.ts';
import { EMPTY_TABLE, tableAt, tableFind, tableList, tableWith, tableWithout, type Table } from './table.ts';

/** `iommufd_group`: there while a device of the group is bound. */
export interface Group {
  readonly id: GroupId;
  /** What the group as a whole is on. */
  readonly hwpt: ObjectId | null;
  /** The objects of its attached devices, in attach order. */
  readonly attached: readonly ObjectId[];
  /** Where its MSI window starts, once an attach learnt it. */
  readonly swMsiStart: bigint | null;
}

export interface State {
  readonly machine: Machine;
  readonly objects: Table<KernelObject>;
  readonly groups: ReadonlyMap<number, Group>;
  /** The number that the next area gets. */
  readonly nextArea: number;
  /** The number that the next object gets as `born`. */
  readonly nextBorn: number;
}

/** A machine on which no call was made yet. */
export function initialState(machine: Machine): State {
  return { machine, objects: EMPTY_TABLE, groups: new Map(), nextArea: 0, nextBorn: 0 };
}

/** The object with the id, or undefined. */
export function objectAt(state: State, id: number): KernelObject | undefined {
  return tableAt(state.objects, id);
}

/** Every object in id order; the same list for the same objects. */
export function objectsOf(state: State): readonly KernelObject[] {
  return tableList(state.objects);
}

export function ioasAt(state: State, id: number): Ioas | null {
  const object = objectAt(state, id);
  return object?.type === 'ioas' ? object : null;
}

export function hwptAt(state: State, id: number): Hwpt | null {
  const object = objectAt(state, id);
  return object?.type === 'hwpt_paging' || object?.type === 'hwpt_nested' ? object : null;
}

export function pagingAt(state: State, id: number): HwptPaging | null {
  const object = objectAt(state, id);
  return object?.type === 'hwpt_paging' ? object : null;
}

export function deviceObjectAt(state: State, id: number): DeviceObject | null {
  const object = objectAt(state, id);
  return object?.type === 'device' ? object : null;
}

/** The object that must be there because another one refers to it. Throws on a broken state. */
export function mustPaging(state: State, id: ObjectId): HwptPaging {
  const hwpt = pagingAt(state, id);
  if (hwpt === null) throw new Error(`object ${id} is no paging page table`);
  return hwpt;
}

/** As {@link mustPaging}, for an IOAS. */
export function mustIoas(state: State, id: ObjectId): Ioas {
  const ioas = ioasAt(state, id);
  if (ioas === null) throw new Error(`object ${id} is no IOAS`);
  return ioas;
}

/** As {@link mustPaging}, for a bound device; answers the device of the machine. */
export function mustDevice(state: State, id: ObjectId): Device {
  const object = deviceObjectAt(state, id);
  const device = object === null ? undefined : state.machine.devices.get(object.device);
  if (device === undefined) throw new Error(`object ${id} is no device`);
  return device;
}

/** The kernel-managed page table behind a page table: itself, or the parent of a nested one (`find_hwpt_paging`). */
export function pagingOf(state: State, hwpt: Hwpt): HwptPaging {
  return hwpt.type === 'hwpt_paging' ? hwpt : mustPaging(state, hwpt.parent);
}

/** The iommufd object of a device of the machine, or null while it is not bound. */
export function boundObject(state: State, device: number): DeviceObject | null {
  const found = tableFind(state.objects, (object) => object.type === 'device' && object.device === device);
  return (found as DeviceObject | undefined) ?? null;
}

const freshGroup = (id: GroupId): Group => ({ id, hwpt: null, attached: [], swMsiStart: null });

/** True for a group that is as if no device of it had ever been attached. */
export function isUntouched({ hwpt, attached, swMsiStart }: Group): boolean {
  return hwpt === null && attached.length === 0 && swMsiStart === null;
}

/** The group's side of iommufd; a group of which no device is bound is on nothing. */
export function groupAt(state: State, id: GroupId): Group {
  return state.groups.get(id) ?? freshGroup(id);
}

/** What the device is attached to, or null. */
export function attachedHwpt(state: State, object: DeviceObject): ObjectId | null {
  const device = state.machine.devices.get(object.device);
  if (device === undefined) return null;
  const group = groupAt(state, device.group);
  return group.attached.includes(object.id) ? group.hwpt : null;
}

/** The kernel's IOVA alignment of an IOAS: a page as soon as a page table or small pages ask for it, else a byte. */
export function iovaAlignment(ioas: Ioas): bigint {
  return ioas.hwpts.length > 0 || !ioas.hugePages ? 4096n : 1n;
}

/** `hwpt->enforce_cache_coherency` as it is now. */
export function enforcesCc(hwpt: HwptPaging): boolean {
  return (hwpt.cc.at(-1) as CcPoint).enforces;
}

/** The lowest free positive id. */
export function nextId(state: State): ObjectId {
  return objectId(state.objects.free);
}

/** The state with the object put in place of the one with its id. */
export function withObject(state: State, object: KernelObject): State {
  const { machine, objects, groups, nextArea, nextBorn } = state;
  return { machine, objects: tableWith(objects, object.id, object), groups, nextArea, nextBorn };
}

/** The state with a new object under the id that {@link nextId} gives. */
export function withNewObject(state: State, object: KernelObject): State {
  const { machine, objects, groups, nextArea, nextBorn } = state;
  return { machine, objects: tableWith(objects, object.id, object), groups, nextArea, nextBorn: nextBorn + 1 };
}

/** The state without the object. */
export function withoutObject(state: State, id: ObjectId): State {
  return { ...state, objects: tableWithout(state.objects, id) };
}

/** The state with the group put in place of the one with its id. */
export function withGroup(state: State, group: Group): State {
  return { ...state, groups: new Map(state.groups).set(group.id, group) };
}
