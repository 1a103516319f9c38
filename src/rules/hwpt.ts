/** The other calls on page tables and objects: dirty tracking, invalidate, destroy, translate. */
import type { Holder } from '../model/references.ts';
import type { HwptPaging, KernelObject } from '../model/state.ts';
import type { DataKind } from '../uapi/commands.ts';
import { hex } from '../uapi/u64.ts';
import { mustBe, mustExist, objectName, objectRef, type LookupFacts } from './lookup.ts';
import { count, iommufd, list, stage, type ObjectRef, type Rule } from './rule.ts';
import { BOUND, WITH_HWPT, WITH_NESTED } from './samples.ts';

const DIRTY = [...BOUND, 'hwpt_alloc dev_id=2 pt_id=1 dirty_tracking'];
const dirtyLookup = {
  prefix: 'set_dirty_tracking.hwpt',
  field: 'hwpt',
  errno: 'ENOENT',
  kernel: iommufd('hw_pagetable.c', 'iommufd_hwpt_set_dirty_tracking'),
  example: { setup: DIRTY, passes: ['set_dirty_tracking hwpt=3'] },
  missing: 'set_dirty_tracking hwpt=9',
} as const;

export const DIRTY_HWPT = stage<LookupFacts>('set_dirty_tracking.hwpt', [
  mustExist(dirtyLookup),
  mustBe({ ...dirtyLookup, types: ['hwpt_paging'], wanted: 'a paging page table', wrong: 'set_dirty_tracking hwpt=1' }),
]);

export interface DirtyFacts {
  readonly hwpt: HwptPaging;
}

const dirtyAllocated: Rule<DirtyFacts> = {
  id: 'set_dirty_tracking.not_allocated_for_it',
  layer: 'iommufd',
  errno: 'EOPNOTSUPP',
  kernel: iommufd('io_pagetable.c', 'iopt_set_dirty_tracking'),
  title: 'The page table was allocated with dirty tracking',
  asks: (f) => `hwpt ${f.hwpt.id} was allocated with dirty tracking`,
  saw: (f) => `dirty_tracking = ${f.hwpt.dirtyTracking}`,
  why: (f) => `hwpt ${f.hwpt.id} was allocated without dirty tracking, and it can't be added later.`,
  violated: (f) => !f.hwpt.dirtyTracking,
  blame: (f) => [`hwpt:${f.hwpt.id}`],
  example: {
    setup: [...DIRTY, 'hwpt_alloc dev_id=2 pt_id=1'],
    violates: 'set_dirty_tracking hwpt=4',
    passes: ['set_dirty_tracking hwpt=3'],
  },
};

export const DIRTY_TRACKING = stage<DirtyFacts>('set_dirty_tracking', [dirtyAllocated]);

const invalidateLookup = {
  prefix: 'hwpt_invalidate.hwpt',
  field: 'hwpt',
  errno: 'ENOENT',
  kernel: iommufd('hw_pagetable.c', 'iommufd_hwpt_invalidate'),
  example: { setup: WITH_NESTED, passes: ['hwpt_invalidate hwpt=4'] },
  missing: 'hwpt_invalidate hwpt=9',
} as const;

export const INVALIDATE_HWPT = stage<LookupFacts>('hwpt_invalidate.hwpt', [
  mustExist(invalidateLookup),
  mustBe({
    ...invalidateLookup,
    types: ['hwpt_nested'],
    wanted: 'a nested page table',
    wrong: 'hwpt_invalidate hwpt=3',
  }),
]);

export interface InvalidateFacts {
  readonly hwpt: number;
  readonly data: DataKind;
}

const invalidateData: Rule<InvalidateFacts> = {
  id: 'hwpt_invalidate.data_type',
  layer: 'driver',
  errno: 'EINVAL',
  kernel: { file: 'drivers/iommu/intel/nested.c', function: 'intel_nested_cache_invalidate_user' },
  title: "The request is of the driver's own type",
  asks: () => 'The data is IOMMU_HWPT_INVALIDATE_DATA_VTD_S1',
  saw: (f) => `data = ${f.data}`,
  why: (f) =>
    `The intel driver knows one kind of invalidation request, IOMMU_HWPT_INVALIDATE_DATA_VTD_S1; this one is ${f.data}.`,
  violated: (f) => f.data !== 'stage1',
  blame: (f) => [`hwpt:${f.hwpt}`],
  example: { setup: WITH_NESTED, violates: 'hwpt_invalidate hwpt=4 data=unknown', passes: ['hwpt_invalidate hwpt=4'] },
};

export const INVALIDATE = stage<InvalidateFacts>('hwpt_invalidate', [invalidateData]);

export interface DestroyFacts {
  readonly id: number;
  readonly object: KernelObject;
  readonly holders: readonly Holder[];
}

export const DESTROY_OBJECT = stage<LookupFacts>('destroy.object', [
  mustExist({
    prefix: 'destroy.id',
    field: 'id',
    errno: 'ENOENT',
    kernel: iommufd('main.c', 'iommufd_object_remove'),
    example: { setup: BOUND, passes: ['destroy id=1'] },
    missing: 'destroy id=9',
  }),
]);

function holderNames(f: DestroyFacts, kind: Holder['kind']): string {
  return list(
    f.holders
      .filter((holder) => holder.kind === kind)
      .map((holder) =>
        holder.kind === 'attachment' || holder.kind === 'driver'
          ? `device ${holder.device}`
          : holder.kind === 'own-id'
            ? 'its id'
            : `hwpt ${holder.hwpt}`,
      ),
  );
}

function inUse(spec: {
  readonly id: string;
  readonly title: string;
  readonly holder: Holder['kind'];
  readonly on: KernelObject['type'];
  readonly asks: string;
  readonly why: (f: DestroyFacts, names: string) => string;
  readonly example: Rule['example'];
}): Rule<DestroyFacts> {
  const held = (f: DestroyFacts): boolean =>
    (spec.on === f.object.type || (spec.on === 'hwpt_paging' && f.object.type === 'hwpt_nested')) &&
    f.holders.some((holder) => holder.kind === spec.holder);
  return {
    id: spec.id,
    layer: 'iommufd',
    errno: 'EBUSY',
    kernel: iommufd('main.c', 'iommufd_object_remove'),
    title: spec.title,
    asks: (f) => `${objectName(f.object)} ${spec.asks}`,
    saw: (f) => `users = ${f.holders.length}`,
    why: (f) => spec.why(f, holderNames(f, spec.holder)),
    violated: held,
    blame: (f): readonly ObjectRef[] => [objectRef(f.object)],
    example: spec.example,
  };
}

export const DESTROY = stage<DestroyFacts>('destroy', [
  inUse({
    id: 'destroy.device_is_bound',
    title: 'The object is no bound device',
    holder: 'driver',
    on: 'device',
    asks: 'is not held by the file of its device',
    why: (f, names) => `Object ${f.id} stands for ${names}, whose file is open. It goes when the device is unbound.`,
    example: { setup: BOUND, violates: 'destroy id=2', passes: ['device_unbind device=0', 'destroy id=1'] },
  }),
  inUse({
    id: 'destroy.ioas_has_page_tables',
    title: 'The IOAS has no page tables',
    holder: 'hwpt',
    on: 'ioas',
    asks: 'has no page tables',
    why: (f, names) => `ioas ${f.id} fills ${names}. Each holds a reference to it.`,
    example: { setup: WITH_HWPT, violates: 'destroy id=1', passes: ['destroy id=3', 'destroy id=1'] },
  }),
  inUse({
    id: 'destroy.parent_has_nested',
    title: 'No nested page table stands on the page table',
    holder: 'nested',
    on: 'hwpt_paging',
    asks: 'carries no nested page table',
    why: (f, names) =>
      `${names} ${f.holders.filter((h) => h.kind === 'nested').length === 1 ? 'is' : 'are'} nested on hwpt ${f.id} and hold${f.holders.filter((h) => h.kind === 'nested').length === 1 ? 's' : ''} a reference to it.`,
    example: { setup: WITH_NESTED, violates: 'destroy id=3', passes: ['destroy id=4', 'destroy id=3'] },
  }),
  inUse({
    id: 'destroy.devices_attached',
    title: 'No device is attached to the page table',
    holder: 'attachment',
    on: 'hwpt_paging',
    asks: 'has no device attached',
    why: (f, names) =>
      `${names} ${f.holders.filter((h) => h.kind === 'attachment').length === 1 ? 'is' : 'are'} attached to hwpt ${f.id}: ${count(f.holders.length, 'user')} with its own id.`,
    example: {
      setup: [...WITH_HWPT, 'device_attach device=0 pt_id=3'],
      violates: 'destroy id=3',
      passes: ['device_detach device=0', 'destroy id=3'],
    },
  }),
]);

const MAPPED = [...WITH_HWPT, 'ioas_map ioas=1 iova=0x10000 length=0x2000'];
const translateLookup = {
  prefix: 'translate.hwpt',
  field: 'hwpt',
  errno: 'ENOENT',
  kernel: iommufd('hw_pagetable.c', 'iommufd_get_hwpt_paging'),
  example: { setup: MAPPED, passes: ['translate hwpt=3 iova=0x10000'] },
  missing: 'translate hwpt=9 iova=0x10000',
} as const;

export const TRANSLATE_HWPT = stage<LookupFacts>('translate.hwpt', [
  mustExist(translateLookup),
  mustBe({
    ...translateLookup,
    types: ['hwpt_paging'],
    wanted: 'a paging page table',
    wrong: 'translate hwpt=1 iova=0x10000',
  }),
]);

export interface TranslateFacts {
  readonly hwpt: number;
  readonly iova: bigint;
  readonly mapped: boolean;
}

const notMapped: Rule<TranslateFacts> = {
  id: 'translate.not_mapped',
  layer: 'iommu-core',
  errno: 'EFAULT',
  kernel: { file: 'drivers/iommu/iommu.c', function: 'iommu_iova_to_phys' },
  title: 'The page table has an entry at the IOVA',
  asks: (f) => `hwpt ${f.hwpt} has an entry at ${hex(f.iova)}`,
  saw: (f) => (f.mapped ? 'mapped' : 'nothing'),
  why: (f) => `hwpt ${f.hwpt} maps nothing at ${hex(f.iova)}: a device's access there would fault.`,
  violated: (f) => !f.mapped,
  blame: (f) => [`hwpt:${f.hwpt}`],
  example: { setup: MAPPED, violates: 'translate hwpt=3 iova=0x40000', passes: ['translate hwpt=3 iova=0x11000'] },
};

export const TRANSLATE = stage<TranslateFacts>('translate', [notMapped]);
