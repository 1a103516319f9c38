/** The AMD driver: drivers/iommu/amd. It enforces always, checks nothing at attach, and offers no nesting. */
import { nestParentOffered, noPagingData } from '../rules/hwpt_alloc.ts';
import { driverSource, stage } from '../rules/rule.ts';
import type { DriverRules } from './driver.ts';

const allocUser = driverSource('amd/iommu.c', 'amd_iommu_domain_alloc_user');

export const AMD: DriverRules = {
  driver: 'amd',
  allocPaging: stage('amd.alloc_paging', [nestParentOffered('amd', allocUser), noPagingData('amd', allocUser)]),
  allocNested: stage('amd.alloc_nested', []),
  attach: stage('amd.attach', []),
  attachNested: stage('amd.attach_nested', []),
  enforce: stage('amd.enforce', []),
  map: stage('amd.map', []),
};
