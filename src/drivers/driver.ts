/** What a driver of an IOMMU adds to the kernel's answers: capabilities, and rules in its attach, alloc and map paths. */
import type { Driver } from '../uapi/commands.ts';
import type { Area } from '../address/areas.ts';
import type { Capabilities, Device, Unit } from '../model/machine.ts';
import type { HwptPaging } from '../model/objects.ts';
import type { CcRequestFacts, DomainFacts } from '../rules/attach.ts';
import type { NestedAllocFacts, PagingAllocFacts } from '../rules/hwpt_alloc.ts';
import type { KernelId, Stage } from '../rules/rule.ts';

/** The driver's side of a request to enforce cache coherency. */
export interface EnforceFacts extends CcRequestFacts {
  readonly paging: HwptPaging;
  /** A device that sits directly on the page table and can't enforce, or null. */
  readonly unable: { readonly device: Device; readonly unit: Unit } | null;
}

/** An area about to be written into a page table. */
export interface MapFacts {
  readonly hwpt: HwptPaging;
  readonly area: Area;
}

export interface DriverRules {
  readonly driver: Driver;
  /** What the driver makes of a unit under a kernel. */
  capabilities(kernel: KernelId, unit: Unit): Capabilities;
  /** The page table after it was attached behind the unit, when the driver changes it. */
  attached?(paging: HwptPaging, unit: Unit): HwptPaging;
  /** Paging page tables: `domain_alloc_user` without a parent. */
  readonly allocPaging: Stage<PagingAllocFacts>;
  /** Nested page tables: `domain_alloc_user` with a parent. */
  readonly allocNested: Stage<NestedAllocFacts>;
  /** `attach_dev`, on the paging page table or the parent of a nested one. */
  readonly attach: Stage<DomainFacts>;
  /** What `attach_dev` of a nested page table checks before. */
  readonly attachNested: Stage<DomainFacts>;
  /** And what it comes to behind. */
  readonly setUpNested: Stage<DomainFacts>;
  /** `enforce_cache_coherency`: a violated rule makes it answer no. */
  readonly enforce: Stage<EnforceFacts>;
  /** `map_pages`. */
  readonly map: Stage<MapFacts>;
}

/** The stages that every driver has. */
export type DriverStage = Exclude<keyof DriverRules, 'driver' | 'capabilities' | 'attached'>;
