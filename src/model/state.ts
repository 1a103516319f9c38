/** The objects of one iommufd and how they hold each other. Nothing here mutates; updates share structure. */
import type { Areas } from '../address/areas.ts';
import type { Driver } from '../uapi/commands.ts';
import type { Span } from '../uapi/u64.ts';
import type { Device, Machine } from './machine.ts';

/** Who reserved a range of an IOAS: a device for its regions, a page table for what lies outside its aperture. */
export type ReservationOwner =
  { readonly kind: 'device'; readonly device: number } | { readonly kind: 'hwpt'; readonly hwpt: number };

export interface Reservation extends Span {
  readonly owner: ReservationOwner;
}

interface ObjectBase {
  readonly id: number;
  /** Distinguishes objects that had the same id one after the other. */
  readonly born: number;
}

export interface Ioas extends ObjectBase {
  readonly type: 'ioas';
  readonly hugePages: boolean;
  readonly areas: Areas;
  /** By start address, equal starts in the order in which they were added. */
  readonly reserved: readonly Reservation[];
  /** As userspace gave them, by start address. */
  readonly allowed: readonly Span[];
  /** `ioas->hwpt_list`: its page tables in allocation order. */
  readonly hwpts: readonly number[];
  /** `iopt->domains`: the same page tables in the order in which a map fills them. */
  readonly domains: readonly number[];
}

/** From the area with this number on, new entries carry the force-snoop bit, or not. */
export interface CcPoint {
  readonly from: number;
  readonly enforces: boolean;
}

export interface HwptPaging extends ObjectBase {
  readonly type: 'hwpt_paging';
  readonly ioas: number;
  readonly autoDomain: boolean;
  readonly nestParent: boolean;
  /** Allocated with dirty tracking. */
  readonly dirtyTracking: boolean;
  /** Dirty tracking was started. */
  readonly dirtyEnabled: boolean;
  readonly driver: Driver;
  /** The unit of the device it was allocated for. */
  readonly unit: number;
  readonly addressWidth: number;
  /** How its cache coherency went; the last point is what it does now. Never empty. */
  readonly cc: readonly CcPoint[];
  /** A mapping was once made in it; unmapping does not clear this (`has_mappings` of the intel driver). */
  readonly everMapped: boolean;
  readonly msiCookie: boolean;
}

export interface HwptNested extends ObjectBase {
  readonly type: 'hwpt_nested';
  readonly parent: number;
}

export interface DeviceObject extends ObjectBase {
  readonly type: 'device';
  /** The device in the machine. */
  readonly device: number;
}

export type Hwpt = HwptPaging | HwptNested;
export type KernelObject = Ioas | Hwpt | DeviceObject;

/** `iommufd_group`: there while a device of the group is bound. */
export interface Group {
  readonly id: number;
  /** What the group as a whole is on. */
  readonly hwpt: number | null;
  /** The objects of its attached devices, in attach order. */
  readonly attached: readonly number[];
  /** Where its MSI window starts, once an attach learnt it. */
  readonly swMsiStart: bigint | null;
}

export interface State {
  readonly machine: Machine;
  /** By id; index 0 stays empty. */
  readonly objects: readonly (KernelObject | undefined)[];
  readonly groups: ReadonlyMap<number, Group>;
  /** The number that the next area gets. */
  readonly nextArea: number;
  /** The number that the next object gets as `born`. */
  readonly nextBorn: number;
}

/** A machine on which no call was made yet. */
export function initialState(machine: Machine): State {
  return { machine, objects: [undefined], groups: new Map(), nextArea: 0, nextBorn: 0 };
}

export function objectAt(state: State, id: number): KernelObject | undefined {
  return state.objects[id];
}

export function ioasAt(state: State, id: number): Ioas | null {
  const object = state.objects[id];
  return object?.type === 'ioas' ? object : null;
}

export function hwptAt(state: State, id: number): Hwpt | null {
  const object = state.objects[id];
  return object?.type === 'hwpt_paging' || object?.type === 'hwpt_nested' ? object : null;
}

export function pagingAt(state: State, id: number): HwptPaging | null {
  const object = state.objects[id];
  return object?.type === 'hwpt_paging' ? object : null;
}

export function deviceObjectAt(state: State, id: number): DeviceObject | null {
  const object = state.objects[id];
  return object?.type === 'device' ? object : null;
}

/** The object that must be there because another one refers to it. Throws on a broken state. */
export function mustPaging(state: State, id: number): HwptPaging {
  const hwpt = pagingAt(state, id);
  if (hwpt === null) throw new Error(`object ${id} is no paging page table`);
  return hwpt;
}

/** As {@link mustPaging}, for an IOAS. */
export function mustIoas(state: State, id: number): Ioas {
  const ioas = ioasAt(state, id);
  if (ioas === null) throw new Error(`object ${id} is no IOAS`);
  return ioas;
}

/** As {@link mustPaging}, for a bound device; answers the device of the machine. */
export function mustDevice(state: State, id: number): Device {
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
  for (const object of state.objects) {
    if (object?.type === 'device' && object.device === device) return object;
  }
  return null;
}

const freshGroup = (id: number): Group => ({ id, hwpt: null, attached: [], swMsiStart: null });

/** The group's side of iommufd; a group of which no device is bound is on nothing. */
export function groupAt(state: State, id: number): Group {
  return state.groups.get(id) ?? freshGroup(id);
}

/** What the device is attached to, or null. */
export function attachedHwpt(state: State, object: DeviceObject): number | null {
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

/** The force-snoop bit of the entries that an area has in a page table, as it was when they were written. */
export function entrySnoops(hwpt: HwptPaging, made: number): boolean {
  if (hwpt.driver === 'amd') return false;
  let snoops = false;
  for (const point of hwpt.cc) if (point.from <= made) snoops = point.enforces;
  return snoops;
}

/** The lowest free positive id. */
export function nextId(state: State): number {
  let id = 1;
  while (state.objects[id] !== undefined) id += 1;
  return id;
}

/** The state with the object put in place of the one with its id. */
export function withObject(state: State, object: KernelObject): State {
  const objects = state.objects.slice();
  objects[object.id] = object;
  const { machine, groups, nextArea, nextBorn } = state;
  return { machine, objects, groups, nextArea, nextBorn };
}

/** The state with a new object under the id that {@link nextId} gives. */
export function withNewObject(state: State, object: KernelObject): State {
  const objects = state.objects.slice();
  objects[object.id] = object;
  const { machine, groups, nextArea, nextBorn } = state;
  return { machine, objects, groups, nextArea, nextBorn: nextBorn + 1 };
}

/** The state without the object. */
export function withoutObject(state: State, id: number): State {
  const objects = state.objects.slice();
  objects[id] = undefined;
  while (objects.length > 1 && objects.at(-1) === undefined) objects.pop();
  return { ...state, objects };
}

/** The state with the group put in place of the one with its id. */
export function withGroup(state: State, group: Group): State {
  return { ...state, groups: new Map(state.groups).set(group.id, group) };
}
