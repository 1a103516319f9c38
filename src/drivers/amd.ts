/** The AMD driver: drivers/iommu/amd. It enforces always, and offers no nesting in 6.12. */
import { tracksDirty } from '../rules/attach.ts';
import { nestParentOffered, noPagingData } from '../rules/hwpt_alloc.ts';
import { driverSource, stage } from '../rules/rule.ts';
import type { DriverRules } from './driver.ts';

const allocUser = driverSource('amd/iommu.c', 'amd_iommu_domain_alloc_user');

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
  attach: stage('amd.attach', [
    tracksDirty('amd', 'EFR.HDSUP', driverSource('amd/iommu.c', 'amd_iommu_attach_device', 'played')),
  ]),
  attachNested: stage('amd.attach_nested', []),
  setUpNested: stage('amd.set_up_nested', []),
  enforce: stage('amd.enforce', []),
  map: stage('amd.map', []),
};
