/** The AMD driver: drivers/iommu/amd. It enforces always, and offers no nesting in 6.12. */
import type { DomainFacts } from '../rules/attach.ts';
import { nestParentOffered, noPagingData } from '../rules/hwpt_alloc.ts';
import { driverSource, stage, type Rule } from '../rules/rule.ts';
import type { DriverRules } from './driver.ts';

const allocUser = driverSource('amd/iommu.c', 'amd_iommu_domain_alloc_user');

const dirtyUnsupported: Rule<DomainFacts> = {
  id: 'amd.dirty_tracking_unsupported',
  layer: 'driver',
  errno: 'EINVAL',
  sources: driverSource('amd/iommu.c', 'amd_iommu_attach_device', 'played'),
  title: 'A page table with dirty tracking takes only devices whose unit has it',
  asks: (f) =>
    f.paging.dirtyTracking ? `Unit ${f.unit.id} has dirty tracking` : `hwpt ${f.paging.id} needs no dirty tracking`,
  saw: (f) => `EFR.HDSUP = ${f.unit.dirtyTracking ? 1 : 0}`,
  why: (f) =>
    `hwpt ${f.paging.id} was allocated with dirty tracking. Unit ${f.unit.id}, in front of device ${f.device.id}, has none: EFR.HDSUP = 0.`,
  brief: (f) => `unit ${f.unit.id} has no dirty tracking`,
  violated: (f) => f.paging.dirtyTracking && !f.unit.dirtyTracking,
  blame: (f) => [`hwpt:${f.paging.id}`, `unit:${f.unit.id}`],
  releases: { from: '6.7' },
  example: {
    setup: [
      'plug_unit unit=0 driver=amd dirty_tracking=no address_width=64',
      'plug_unit unit=1 driver=amd address_width=64',
      'plug_device device=0 unit=0 group=0',
      'plug_device device=1 unit=1 group=1',
      'ioas_alloc',
      'device_bind device=0',
      'device_bind device=1',
      'hwpt_alloc dev_id=3 pt_id=1 dirty_tracking',
    ],
    violates: 'device_attach device=0 pt_id=4',
    passes: ['device_attach device=1 pt_id=4'],
  },
};

export const AMD: DriverRules = {
  driver: 'amd',
  capabilities: (_, { dirtyTracking }) => ({
    coherent: true,
    enforceCacheCoherency: true,
    dirtyTracking,
    nesting: false,
  }),
  allocPaging: stage('amd.alloc_paging', [nestParentOffered('amd', allocUser), noPagingData('amd', allocUser)]),
  allocNested: stage('amd.alloc_nested', []),
  attach: stage('amd.attach', [dirtyUnsupported]),
  attachNested: stage('amd.attach_nested', []),
  setUpNested: stage('amd.set_up_nested', []),
  enforce: stage('amd.enforce', []),
  map: stage('amd.map', []),
};
