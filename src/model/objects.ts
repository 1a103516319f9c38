/** The objects of one iommufd. What can be done with each kind is in kinds/. */
import type { Areas } from '../address/areas.ts';
import type { Driver } from '../uapi/commands.ts';
import type { PartKind } from '../uapi/fields.ts';
import type { Span } from '../uapi/u64.ts';
import type { DeviceId, ObjectId, UnitId } from './ids.ts';

/** Who reserved a range of an IOAS: a device for its regions, a page table for what lies outside its aperture. */
export type ReservationOwner =
  { readonly kind: 'device'; readonly device: DeviceId } | { readonly kind: 'hwpt'; readonly hwpt: ObjectId };

export interface Reservation extends Span {
  readonly owner: ReservationOwner;
}

interface ObjectBase {
  readonly id: ObjectId;
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
  readonly hwpts: readonly ObjectId[];
  /** `iopt->domains`: the same page tables in the order in which a map fills them. */
  readonly domains: readonly ObjectId[];
}

/** From the area with this number on, new entries carry the force-snoop bit, or not. */
export interface CcPoint {
  readonly from: number;
  readonly enforces: boolean;
}

export interface HwptPaging extends ObjectBase {
  readonly type: 'hwpt_paging';
  readonly ioas: ObjectId;
  readonly autoDomain: boolean;
  readonly nestParent: boolean;
  /** Allocated with dirty tracking. */
  readonly dirtyTracking: boolean;
  /** Dirty tracking was started. */
  readonly dirtyEnabled: boolean;
  readonly driver: Driver;
  /** The unit of the device it was allocated for. */
  readonly unit: UnitId;
  readonly addressWidth: number;
  /** How many levels it has: as many as the unit, and fewer after it was attached behind a unit with fewer (intel). */
  readonly levels: number;
  /** How its cache coherency went; the last point is what it does now. Never empty. */
  readonly cc: readonly CcPoint[];
  /** A mapping was once made in it; unmapping does not clear this (`has_mappings` of the intel driver). */
  readonly everMapped: boolean;
  readonly msiCookie: boolean;
}

export interface HwptNested extends ObjectBase {
  readonly type: 'hwpt_nested';
  readonly parent: ObjectId;
}

export interface DeviceObject extends ObjectBase {
  readonly type: 'device';
  /** The device in the machine. */
  readonly device: DeviceId;
  /** `idev->enforce_cache_coherency`: what the capability was when it was bound. */
  readonly enforceCacheCoherency: boolean;
}

export type Hwpt = HwptPaging | HwptNested;
export type KernelObject = Ioas | Hwpt | DeviceObject;
export type ObjectType = KernelObject['type'];
export type ObjectOf<T extends ObjectType> = Extract<KernelObject, { readonly type: T }>;

/** What a reference calls things: parts of the machine, and objects by their type, page tables of both types alike. */
export type RefKind = PartKind | 'hwpt' | Exclude<ObjectType, `hwpt_${string}`>;

/** A thing that a call can be about: `hwpt:5`, `device:0`. Objects go by their ids, a bound device by its number in the machine. */
export type ObjectRef = `${RefKind}:${number}`;
