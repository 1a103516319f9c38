/** Changes of the hardware: no kernel answers these, but a machine can't be just anything. */
import type { ObjectRef } from '../model/objects.ts';
import { isLevels, type Device, type Unit } from '../model/machine.ts';
import { hex, PAGE_SIZE, type Span } from '../uapi/u64.ts';
import { count, list, stage, type Example, type Rule } from './rule.ts';
import { IOAS_ONLY } from './samples.ts';

interface MachineRule<Facts> {
  readonly id: string;
  readonly errno: Rule['errno'];
  readonly title: string;
  readonly violated: (facts: Facts) => boolean;
  readonly asks: (facts: Facts) => string;
  readonly saw: (facts: Facts) => string;
  readonly why: (facts: Facts) => string;
  readonly blame?: (facts: Facts) => readonly ObjectRef[];
  readonly example: Example;
}

function machineRule<Facts>(spec: MachineRule<Facts>): Rule<Facts> {
  return { layer: 'machine', sources: {}, blame: () => [], ...spec };
}

export interface UnitFacts {
  readonly op: string;
  readonly id: number;
  readonly existing: Unit | undefined;
  /** The unit as it is to be, or null when it is to go. */
  readonly wanted: Unit | null;
  readonly devices: readonly Device[];
  readonly bound: readonly number[];
  /** Page tables allocated for the unit. */
  readonly hwpts: readonly number[];
}

const UNIT = ['plug_unit unit=0'];
const UNIT_WITH_DEVICE = [...UNIT, 'plug_device device=0 unit=0 group=0'];

const unitNew = machineRule<UnitFacts>({
  id: 'plug_unit.taken',
  errno: 'EEXIST',
  title: 'The unit has a number of its own',
  violated: (f) => f.existing !== undefined,
  asks: (f) => `There is no unit ${f.id} yet`,
  saw: (f) => (f.existing === undefined ? 'free' : f.existing.driver),
  why: (f) => `The machine has a unit ${f.id} already.`,
  blame: (f) => [`unit:${f.id}`],
  example: { setup: UNIT, violates: 'plug_unit unit=0', passes: ['plug_unit unit=1'] },
});

const unitThere = (op: 'edit_unit' | 'unplug_unit'): Rule<UnitFacts> =>
  machineRule<UnitFacts>({
    id: `${op}.missing`,
    errno: 'ENOENT',
    title: 'The machine has the unit',
    violated: (f) => f.existing === undefined,
    asks: (f) => `The machine has unit ${f.id}`,
    saw: (f) => f.existing?.driver ?? 'no such unit',
    why: (f) => `The machine has no unit ${f.id}.`,
    example: { setup: UNIT, violates: `${op} unit=7`, passes: [`${op} unit=0`] },
  });

const unitUnused = (op: 'edit_unit' | 'unplug_unit'): Rule<UnitFacts> =>
  machineRule<UnitFacts>({
    id: `${op}.in_use`,
    errno: 'EBUSY',
    title: 'Nothing uses the unit while it changes',
    violated: (f) => f.bound.length > 0 || f.hwpts.length > 0,
    asks: (f) => `Nothing uses unit ${f.id}`,
    saw: (f) => `${count(f.bound.length, 'bound device')}, ${count(f.hwpts.length, 'page table')}`,
    why: (f) =>
      f.bound.length > 0
        ? `Device ${list(f.bound.map(String))} behind unit ${f.id} is bound; the kernel has read the unit's capabilities.`
        : `hwpt ${list(f.hwpts.map(String))} was made for unit ${f.id}.`,
    blame: (f) => [...f.bound.map((id) => `device:${id}` as const), ...f.hwpts.map((id) => `hwpt:${id}` as const)],
    example: {
      setup: [...UNIT_WITH_DEVICE, 'device_bind device=0'],
      violates: `${op} unit=0`,
      passes: ['device_unbind device=0', 'unplug_device device=0', `${op} unit=0`],
    },
  });

const unitEmpty = machineRule<UnitFacts>({
  id: 'unplug_unit.has_devices',
  errno: 'EBUSY',
  title: 'A unit is removed after its devices',
  violated: (f) => f.devices.length > 0,
  asks: (f) => `No device is behind unit ${f.id}`,
  saw: (f) => count(f.devices.length, 'device'),
  why: (f) => `Device ${list(f.devices.map((device) => String(device.id)))} sits behind unit ${f.id}.`,
  blame: (f) => f.devices.map((device) => `device:${device.id}` as const),
  example: {
    setup: UNIT_WITH_DEVICE,
    violates: 'unplug_unit unit=0',
    passes: ['unplug_device device=0', 'unplug_unit unit=0'],
  },
});

const unitWidth = (op: string): Rule<UnitFacts> =>
  machineRule<UnitFacts>({
    id: `${op}.address_width`,
    errno: 'EINVAL',
    title: 'A unit translates 30 to 64 bits of address',
    violated: (f) => f.wanted !== null && (f.wanted.addressWidth < 30 || f.wanted.addressWidth > 64),
    asks: () => 'The address width is between 30 and 64 bits',
    saw: (f) => `${f.wanted?.addressWidth ?? 0} bit`,
    why: (f) => `No unit translates ${f.wanted?.addressWidth ?? 0} bits of address: 30 to 64 can be.`,
    example: {
      setup: UNIT,
      violates: `${op} unit=${op === 'plug_unit' ? 1 : 0} address_width=12`,
      passes: [`${op} unit=${op === 'plug_unit' ? 1 : 0} address_width=57`],
    },
  });

const unitLevels = (op: string): Rule<UnitFacts> =>
  machineRule<UnitFacts>({
    id: `${op}.levels`,
    errno: 'EINVAL',
    title: 'Page tables have 3 to 5 levels',
    violated: (f) => f.wanted !== null && !isLevels(f.wanted.levels),
    asks: () => 'The page tables have 3 to 5 levels, or as many as the width needs',
    saw: (f) => count(f.wanted?.levels ?? 0, 'level'),
    why: (f) =>
      `No unit has page tables of ${f.wanted?.levels ?? 0} levels: 3, 4 and 5 can be, and 0 stands for as many as the width needs.`,
    example: {
      setup: UNIT,
      violates: `${op} unit=${op === 'plug_unit' ? 1 : 0} levels=2`,
      passes: [`${op} unit=${op === 'plug_unit' ? 1 : 0} address_width=39 levels=4`],
    },
  });

const amdEnforces = (op: string): Rule<UnitFacts> =>
  machineRule<UnitFacts>({
    id: `${op}.amd_always_enforces`,
    errno: 'EINVAL',
    title: 'An AMD unit always enforces cache coherency',
    violated: (f) => f.wanted?.driver === 'amd' && !f.wanted.enforceCacheCoherency,
    asks: (f) => (f.wanted?.driver === 'amd' ? 'An AMD unit enforces cache coherency' : 'It is no AMD unit'),
    saw: (f) => `${f.wanted?.driver ?? ''}, enforce ${f.wanted?.enforceCacheCoherency === true ? 1 : 0}`,
    why: () => 'AMD hardwires its IOMMU to enforce cache coherency; there is no unit without it.',
    example: {
      setup: UNIT,
      violates: `${op} unit=${op === 'plug_unit' ? 1 : 0} driver=amd nesting=no enforce_cache_coherency=no`,
      passes: [`${op} unit=${op === 'plug_unit' ? 1 : 0} driver=amd nesting=no`],
    },
  });

export const PLUG_UNIT = stage<UnitFacts>('plug_unit', [
  unitNew,
  unitWidth('plug_unit'),
  unitLevels('plug_unit'),
  amdEnforces('plug_unit'),
]);
export const EDIT_UNIT = stage<UnitFacts>('edit_unit', [
  unitThere('edit_unit'),
  unitUnused('edit_unit'),
  unitWidth('edit_unit'),
  unitLevels('edit_unit'),
  amdEnforces('edit_unit'),
]);
export const UNPLUG_UNIT = stage<UnitFacts>('unplug_unit', [
  unitThere('unplug_unit'),
  unitUnused('unplug_unit'),
  unitEmpty,
]);

export interface PlugFacts {
  readonly id: number;
  readonly existing: Device | undefined;
  /** The device as it is to be, or null when it is to go. */
  readonly wanted: Device | null;
  readonly unit: Unit | undefined;
  /** Another device of the wanted group, or undefined. */
  readonly neighbour: Device | undefined;
  readonly objectId: number | null;
  /** A group that would change while it is on a page table, or null. */
  readonly busyGroup: number | null;
}

const deviceNew = machineRule<PlugFacts>({
  id: 'plug_device.taken',
  errno: 'EEXIST',
  title: 'The device has a number of its own',
  violated: (f) => f.existing !== undefined,
  asks: (f) => `There is no device ${f.id} yet`,
  saw: (f) => (f.existing === undefined ? 'free' : `behind unit ${f.existing.unit}`),
  why: (f) => `The machine has a device ${f.id} already.`,
  blame: (f) => [`device:${f.id}`],
  example: {
    setup: UNIT_WITH_DEVICE,
    violates: 'plug_device device=0 unit=0 group=1',
    passes: ['plug_device device=1 unit=0 group=1'],
  },
});

const deviceThere = (op: 'edit_device' | 'unplug_device', rest: string): Rule<PlugFacts> =>
  machineRule<PlugFacts>({
    id: `${op}.missing`,
    errno: 'ENOENT',
    title: 'The machine has the device',
    violated: (f) => f.existing === undefined,
    asks: (f) => `The machine has device ${f.id}`,
    saw: (f) => (f.existing === undefined ? 'no such device' : `behind unit ${f.existing.unit}`),
    why: (f) => `The machine has no device ${f.id}.`,
    example: { setup: UNIT_WITH_DEVICE, violates: `${op} device=7${rest}`, passes: [`${op} device=0${rest}`] },
  });

const deviceUnbound = (op: 'edit_device' | 'unplug_device', rest: string): Rule<PlugFacts> =>
  machineRule<PlugFacts>({
    id: `${op}.bound`,
    errno: 'EBUSY',
    title: 'A device changes while it is not bound',
    violated: (f) => f.objectId !== null,
    asks: (f) => `Device ${f.id} is not bound`,
    saw: (f) => (f.objectId === null ? 'not bound' : `dev ${f.objectId}`),
    why: (f) => `Device ${f.id} is bound as object ${f.objectId}; its removal would wait until its file is closed.`,
    blame: (f) => [`device:${f.id}`],
    example: {
      setup: [...UNIT_WITH_DEVICE, 'device_bind device=0'],
      violates: `${op} device=0${rest}`,
      passes: ['device_unbind device=0', `${op} device=0${rest}`],
    },
  });

const unitBefore = (op: 'plug_device' | 'edit_device'): Rule<PlugFacts> =>
  machineRule<PlugFacts>({
    id: `${op}.no_unit`,
    errno: 'ENODEV',
    title: 'A device sits behind a unit that is there',
    violated: (f) => f.wanted !== null && f.unit === undefined,
    asks: (f) => `The machine has unit ${f.wanted?.unit}`,
    saw: (f) => f.unit?.driver ?? 'no such unit',
    why: (f) => `The machine has no unit ${f.wanted?.unit} for device ${f.id} to sit behind.`,
    example: {
      setup: UNIT_WITH_DEVICE,
      violates: `${op} device=${op === 'plug_device' ? 1 : 0} unit=7 group=1`,
      passes: [`${op} device=${op === 'plug_device' ? 1 : 0} unit=0 group=1`],
    },
  });

const groupOneUnit = (op: 'plug_device' | 'edit_device'): Rule<PlugFacts> =>
  machineRule<PlugFacts>({
    id: `${op}.group_behind_other_unit`,
    errno: 'EINVAL',
    title: 'The devices of a group sit behind one unit',
    violated: (f) => f.wanted !== null && f.neighbour !== undefined && f.neighbour.unit !== f.wanted.unit,
    asks: (f) => `Group ${f.wanted?.group} lies behind unit ${f.wanted?.unit}`,
    saw: (f) => (f.neighbour === undefined ? 'new group' : `unit ${f.neighbour.unit}`),
    why: (f) =>
      `Device ${f.neighbour?.id} of group ${f.wanted?.group} sits behind unit ${f.neighbour?.unit}, and a group lies behind one unit.`,
    blame: (f) => [`group:${f.wanted?.group ?? 0}`],
    example: {
      setup: [...UNIT_WITH_DEVICE, 'plug_unit unit=1', 'plug_device device=5 unit=1 group=5'],
      violates: `${op} device=${op === 'plug_device' ? 1 : 0} unit=0 group=5`,
      passes: [`${op} device=${op === 'plug_device' ? 1 : 0} unit=1 group=5`],
    },
  });

const groupFree = (op: 'plug_device' | 'edit_device' | 'unplug_device', call: string): Rule<PlugFacts> =>
  machineRule<PlugFacts>({
    id: `${op}.group_attached`,
    errno: 'EBUSY',
    title: 'A group changes while it is on no page table',
    violated: (f) => f.busyGroup !== null,
    asks: () => 'The group is on no page table',
    saw: (f) => (f.busyGroup === null ? 'free' : `group ${f.busyGroup}`),
    why: (f) => `Group ${f.busyGroup} is attached to a page table, and its members share it.`,
    blame: (f) => (f.busyGroup === null ? [] : [`group:${f.busyGroup}`]),
    example: {
      setup: [
        ...UNIT_WITH_DEVICE,
        'plug_device device=1 unit=0 group=0',
        'ioas_alloc',
        'device_bind device=0',
        'device_attach device=0 pt_id=1',
      ],
      violates: call,
      passes: ['device_detach device=0', call],
    },
  });

export const PLUG_DEVICE = stage<PlugFacts>('plug_device', [
  deviceNew,
  unitBefore('plug_device'),
  groupOneUnit('plug_device'),
  groupFree('plug_device', 'plug_device device=2 unit=0 group=0'),
]);
export const EDIT_DEVICE = stage<PlugFacts>('edit_device', [
  deviceThere('edit_device', ' unit=0 group=0'),
  deviceUnbound('edit_device', ' unit=0 group=0'),
  unitBefore('edit_device'),
  groupOneUnit('edit_device'),
  groupFree('edit_device', 'edit_device device=1 unit=0 group=1'),
]);
export const UNPLUG_DEVICE = stage<PlugFacts>('unplug_device', [
  deviceThere('unplug_device', ''),
  deviceUnbound('unplug_device', ''),
  groupFree('unplug_device', 'unplug_device device=1'),
]);

export interface MemoryFacts {
  readonly range: Span;
  /** A range of memory that it meets, or null. */
  readonly meets: Span | null;
  /** True when exactly this range is there. */
  readonly there: boolean;
  /** An IOAS with an area on the memory, or null. */
  readonly mappedBy: number | null;
}

const text = (range: Span | null): string => (range === null ? 'nothing' : `${hex(range.start)}–${hex(range.last)}`);

const memoryPages = machineRule<MemoryFacts>({
  id: 'add_memory.whole_pages',
  errno: 'EINVAL',
  title: 'Memory is a range of whole pages',
  violated: (f) =>
    f.range.start > f.range.last || f.range.start % PAGE_SIZE !== 0n || (f.range.last + 1n) % PAGE_SIZE !== 0n,
  asks: () => 'The range is of whole 4 KiB pages',
  saw: (f) => text(f.range),
  why: (f) => `${text(f.range)} does not begin and end on 4 KiB pages, the last address included.`,
  example: {
    setup: [],
    violates: 'add_memory start=0x1000 last=0x2000',
    passes: ['add_memory start=0x1000 last=0x1fff'],
  },
});

const memoryNew = machineRule<MemoryFacts>({
  id: 'add_memory.taken',
  errno: 'EEXIST',
  title: 'Memory is added where there is none',
  violated: (f) => f.meets !== null,
  asks: () => 'There is no memory in the range yet',
  saw: (f) => text(f.meets),
  why: (f) => `The process has ${text(f.meets)} already.`,
  example: {
    setup: ['add_memory start=0x1000 last=0x1fff'],
    violates: 'add_memory start=0x1000 last=0x2fff',
    passes: ['add_memory start=0x2000 last=0x2fff'],
  },
});

const memoryThere = machineRule<MemoryFacts>({
  id: 'remove_memory.missing',
  errno: 'ENOENT',
  title: 'Memory is removed as it was added',
  violated: (f) => !f.there,
  asks: (f) => `The process has ${text(f.range)}`,
  saw: (f) => (f.there ? 'yes' : 'no'),
  why: (f) => `The process has no memory that is exactly ${text(f.range)}.`,
  example: {
    setup: ['add_memory start=0x1000 last=0x1fff'],
    violates: 'remove_memory start=0x1000 last=0x2fff',
    passes: ['remove_memory start=0x1000 last=0x1fff'],
  },
});

const memoryUnused = machineRule<MemoryFacts>({
  id: 'remove_memory.mapped',
  errno: 'EBUSY',
  title: 'Memory is removed while nothing maps it',
  violated: (f) => f.mappedBy !== null,
  asks: () => 'No area stands for the memory',
  saw: (f) => (f.mappedBy === null ? 'none' : `ioas ${f.mappedBy}`),
  why: (f) => `ioas ${f.mappedBy} maps memory of ${text(f.range)}.`,
  blame: (f) => (f.mappedBy === null ? [] : [`ioas:${f.mappedBy}`]),
  example: {
    setup: [...IOAS_ONLY, 'ioas_map ioas=1 iova=0x10000 length=0x1000'],
    violates: 'remove_memory start=0x100000000000 last=0x100000ffffff',
    passes: ['ioas_unmap ioas=1 iova=0x10000 length=0x1000', 'remove_memory start=0x100000000000 last=0x100000ffffff'],
  },
});

export const ADD_MEMORY = stage<MemoryFacts>('add_memory', [memoryPages, memoryNew]);
export const REMOVE_MEMORY = stage<MemoryFacts>('remove_memory', [memoryThere, memoryUnused]);
