/** The intel driver (VT-d): drivers/iommu/intel. */
import { hex } from '../uapi/u64.ts';
import { judging, tracksDirty, type DomainFacts } from '../rules/attach.ts';
import type { NestedAllocFacts, PagingAllocFacts } from '../rules/hwpt_alloc.ts';
import { nestParentOffered, noPagingData, stage1Data, unitNests } from '../rules/hwpt_alloc.ts';
import { driverSource, stage, type Evidence, type Rule } from '../rules/rule.ts';
import { CC_ON_UNIT_1, PLAIN_ON_UNIT_0, TWO_UNITS, unitEach } from '../rules/samples.ts';
import { levelsOf } from '../model/machine.ts';
import { enforcesCc } from '../model/state.ts';
import type { DriverRules, EnforceFacts, MapFacts } from './driver.ts';

const intel = (file: string, fn: string, evidence?: Evidence) => driverSource(`intel/${file}`, fn, evidence);
const prepare = intel('iommu.c', 'prepare_domain_attach_device');

const allocUser = intel('iommu.c', 'intel_iommu_domain_alloc_user');

const ccMismatch: Rule<DomainFacts> = {
  id: 'intel.cc_mismatch',
  layer: 'driver',
  errno: 'EINVAL',
  sources: prepare,
  title: 'A page table that enforces cache coherency takes only devices whose unit can enforce it',
  asks: (f) => (enforcesCc(f.paging) ? `Unit ${f.unit.id} can enforce CC` : `hwpt ${f.paging.id} does not enforce CC`),
  saw: (f) => `ecap.SC = ${f.unit.enforceCacheCoherency ? 1 : 0}`,
  why: (f) =>
    `${judging(f)} enforces cache coherency. Device ${f.device.id} sits behind unit ${f.unit.id}, which cannot: ecap.SC = 0. It would fault on the snoop bit of the entries, which is reserved there.`,
  brief: (f) =>
    f.hwpt.id === f.paging.id ? `unit ${f.unit.id} cannot enforce CC` : `judged by its parent, hwpt ${f.paging.id}`,
  violated: (f) => enforcesCc(f.paging) && !f.unit.enforceCacheCoherency,
  blame: (f) => [`hwpt:${f.paging.id}`, `unit:${f.unit.id}`],
  releases: { from: '6.2' },
  thread: [5, 13, 18],
  example: {
    setup: CC_ON_UNIT_1,
    violates: 'device_attach device=0 pt_id=5',
    passes: ['device_attach device=1 pt_id=5'],
  },
};

const WIDE_AND_NARROW = [
  ...unitEach('address_width=39', 'address_width=48'),
  'hwpt_alloc dev_id=3 pt_id=1 nest_parent',
];

const tooWide: Rule<DomainFacts> = {
  id: 'intel.address_width',
  layer: 'driver',
  errno: 'EINVAL',
  sources: prepare,
  title: 'The page table is no wider than the unit',
  asks: (f) => `hwpt ${f.paging.id} is no wider than unit ${f.unit.id}`,
  saw: (f) => `${f.paging.addressWidth} on ${f.unit.addressWidth} bit`,
  why: (f) =>
    `${judging(f)} translates ${f.paging.addressWidth} bits of address. Unit ${f.unit.id}, in front of device ${f.device.id}, walks only ${f.unit.addressWidth}.`,
  brief: (f) => `wider than unit ${f.unit.id}`,
  violated: (f) => f.paging.addressWidth > f.unit.addressWidth,
  blame: (f) => [`hwpt:${f.paging.id}`, `unit:${f.unit.id}`],
  example: {
    setup: WIDE_AND_NARROW,
    violates: 'device_attach device=0 pt_id=4',
    passes: ['device_attach device=1 pt_id=4'],
  },
};

const nestedLevels: Rule<DomainFacts> = {
  id: 'intel.nested_levels',
  layer: 'driver',
  errno: 'ENODEV',
  sources: intel('nested.c', 'intel_nested_attach_dev'),
  title: 'The nest parent has no more levels than the unit walks',
  asks: (f) => `hwpt ${f.paging.id}, the parent, has no more levels than unit ${f.unit.id} walks`,
  saw: (f) => `${f.paging.levels} on ${levelsOf(f.unit)} levels`,
  why: (f) =>
    `hwpt ${f.hwpt.id} is nested on hwpt ${f.paging.id}, which has ${f.paging.levels} levels. Unit ${f.unit.id}, in front of device ${f.device.id}, walks only ${levelsOf(f.unit)}.`,
  brief: (f) => `its parent has more levels than unit ${f.unit.id}`,
  violated: (f) => levelsOf(f.unit) < f.paging.levels,
  blame: (f) => [`hwpt:${f.paging.id}`, `unit:${f.unit.id}`],
  releases: { from: '6.7' },
  example: {
    setup: [...WIDE_AND_NARROW, 'hwpt_alloc dev_id=3 pt_id=4 data=stage1'],
    violates: 'device_attach device=0 pt_id=5',
    passes: ['device_attach device=1 pt_id=5'],
  },
};

const noPasidTable: Rule<DomainFacts> = {
  id: 'intel.nested_without_scalable_mode',
  layer: 'driver',
  errno: 'ENODEV',
  sources: intel('pasid.c', 'intel_pasid_setup_nested'),
  title: 'A nested page table goes to a unit in scalable mode',
  asks: (f) => `Unit ${f.unit.id} is in scalable mode`,
  saw: (f) => (f.unit.scalableMode ? 'scalable mode' : 'legacy mode'),
  why: (f) =>
    `hwpt ${f.hwpt.id} is nested, and two stages stand in an entry of the PASID table. Unit ${f.unit.id}, in front of device ${f.device.id}, is in legacy mode and has no such table.`,
  brief: (f) => `unit ${f.unit.id} is in legacy mode`,
  violated: (f) => !f.unit.scalableMode,
  blame: (f) => [`hwpt:${f.hwpt.id}`, `unit:${f.unit.id}`],
  releases: { from: '6.7' },
  example: {
    setup: [
      ...unitEach('scalable_mode=no', ''),
      'hwpt_alloc dev_id=3 pt_id=1 nest_parent',
      'hwpt_alloc dev_id=3 pt_id=4 data=stage1',
    ],
    violates: 'device_attach device=0 pt_id=5',
    passes: ['device_attach device=1 pt_id=5'],
  },
};

const deviceUnable: Rule<EnforceFacts> = {
  id: 'intel.enforce_device_unable',
  layer: 'driver',
  errno: 'EINVAL',
  sources: intel('iommu.c', 'domain_support_force_snooping', 'series'),
  title: 'Every device on the page table can enforce when it is asked to start enforcing',
  asks: (f) => `Every device on hwpt ${f.paging.id} can enforce CC`,
  saw: (f) => (f.unable === null ? 'all can' : `device ${f.unable.device.id}: ecap.SC = 0`),
  why: (f) =>
    `Device ${f.device.id} can enforce, so the attach asks hwpt ${f.paging.id} to. Device ${f.unable?.device.id} is on it behind unit ${f.unable?.unit.id}, which cannot (ecap.SC = 0), so the driver answers no.`,
  brief: (f) => `device ${f.unable?.device.id} on it cannot enforce`,
  violated: (f) => f.unable !== null,
  blame: (f) => [`hwpt:${f.paging.id}`, ...(f.unable === null ? [] : [`unit:${f.unable.unit.id}` as const])],
  releases: { from: '6.2', to: '6.6' },
  thread: [3, 5, 18],
  example: {
    under: 'attach-upgrade',
    setup: [...PLAIN_ON_UNIT_0, 'device_attach device=0 pt_id=5'],
    violates: 'device_attach device=1 pt_id=5',
    passes: ['device_detach device=0', 'device_attach device=1 pt_id=5'],
  },
};

const mappedDomain: Rule<EnforceFacts> = {
  id: 'intel.enforce_mapped_domain',
  layer: 'driver',
  errno: 'EINVAL',
  sources: intel('iommu.c', 'intel_iommu_enforce_cache_coherency', 'series'),
  title: 'The page table has never been mapped when it is asked to start enforcing',
  asks: (f) => `hwpt ${f.paging.id} has never been mapped`,
  saw: (f) => `has_mappings = ${f.paging.everMapped}`,
  why: (f) =>
    `hwpt ${f.paging.id} has had mappings without the snoop bit, and starting to enforce would not rewrite them, so the driver answers no. Unmapping does not clear this.`,
  brief: (f) => `hwpt ${f.paging.id} has been mapped`,
  violated: (f) => f.paging.everMapped,
  blame: (f) => [`hwpt:${f.paging.id}`],
  releases: { from: '6.6', note: 'from January 2024 on, when the attach asks' },
  thread: [3, 5, 9, 12, 18],
  example: {
    under: 'attach-upgrade',
    setup: [...PLAIN_ON_UNIT_0, 'ioas_map ioas=1 iova=0x10000 length=0x1000'],
    violates: 'device_attach device=1 pt_id=5',
    passes: ['hwpt_alloc dev_id=2 pt_id=6', 'device_attach device=1 pt_id=7'],
  },
};

const readOnlyParent: Rule<MapFacts> = {
  id: 'intel.read_only_in_nest_parent',
  layer: 'driver',
  errno: 'EINVAL',
  sources: intel('iommu.c', '__domain_mapping'),
  title: 'A nest parent holds no read-only areas',
  asks: (f) => `hwpt ${f.hwpt.id} can hold the area at ${hex(f.area.start)}`,
  saw: (f) => `${f.area.prot}${f.hwpt.nestParent ? ', nest parent' : ''}`,
  why: (f) =>
    `The area at ${hex(f.area.start)} is read-only and hwpt ${f.hwpt.id} is a nest parent. Hardware may write accessed and dirty bits through a nested walk regardless, so the driver refuses read-only entries there.`,
  violated: (f) => f.hwpt.nestParent && !f.area.prot.includes('w'),
  blame: (f) => [`hwpt:${f.hwpt.id}`],
  releases: { from: '6.7' },
  example: {
    setup: [...TWO_UNITS, 'hwpt_alloc dev_id=3 pt_id=1 nest_parent'],
    violates: 'ioas_map ioas=1 iova=0x10000 length=0x1000 prot=r',
    passes: ['ioas_map ioas=1 iova=0x10000 length=0x1000 prot=rw'],
  },
};

export const INTEL: DriverRules = {
  driver: 'intel',
  capabilities: (_, { scalableMode, enforceCacheCoherency, dirtyTracking, nesting }) => ({
    coherent: true,
    enforceCacheCoherency,
    dirtyTracking: scalableMode && dirtyTracking,
    nesting: scalableMode && nesting,
  }),
  // `prepare_domain_attach_device` takes out the levels that the unit does not walk.
  attached: (paging, unit) => (levelsOf(unit) < paging.levels ? { ...paging, levels: levelsOf(unit) } : paging),
  allocPaging: stage<PagingAllocFacts>('intel.alloc_paging', [
    nestParentOffered('intel', allocUser),
    noPagingData('intel', allocUser),
  ]),
  allocNested: stage<NestedAllocFacts>('intel.alloc_nested', [
    unitNests(allocUser),
    stage1Data(intel('nested.c', 'intel_nested_domain_alloc')),
  ]),
  attach: stage('intel.attach', [ccMismatch, tracksDirty('intel', 'ssads_supported', prepare), tooWide]),
  attachNested: stage('intel.attach_nested', [nestedLevels]),
  setUpNested: stage('intel.set_up_nested', [noPasidTable]),
  enforce: stage('intel.enforce', [deviceUnable, mappedDomain]),
  map: stage('intel.map', [readOnlyParent]),
};
