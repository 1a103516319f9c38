/** `device_attach`: what iommufd and the iommu core check, in the order of the work. The drivers' part is in drivers/. */
import type { ObjectId } from '../model/ids.ts';
import type { Capabilities, Device, Unit } from '../model/machine.ts';
import type { Group } from '../model/state.ts';
import type { Hwpt, HwptPaging } from '../model/objects.ts';
import type { Driver } from '../uapi/commands.ts';
import type { ReservedRegion } from '../uapi/fields.ts';
import { hex, type Span } from '../uapi/u64.ts';
import { deviceBound, deviceExists, mustBe, mustExist, type DeviceFacts, type LookupFacts } from './lookup.ts';
import { iommu, iommufd, stage, type Rule, type Sources } from './rule.ts';
import { BOUND, GROUP_OF_TWO, ONE_DEVICE, TWO_UNITS, TWO_VENDORS, unitEach, WITH_HWPT } from './samples.ts';

export const ATTACH_DEVICE = stage<DeviceFacts>('device_attach.device', [
  deviceExists('device_attach', {
    setup: BOUND,
    violates: 'device_attach device=7 pt_id=1',
    passes: ['device_attach device=0 pt_id=1'],
  }),
  deviceBound('device_attach', 'vfio_df_ioctl_attach_pt', {
    setup: [...ONE_DEVICE, 'ioas_alloc'],
    violates: 'device_attach device=0 pt_id=1',
    passes: ['device_bind device=0', 'device_attach device=0 pt_id=1'],
  }),
]);

const ptLookup = {
  prefix: 'device_attach.pt',
  field: 'pt_id',
  sources: iommufd('device.c', 'iommufd_device_change_pt'),
  example: { setup: WITH_HWPT, passes: ['device_attach device=0 pt_id=3'] },
  missing: 'device_attach device=0 pt_id=9',
} as const;

export const ATTACH_TARGET = stage<LookupFacts>('device_attach.target', [
  mustExist({ ...ptLookup, errno: 'ENOENT' }),
  mustBe({
    ...ptLookup,
    errno: 'EINVAL',
    types: ['ioas', 'hwpt_paging', 'hwpt_nested'],
    wanted: 'a page table or an IOAS',
    wrong: 'device_attach device=0 pt_id=2',
  }),
]);

export interface ElsewhereFacts {
  readonly group: Group;
  readonly hwpt: Hwpt;
}

const groupElsewhere: Rule<ElsewhereFacts> = {
  id: 'attach.group_elsewhere',
  layer: 'iommufd',
  errno: 'EINVAL',
  sources: iommufd('device.c', 'iommufd_hw_pagetable_attach'),
  title: 'The group is on no other page table',
  asks: (f) => `Group ${f.group.id} is on no other page table`,
  saw: (f) => `hwpt = ${f.group.hwpt ?? 'NULL'}`,
  why: (f) =>
    `Group ${f.group.id} is on hwpt ${f.group.hwpt}. The IOMMU translates a group as a whole, so its devices can't be on hwpt ${f.hwpt.id} as well.`,
  brief: (f) => `group ${f.group.id} is on hwpt ${f.group.hwpt}`,
  violated: (f) => f.group.hwpt !== null && f.group.hwpt !== f.hwpt.id,
  blame: (f) => [`group:${f.group.id}`, `hwpt:${f.group.hwpt ?? f.hwpt.id}`],
  example: {
    setup: [
      ...GROUP_OF_TWO,
      'hwpt_alloc dev_id=2 pt_id=1',
      'hwpt_alloc dev_id=2 pt_id=1',
      'device_attach device=0 pt_id=4',
    ],
    violates: 'device_attach device=1 pt_id=5',
    passes: ['device_attach device=1 pt_id=4'],
  },
};

export const GROUP_ELSEWHERE = stage<ElsewhereFacts>('attach.group', [groupElsewhere]);

/** A request, made by an attach, that a page table enforce cache coherency. */
export interface CcRequestFacts {
  /** The page table attached to. */
  readonly hwpt: Hwpt;
  /** The page table that is asked: with a redirect, the parent. */
  readonly asked: Hwpt;
  /** The device that can enforce, and for which it is asked. */
  readonly device: Device;
}

const nestedHasNoOp: Rule<CcRequestFacts> = {
  id: 'enforce_cc.nested_has_no_operation',
  layer: 'iommufd',
  errno: 'EINVAL',
  sources: iommufd('hw_pagetable.c', 'iommufd_hw_pagetable_enforce_cc', 'series'),
  title: 'The page table asked to enforce is one that can be asked',
  asks: (f) => `hwpt ${f.asked.id} can be asked to enforce`,
  saw: (f) => (f.asked.type === 'hwpt_nested' ? 'nested: no such operation' : 'paging'),
  why: (f) =>
    `Device ${f.device.id} can enforce, so the attach asks hwpt ${f.asked.id} to. It is nested: userspace owns its entries and it has no enforce_cache_coherency operation, so the request fails.`,
  brief: () => 'nested: cannot be asked to enforce',
  violated: (f) => f.asked.type === 'hwpt_nested',
  blame: (f) => [`hwpt:${f.asked.id}`],
  releases: { from: '6.7', to: '6.7', note: 'the v4 nesting series without patch 08/17' },
  thread: [0, 1, 2],
  example: {
    under: 'v4',
    setup: [...TWO_UNITS, 'hwpt_alloc dev_id=2 pt_id=1 nest_parent', 'hwpt_alloc dev_id=2 pt_id=5 data=stage1'],
    violates: 'device_attach device=1 pt_id=6',
    passes: ['device_attach device=1 pt_id=5'],
  },
};

export const CC_REQUEST = stage<CcRequestFacts>('enforce_cc', [nestedHasNoOp]);

/** A device's reserved region about to be reserved in an IOAS. */
export interface ReserveFacts {
  readonly device: Device;
  readonly ioas: ObjectId;
  readonly region: ReservedRegion;
  /** The lowest area in the way, or null. */
  readonly area: Span | null;
  /** The first allowed range in the way, or null. */
  readonly allowed: Span | null;
}

const span = (range: Span): string => `${hex(range.start)}–${hex(range.last)}`;

const meetsArea: Rule<ReserveFacts> = {
  id: 'reserve.meets_area',
  layer: 'iommufd',
  errno: 'EADDRINUSE',
  sources: iommufd('io_pagetable.c', 'iopt_reserve_iova'),
  title: "No area lies in the device's reserved regions",
  asks: (f) => `No area meets the ${f.region.type} region of device ${f.device.id}`,
  saw: (f) => (f.area === null ? hex(f.region.start) : `area at ${hex(f.area.start)}`),
  why: (f) =>
    `Device ${f.device.id} reserves ${span(f.region)} (${f.region.type}), and ioas ${f.ioas} maps ${f.area === null ? 'nothing' : span(f.area)} there.`,
  brief: (f) => `an area lies in its ${f.region.type} region`,
  violated: (f) => f.area !== null,
  blame: (f) => [`ioas:${f.ioas}`, `device:${f.device.id}`],
  example: {
    setup: [...BOUND, 'ioas_map ioas=1 iova=0xfee00000 length=0x1000'],
    violates: 'device_attach device=0 pt_id=1',
    passes: ['ioas_unmap ioas=1 iova=0xfee00000 length=0x1000', 'device_attach device=0 pt_id=1'],
  },
};

const meetsAllowed: Rule<ReserveFacts> = {
  id: 'reserve.meets_allowed',
  layer: 'iommufd',
  errno: 'EADDRINUSE',
  sources: iommufd('io_pagetable.c', 'iopt_reserve_iova'),
  title: "No allowed range lies in the device's reserved regions",
  asks: (f) => `No allowed range meets the ${f.region.type} region of device ${f.device.id}`,
  saw: (f) => (f.allowed === null ? 'none' : span(f.allowed)),
  why: (f) =>
    `Userspace was promised ${f.allowed === null ? 'the range' : span(f.allowed)} of ioas ${f.ioas} by ioas_allow_iovas; device ${f.device.id} would reserve ${span(f.region)} (${f.region.type}).`,
  brief: (f) => `its ${f.region.type} region is promised`,
  violated: (f) => f.allowed !== null,
  blame: (f) => [`ioas:${f.ioas}`, `device:${f.device.id}`],
  example: {
    setup: [...BOUND, 'ioas_allow_iovas ioas=1 ranges=0xfee00000-0xffffffff'],
    violates: 'device_attach device=0 pt_id=1',
    passes: ['ioas_allow_iovas ioas=1 ranges=0x1000-0xffffff', 'device_attach device=0 pt_id=1'],
  },
};

export const RESERVE = stage<ReserveFacts>('reserve', [meetsArea, meetsAllowed]);

export interface MsiFacts {
  readonly device: Device;
  readonly hardware: number;
  readonly software: number;
}

const msiCombination: Rule<MsiFacts> = {
  id: 'reserve.msi_combination',
  layer: 'iommufd',
  errno: 'EINVAL',
  sources: iommufd('io_pagetable.c', 'iopt_table_enforce_dev_resv_regions'),
  title: 'The device has a hardware MSI region or one software MSI window, not both and not two windows',
  asks: (f) => `The MSI regions of device ${f.device.id} go together`,
  saw: (f) => `msi ${f.hardware}, sw-msi ${f.software}`,
  why: (f) =>
    `Device ${f.device.id} reports ${f.hardware} msi and ${f.software} sw-msi regions. A driver must offer either hardware regions or a single software window.`,
  violated: (f) => f.software > 1 || (f.software > 0 && f.hardware > 0),
  blame: (f) => [`device:${f.device.id}`],
  example: {
    setup: [
      'plug_unit unit=0',
      'plug_device device=0 unit=0 group=0 reserved=msi:0xfee00000-0xfeefffff,sw-msi:0x8000000-0x80fffff',
      'plug_device device=1 unit=0 group=1 reserved=sw-msi:0x8000000-0x80fffff',
      'ioas_alloc',
      'device_bind device=0',
      'device_bind device=1',
    ],
    violates: 'device_attach device=0 pt_id=1',
    passes: ['device_attach device=1 pt_id=1'],
  },
};

export const MSI_REGIONS = stage<MsiFacts>('reserve.msi', [msiCombination]);

/** The group's first device is about to move the group to a domain. */
export interface DomainFacts {
  /** The page table attached to. */
  readonly hwpt: Hwpt;
  /** The paging page table that judges: itself, or its parent. */
  readonly paging: HwptPaging;
  readonly device: Device;
  readonly unit: Unit;
  readonly can: Capabilities;
}

const otherDriver: Rule<DomainFacts> = {
  id: 'attach.other_driver',
  layer: 'iommu-core',
  errno: 'EINVAL',
  sources: iommu('iommu.c', '__iommu_attach_group'),
  title: "The page table is one of the device's own driver",
  asks: (f) => `hwpt ${f.hwpt.id} is of device ${f.device.id}'s driver`,
  saw: (f) => (f.paging.driver === f.unit.driver ? f.unit.driver : `${f.paging.driver}, ${f.unit.driver}`),
  why: (f) =>
    `hwpt ${f.hwpt.id} is a page table of the ${f.paging.driver} driver; unit ${f.unit.id}, in front of device ${f.device.id}, is driven by ${f.unit.driver}.`,
  brief: (f) => `${f.paging.driver} page table, ${f.unit.driver} unit`,
  violated: (f) => f.paging.driver !== f.unit.driver,
  blame: (f) => [`hwpt:${f.hwpt.id}`, `unit:${f.unit.id}`],
  example: {
    setup: [...TWO_VENDORS, 'hwpt_alloc dev_id=2 pt_id=1'],
    violates: 'device_attach device=1 pt_id=4',
    passes: ['device_attach device=0 pt_id=4'],
  },
};

/** The page table that judges, as the subject of a sentence: the parent of a nested one as such. */
export const judging = (f: DomainFacts): string =>
  f.hwpt.id === f.paging.id ? `hwpt ${f.paging.id}` : `hwpt ${f.paging.id}, the parent of hwpt ${f.hwpt.id},`;

/** A driver that attaches page tables with dirty tracking only where it has it; `bits` is how the vendor's manual calls that. */
export function tracksDirty(driver: Driver, bits: string, sources: Sources): Rule<DomainFacts> {
  return {
    id: `${driver}.dirty_tracking_unsupported`,
    layer: 'driver',
    errno: 'EINVAL',
    sources,
    title: 'A page table with dirty tracking takes only devices whose unit has it',
    asks: (f) =>
      f.paging.dirtyTracking ? `Unit ${f.unit.id} has dirty tracking` : `hwpt ${f.paging.id} needs no dirty tracking`,
    saw: (f) => `${bits} = ${f.can.dirtyTracking ? 1 : 0}`,
    why: (f) =>
      `${judging(f)} was allocated with dirty tracking. Unit ${f.unit.id}, in front of device ${f.device.id}, has none: ${bits} = 0.`,
    brief: (f) => `unit ${f.unit.id} has no dirty tracking`,
    violated: (f) => f.paging.dirtyTracking && !f.can.dirtyTracking,
    blame: (f) => [`hwpt:${f.paging.id}`, `unit:${f.unit.id}`],
    releases: { from: '6.7' },
    example: {
      setup: [
        ...unitEach(`driver=${driver} dirty_tracking=no`, `driver=${driver}`),
        'hwpt_alloc dev_id=3 pt_id=1 dirty_tracking',
      ],
      violates: 'device_attach device=0 pt_id=4',
      passes: ['device_attach device=1 pt_id=4'],
    },
  };
}

export const ATTACH_GROUP = stage<DomainFacts>('attach.domain', [otherDriver]);
