/** `hwpt_alloc`: what iommufd checks, and the refusals that the drivers' `domain_alloc_user` have in common. */
import type { DataKind, Driver } from '../uapi/commands.ts';
import type { Capabilities, Device, Unit } from '../model/machine.ts';
import type { HwptPaging } from '../model/objects.ts';
import { mustBe, mustExist, type LookupFacts } from './lookup.ts';
import { iommufd, NO_BLAME, stage, type Rule, type Sources } from './rule.ts';
import { BOUND, TWO_UNITS, TWO_VENDORS, unitEach, WITH_HWPT, WITH_NESTED } from './samples.ts';

export interface AllocFacts {
  readonly nestParent: boolean;
  readonly dirtyTracking: boolean;
  readonly data: DataKind;
}

export interface PagingAllocFacts extends AllocFacts {
  readonly device: Device;
  readonly unit: Unit;
  readonly can: Capabilities;
}

export interface NestedAllocFacts extends PagingAllocFacts {
  readonly parent: HwptPaging;
}

const dataLength: Rule<AllocFacts> = {
  id: 'hwpt_alloc.data_length',
  layer: 'iommufd',
  errno: 'EINVAL',
  sources: iommufd('hw_pagetable.c', 'iommufd_hwpt_alloc'),
  title: 'Data type and data length agree',
  asks: () => 'Data type and length agree',
  saw: (f) => `data = ${f.data}`,
  why: () => 'The data type is NONE but a length is given. The one needs the other to be 0.',
  violated: (f) => f.data === 'none-with-length',
  blame: () => NO_BLAME,
  example: {
    setup: BOUND,
    violates: 'hwpt_alloc dev_id=2 pt_id=1 data=none-with-length',
    passes: ['hwpt_alloc dev_id=2 pt_id=1'],
  },
};

export const ALLOC_FORM = stage<AllocFacts>('hwpt_alloc.form', [dataLength]);

const devLookup = {
  prefix: 'hwpt_alloc.dev_id',
  field: 'dev_id',
  errno: 'ENOENT',
  sources: iommufd('hw_pagetable.c', 'iommufd_hwpt_alloc'),
  example: { setup: BOUND, passes: ['hwpt_alloc dev_id=2 pt_id=1'] },
  missing: 'hwpt_alloc dev_id=9 pt_id=1',
} as const;

export const ALLOC_DEVICE = stage<LookupFacts>('hwpt_alloc.device', [
  mustExist(devLookup),
  mustBe({ ...devLookup, types: ['device'], wanted: 'a device', wrong: 'hwpt_alloc dev_id=1 pt_id=1' }),
]);

const ptLookup = {
  prefix: 'hwpt_alloc.pt_id',
  field: 'pt_id',
  errno: 'EINVAL',
  sources: iommufd('hw_pagetable.c', 'iommufd_hwpt_alloc'),
  example: { setup: WITH_NESTED, passes: ['hwpt_alloc dev_id=2 pt_id=1'] },
  missing: 'hwpt_alloc dev_id=2 pt_id=9',
} as const;

const onNested: Rule<LookupFacts> = {
  ...mustBe({
    ...ptLookup,
    types: ['ioas', 'hwpt_paging', 'device'],
    wanted: 'an IOAS or a nest parent',
    wrong: 'hwpt_alloc dev_id=2 pt_id=4 data=stage1',
  }),
  id: 'hwpt_alloc.pt_id_is_nested',
  title: 'pt_id names no nested page table',
  why: (f) => `hwpt ${f.id} is itself nested. Stage 1 stands on a stage 2; there is no third stage.`,
};

export const ALLOC_TARGET = stage<LookupFacts>('hwpt_alloc.target', [
  mustExist(ptLookup),
  onNested,
  mustBe({
    ...ptLookup,
    types: ['ioas', 'hwpt_paging'],
    wanted: 'an IOAS or a nest parent',
    wrong: 'hwpt_alloc dev_id=2 pt_id=2',
  }),
]);

const dirtyOffered: Rule<PagingAllocFacts> = {
  id: 'hwpt_alloc.dirty_tracking_not_offered',
  layer: 'iommufd',
  errno: 'EOPNOTSUPP',
  sources: iommufd('hw_pagetable.c', 'iommufd_hwpt_paging_alloc'),
  title: 'Dirty tracking is asked for only where the unit has it',
  asks: (f) => (f.dirtyTracking ? `Unit ${f.unit.id} has dirty tracking` : 'No dirty tracking is asked for'),
  saw: (f) => `IOMMU_CAP_DIRTY_TRACKING = ${f.can.dirtyTracking ? 1 : 0}`,
  why: (f) =>
    `Dirty tracking is asked for, and unit ${f.unit.id}, in front of device ${f.device.id}, does not offer it.`,
  violated: (f) => f.dirtyTracking && !f.can.dirtyTracking,
  blame: (f) => [`unit:${f.unit.id}`],
  example: {
    setup: [
      'plug_unit unit=0 dirty_tracking=no',
      'plug_device device=0 unit=0 group=0',
      'ioas_alloc',
      'device_bind device=0',
    ],
    violates: 'hwpt_alloc dev_id=2 pt_id=1 dirty_tracking',
    passes: ['hwpt_alloc dev_id=2 pt_id=1'],
  },
};

export const ALLOC_PAGING = stage<PagingAllocFacts>('hwpt_alloc.paging', [dirtyOffered]);

const nestedFlags: Rule<NestedAllocFacts> = {
  id: 'hwpt_alloc.nested_flags',
  layer: 'iommufd',
  errno: 'EOPNOTSUPP',
  sources: iommufd('hw_pagetable.c', 'iommufd_hwpt_nested_alloc'),
  title: 'A nested page table is allocated without flags',
  asks: () => 'No flags are given',
  saw: (f) =>
    [f.nestParent ? 'nest_parent' : '', f.dirtyTracking ? 'dirty_tracking' : ''].filter(Boolean).join(' ') || 'none',
  why: () => 'A nested page table is neither a nest parent nor tracked by the kernel, so it takes no flags.',
  violated: (f) => f.nestParent || f.dirtyTracking,
  blame: () => NO_BLAME,
  example: {
    setup: WITH_NESTED,
    violates: 'hwpt_alloc dev_id=2 pt_id=3 nest_parent data=stage1',
    passes: ['hwpt_alloc dev_id=2 pt_id=3 data=stage1'],
  },
};

const nestedData: Rule<NestedAllocFacts> = {
  id: 'hwpt_alloc.nested_needs_data',
  layer: 'iommufd',
  errno: 'EOPNOTSUPP',
  sources: iommufd('hw_pagetable.c', 'iommufd_hwpt_nested_alloc'),
  title: 'A nested page table comes with a description of stage 1',
  asks: () => 'A description of stage 1 is given',
  saw: (f) => `data = ${f.data}`,
  why: (f) => `hwpt ${f.parent.id} is a page table, so this would be nested on it; but no data describes its stage 1.`,
  violated: (f) => f.data === 'none',
  blame: (f) => [`hwpt:${f.parent.id}`],
  example: {
    setup: WITH_NESTED,
    violates: 'hwpt_alloc dev_id=2 pt_id=3',
    passes: ['hwpt_alloc dev_id=2 pt_id=3 data=stage1'],
  },
};

const parentAuto: Rule<NestedAllocFacts> = {
  id: 'hwpt_alloc.parent_is_auto',
  layer: 'iommufd',
  errno: 'EINVAL',
  sources: iommufd('hw_pagetable.c', 'iommufd_hwpt_nested_alloc'),
  title: 'The parent was allocated by hand',
  asks: (f) => `hwpt ${f.parent.id} was allocated by hand`,
  saw: (f) => `auto_domain = ${f.parent.autoDomain}`,
  why: (f) =>
    `hwpt ${f.parent.id} was made by attaching to an IOAS. It goes with its last device, so nothing may stand on it.`,
  violated: (f) => f.parent.autoDomain,
  blame: (f) => [`hwpt:${f.parent.id}`],
  example: {
    setup: [...BOUND, 'device_attach device=0 pt_id=1'],
    violates: 'hwpt_alloc dev_id=2 pt_id=3 data=stage1',
    passes: ['hwpt_alloc dev_id=2 pt_id=1 nest_parent', 'hwpt_alloc dev_id=2 pt_id=4 data=stage1'],
  },
};

const notNestParent: Rule<NestedAllocFacts> = {
  id: 'hwpt_alloc.not_a_nest_parent',
  layer: 'iommufd',
  errno: 'EINVAL',
  sources: iommufd('hw_pagetable.c', 'iommufd_hwpt_nested_alloc'),
  title: 'The parent was allocated as a nest parent',
  asks: (f) => `hwpt ${f.parent.id} is a nest parent`,
  saw: (f) => `nest_parent = ${f.parent.nestParent}`,
  why: (f) => `hwpt ${f.parent.id} was allocated without nest_parent, so its format need not serve as a stage 2.`,
  violated: (f) => !f.parent.nestParent,
  blame: (f) => [`hwpt:${f.parent.id}`],
  example: {
    setup: WITH_HWPT,
    violates: 'hwpt_alloc dev_id=2 pt_id=3 data=stage1',
    passes: ['hwpt_alloc dev_id=2 pt_id=1 nest_parent', 'hwpt_alloc dev_id=2 pt_id=4 data=stage1'],
  },
};

const parentDriver: Rule<NestedAllocFacts> = {
  id: 'hwpt_alloc.parent_of_other_driver',
  layer: 'iommufd',
  errno: 'EINVAL',
  sources: iommufd('hw_pagetable.c', 'iommufd_hwpt_nested_alloc'),
  title: "The parent is one of the device's own driver",
  asks: (f) => `hwpt ${f.parent.id} is of device ${f.device.id}'s driver`,
  saw: (f) => (f.parent.driver === f.unit.driver ? f.unit.driver : `${f.parent.driver}, ${f.unit.driver}`),
  why: (f) =>
    `hwpt ${f.parent.id} is a page table of the ${f.parent.driver} driver; unit ${f.unit.id}, in front of device ${f.device.id}, is driven by ${f.unit.driver}.`,
  violated: (f) => f.parent.driver !== f.unit.driver,
  blame: (f) => [`hwpt:${f.parent.id}`, `unit:${f.unit.id}`],
  example: {
    setup: [...TWO_VENDORS, 'hwpt_alloc dev_id=2 pt_id=1 nest_parent'],
    violates: 'hwpt_alloc dev_id=3 pt_id=4 data=stage1',
    passes: ['hwpt_alloc dev_id=2 pt_id=4 data=stage1'],
  },
};

export const ALLOC_NESTED = stage<NestedAllocFacts>('hwpt_alloc.nested', [
  nestedFlags,
  nestedData,
  parentAuto,
  notNestParent,
  parentDriver,
]);

const PLUG: Record<Driver, string> = {
  intel: 'plug_unit unit=0',
  amd: 'plug_unit unit=0 driver=amd nesting=no',
  smmuv3: 'plug_unit unit=0 driver=smmuv3',
};

const oneDevice = (plug: string): string[] => [
  plug,
  'plug_device device=0 unit=0 group=0',
  'ioas_alloc',
  'device_bind device=0',
];

/** The driver offers nest parents, on this unit. */
export function nestParentOffered(driver: Driver, sources: Sources): Rule<PagingAllocFacts> {
  return {
    id: `${driver}.nest_parent_not_offered`,
    layer: 'driver',
    errno: 'EOPNOTSUPP',
    sources,
    title: 'A nest parent is asked for only where the unit has nesting',
    asks: (f) => (f.nestParent ? `Unit ${f.unit.id} has nesting` : 'No nest parent is asked for'),
    saw: (f) => (f.can.nesting ? 'nesting' : 'no nesting'),
    why: (f) =>
      `A nest parent is asked for, and unit ${f.unit.id} (${driver}), in front of device ${f.device.id}, has no nesting.`,
    violated: (f) => f.nestParent && !f.can.nesting,
    blame: (f) => [`unit:${f.unit.id}`],
    example: {
      setup: oneDevice(driver === 'amd' ? PLUG.amd : `${PLUG[driver]} nesting=no`),
      violates: 'hwpt_alloc dev_id=2 pt_id=1 nest_parent',
      passes: ['hwpt_alloc dev_id=2 pt_id=1'],
    },
  };
}

/** The driver takes no data for a paging page table. */
export function noPagingData(driver: Driver, sources: Sources): Rule<PagingAllocFacts> {
  return {
    id: `${driver}.paging_takes_no_data`,
    layer: 'driver',
    errno: 'EOPNOTSUPP',
    sources,
    title: 'A page table on an IOAS is allocated without driver data',
    asks: () => 'No driver data is given',
    saw: (f) => `data = ${f.data}`,
    why: (f) =>
      `The kernel fills a page table on an IOAS itself; the ${driver} driver takes no description for it, and ${f.data} is given.`,
    violated: (f) => f.data !== 'none',
    blame: (f) => [`unit:${f.unit.id}`],
    example: {
      setup: oneDevice(PLUG[driver]),
      violates: 'hwpt_alloc dev_id=2 pt_id=1 data=stage1',
      passes: ['hwpt_alloc dev_id=2 pt_id=1'],
    },
  };
}

/** Intel: the unit of the allocating device has nesting. */
export function unitNests(sources: Sources): Rule<NestedAllocFacts> {
  return {
    id: 'intel.nested_not_offered',
    layer: 'driver',
    errno: 'EOPNOTSUPP',
    sources,
    title: 'A nested page table is allocated for a device whose unit has nesting',
    asks: (f) => `Unit ${f.unit.id} has nesting`,
    saw: (f) => (f.can.nesting ? 'nesting' : 'no nesting'),
    why: (f) =>
      `Unit ${f.unit.id}, in front of device ${f.device.id}, has no nested translation, so no stage 1 can stand on hwpt ${f.parent.id} for it.`,
    violated: (f) => !f.can.nesting,
    blame: (f) => [`unit:${f.unit.id}`],
    example: {
      setup: [...unitEach('nesting=no', ''), 'hwpt_alloc dev_id=3 pt_id=1 nest_parent'],
      violates: 'hwpt_alloc dev_id=2 pt_id=4 data=stage1',
      passes: ['hwpt_alloc dev_id=3 pt_id=4 data=stage1'],
    },
  };
}

/** Intel: the stage 1 is described in the driver's own format. */
export function stage1Data(sources: Sources): Rule<NestedAllocFacts> {
  return {
    id: 'intel.nested_data_type',
    layer: 'driver',
    errno: 'EOPNOTSUPP',
    sources,
    title: "The description of stage 1 is of the driver's own type",
    asks: () => 'The data is IOMMU_HWPT_DATA_VTD_S1',
    saw: (f) => `data = ${f.data}`,
    why: (f) => `The intel driver knows one description of a stage 1, IOMMU_HWPT_DATA_VTD_S1; this one is ${f.data}.`,
    violated: (f) => f.data !== 'stage1',
    blame: (f) => [`hwpt:${f.parent.id}`],
    example: {
      setup: [...TWO_UNITS, 'hwpt_alloc dev_id=3 pt_id=1 nest_parent'],
      violates: 'hwpt_alloc dev_id=3 pt_id=5 data=unknown',
      passes: ['hwpt_alloc dev_id=3 pt_id=5 data=stage1'],
    },
  };
}
