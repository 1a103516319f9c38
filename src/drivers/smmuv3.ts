/** The driver of Arm's SMMUv3: drivers/iommu/arm/arm-smmu-v3. A page table belongs to one SMMU. */
import type { DomainFacts } from '../rules/attach.ts';
import type { NestedAllocFacts } from '../rules/hwpt_alloc.ts';
import { nestParentOffered, noPagingData } from '../rules/hwpt_alloc.ts';
import { driverSource, stage, type Rule } from '../rules/rule.ts';
import { TWO_SMMUS } from '../rules/samples.ts';
import type { DriverRules, EnforceFacts } from './driver.ts';

const smmu = (fn: string) => driverSource('arm/arm-smmu-v3/arm-smmu-v3.c', fn);
const allocUser = smmu('arm_smmu_domain_alloc_user');

const otherInstance: Rule<DomainFacts> = {
  id: 'smmuv3.other_instance',
  layer: 'driver',
  errno: 'EINVAL',
  sources: smmu('arm_smmu_attach_dev'),
  title: 'The page table belongs to the SMMU in front of the device',
  asks: (f) => `hwpt ${f.paging.id} belongs to unit ${f.unit.id}`,
  saw: (f) => `unit ${f.paging.unit}`,
  why: (f) =>
    `hwpt ${f.paging.id} was allocated for unit ${f.paging.unit}, and an SMMU page table serves its own instance only. Device ${f.device.id} sits behind unit ${f.unit.id}.`,
  brief: (f) => `belongs to unit ${f.paging.unit}`,
  violated: (f) => f.paging.unit !== f.unit.id,
  blame: (f) => [`hwpt:${f.paging.id}`, `unit:${f.unit.id}`],
  example: {
    setup: [...TWO_SMMUS, 'hwpt_alloc dev_id=2 pt_id=1'],
    violates: 'device_attach device=1 pt_id=4',
    passes: ['device_attach device=0 pt_id=4'],
  },
};

const noNested: Rule<NestedAllocFacts> = {
  id: 'smmuv3.nested_not_offered',
  layer: 'driver',
  errno: 'EOPNOTSUPP',
  sources: allocUser,
  title: 'Nested page tables are allocated through a driver that offers them directly',
  asks: (f) => `The driver of unit ${f.unit.id} allocates nested page tables`,
  saw: () => 'smmuv3',
  why: (f) =>
    `The SMMUv3 driver offers nest parents like hwpt ${f.parent.id} but allocates no nested page table on them directly: its stage 1 comes with a vIOMMU.`,
  violated: () => true,
  blame: (f) => [`hwpt:${f.parent.id}`],
  example: {
    setup: [...TWO_SMMUS, 'hwpt_alloc dev_id=2 pt_id=1 nest_parent'],
    violates: 'hwpt_alloc dev_id=2 pt_id=4 data=stage1',
    passes: ['hwpt_alloc dev_id=2 pt_id=1 nest_parent'],
    avoids: true,
  },
};

const deviceUnable: Rule<EnforceFacts> = {
  id: 'smmuv3.enforce_device_unable',
  layer: 'driver',
  errno: 'EINVAL',
  sources: smmu('arm_smmu_enforce_cache_coherency'),
  title: 'Every device on the page table can enforce when it is asked to start enforcing',
  asks: (f) => `Every device on hwpt ${f.paging.id} can enforce CC`,
  saw: (f) => (f.unable === null ? 'all can' : `device ${f.unable.device.id}: no CANWBS`),
  why: (f) =>
    `Device ${f.device.id} can enforce, so the attach asks hwpt ${f.paging.id} to. Device ${f.unable?.device.id} is on it and its SMMU cannot, so the driver answers no.`,
  violated: (f) => f.unable !== null,
  blame: (f) => [`hwpt:${f.paging.id}`, ...(f.unable === null ? [] : [`unit:${f.unable.unit.id}` as const])],
  releases: { from: '6.13', note: 'when the attach asks' },
  thread: [3, 5],
  example: {
    under: 'attach-upgrade',
    setup: [
      'plug_unit unit=0 driver=smmuv3 enforce_cache_coherency=no',
      'plug_unit unit=1',
      'plug_device device=0 unit=0 group=0',
      'plug_device device=1 unit=1 group=1',
      'ioas_alloc',
      'device_bind device=0',
      'device_bind device=1',
      'hwpt_alloc dev_id=2 pt_id=1',
      'device_attach device=0 pt_id=4',
      'ioas_alloc',
      'device_attach device=1 pt_id=5',
    ],
    violates: 'device_attach device=1 pt_id=4',
    passes: ['device_detach device=0', 'device_attach device=1 pt_id=4'],
    thenRefusedBy: 'smmuv3.other_instance',
  },
};

export const SMMUV3: DriverRules = {
  driver: 'smmuv3',
  allocPaging: stage('smmuv3.alloc_paging', [
    nestParentOffered('smmuv3', allocUser),
    noPagingData('smmuv3', allocUser),
  ]),
  allocNested: stage('smmuv3.alloc_nested', [noNested]),
  attach: stage('smmuv3.attach', [otherInstance]),
  attachNested: stage('smmuv3.attach_nested', []),
  enforce: stage('smmuv3.enforce', [deviceUnable]),
  map: stage('smmuv3.map', []),
};
