/** The driver of Arm's SMMUv3: drivers/iommu/arm/arm-smmu-v3. A page table belongs to one SMMU. */
import type { DomainFacts } from '../rules/attach.ts';
import { nestParentOffered, noPagingData } from '../rules/hwpt_alloc.ts';
import { driverSource, iommufd, stage, type Evidence, type Rule } from '../rules/rule.ts';
import { TWO_SMMUS, unitEach } from '../rules/samples.ts';
import type { DriverRules, EnforceFacts } from './driver.ts';

const smmu = (fn: string, evidence?: Evidence) => driverSource('arm/arm-smmu-v3/arm-smmu-v3.c', fn, evidence);
const allocUser = smmu('arm_smmu_domain_alloc_user');

const otherInstance: Rule<DomainFacts> = {
  id: 'smmuv3.other_instance',
  layer: 'driver',
  errno: 'EINVAL',
  sources: smmu('arm_smmu_attach_dev', 'played'),
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

const noOperation: Rule<EnforceFacts> = {
  id: 'smmuv3.enforce_has_no_operation',
  layer: 'iommufd',
  errno: 'EINVAL',
  sources: iommufd('hw_pagetable.c', 'iommufd_hwpt_paging_enforce_cc', 'series'),
  title: 'The page table asked to enforce has an operation for it',
  asks: (f) => `hwpt ${f.paging.id} can be asked to enforce`,
  saw: () => 'smmuv3: no such operation',
  why: (f) =>
    `Device ${f.device.id} can enforce, so the attach asks hwpt ${f.paging.id} to. It is a page table of the SMMUv3 driver, which has no enforce_cache_coherency operation before 6.13, so the request fails.`,
  brief: () => 'the SMMUv3 driver cannot be asked to enforce',
  violated: () => true,
  blame: (f) => [`hwpt:${f.paging.id}`],
  releases: { from: '6.2', to: '6.12', note: 'when the attach asks' },
  thread: [3, 5],
  example: {
    under: 'attach-upgrade',
    setup: [...unitEach('driver=smmuv3', ''), 'hwpt_alloc dev_id=2 pt_id=1'],
    violates: 'device_attach device=1 pt_id=4',
    passes: ['device_attach device=0 pt_id=4'],
    avoids: true,
  },
};

export const SMMUV3: DriverRules = {
  driver: 'smmuv3',
  capabilities: (_, { coherent, dirtyTracking }) => ({
    coherent,
    enforceCacheCoherency: false,
    dirtyTracking: dirtyTracking && coherent,
    nesting: false,
  }),
  allocPaging: stage('smmuv3.alloc_paging', [
    nestParentOffered('smmuv3', allocUser),
    noPagingData('smmuv3', allocUser),
  ]),
  allocNested: stage('smmuv3.alloc_nested', []),
  attach: stage('smmuv3.attach', [otherInstance]),
  attachNested: stage('smmuv3.attach_nested', []),
  setUpNested: stage('smmuv3.set_up_nested', []),
  enforce: stage('smmuv3.enforce', [noOperation]),
  map: stage('smmuv3.map', []),
};
