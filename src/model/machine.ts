/** The hardware: IOMMU units, the devices behind them in their groups, and the memory of the process. */
import type { Driver } from '../uapi/commands.ts';
import type { ReservedRegion } from '../uapi/fields.ts';
import type { Span } from '../uapi/u64.ts';
import type { DeviceId, GroupId, UnitId } from './ids.ts';

export interface Unit {
  readonly id: UnitId;
  readonly driver: Driver;
  /** Its page walks and DMA are cache coherent: for SMMUv3 `IDR0.COHACC`. The other two always are. */
  readonly coherent: boolean;
  /** It can force DMA to snoop: `ecap.SC` for intel, CANWBS for SMMUv3. AMD always does. */
  readonly enforceCacheCoherency: boolean;
  /** It marks dirty entries: SLADS and SMPWC for intel, HDSUP for AMD, HTTU for SMMUv3. */
  readonly dirtyTracking: boolean;
  /** It walks two stages, one on the other: `ecap.NEST` for intel. */
  readonly nesting: boolean;
  /** Intel: it has PASID tables (scalable mode); without, it has neither nesting nor dirty tracking. */
  readonly scalableMode: boolean;
  /** Intel: how many levels its page tables have; 0 for as few as the width needs. */
  readonly levels: number;
  /** Its page tables translate IOVAs 0 … 2^addressWidth − 1. */
  readonly addressWidth: number;
  /** What the machine calls it, such as `dmar0`; may be empty. */
  readonly name: string;
}

/** What a driver makes of a unit, under a kernel: what it tells the core, and what it goes by. */
export interface Capabilities {
  /** IOMMU_CAP_CACHE_COHERENCY: without it no device behind the unit can be bound. */
  readonly coherent: boolean;
  /** IOMMU_CAP_ENFORCE_CACHE_COHERENCY. */
  readonly enforceCacheCoherency: boolean;
  /** IOMMU_CAP_DIRTY_TRACKING. */
  readonly dirtyTracking: boolean;
  /** Page tables of it can be nest parents. */
  readonly nesting: boolean;
}

/** True for a number of levels that a unit can have, and for 0: as few as the width needs. */
export function isLevels(levels: number): boolean {
  return levels === 0 || (levels >= 3 && levels <= 5);
}

/** How many levels the page tables of a unit have: 39 bits take 3, 48 take 4, 57 take 5. */
export function levelsOf({ levels, addressWidth }: Unit): number {
  return levels === 0 ? Math.ceil((addressWidth - 30) / 9) + 2 : levels;
}

export interface Device {
  readonly id: DeviceId;
  readonly unit: UnitId;
  readonly group: GroupId;
  readonly isolatedMsi: boolean;
  readonly reserved: readonly ReservedRegion[];
  /** What it is, such as `NIC_01:00.0`; may be empty. */
  readonly name: string;
}

export interface Machine {
  readonly units: ReadonlyMap<number, Unit>;
  readonly devices: ReadonlyMap<number, Device>;
  /** The user addresses that are really there. */
  readonly memory: readonly Span[];
}

export const EMPTY_MACHINE: Machine = { units: new Map(), devices: new Map(), memory: [] };

/** A machine of these parts, by their ids. */
export function machineOf(units: readonly Unit[], devices: readonly Device[], memory: readonly Span[]): Machine {
  return {
    units: new Map(units.map((unit) => [unit.id, unit])),
    devices: new Map(devices.map((device) => [device.id, device])),
    memory,
  };
}

/** What is wrong with the machine as a sentence, or null: each device behind a unit, each group behind one unit. */
export function machineFault(machine: Machine): string | null {
  const unitOfGroup = new Map<number, number>();
  for (const device of machine.devices.values()) {
    if (!machine.units.has(device.unit)) return `device ${device.id} is behind unit ${device.unit}, which is not there`;
    const unit = unitOfGroup.get(device.group) ?? device.unit;
    if (unit !== device.unit) return `group ${device.group} lies behind unit ${unit} and unit ${device.unit}`;
    unitOfGroup.set(device.group, unit);
  }
  return null;
}

const members = new WeakMap<Machine, Map<number, Device[]>>();

/** The devices of a group, bound or not, in id order. */
export function groupMembers(machine: Machine, group: number): readonly Device[] {
  let groups = members.get(machine);
  if (groups === undefined) {
    groups = new Map();
    for (const device of machine.devices.values()) {
      const list = groups.get(device.group);
      if (list === undefined) groups.set(device.group, [device]);
      else list.push(device);
    }
    members.set(machine, groups);
  }
  return groups.get(group) ?? [];
}

/** The unit a device is behind. Throws when the machine is not sound. */
export function unitOf(machine: Machine, device: Device): Unit {
  const unit = machine.units.get(device.unit);
  if (unit === undefined) throw new Error(`device ${device.id} is behind no unit`);
  return unit;
}
