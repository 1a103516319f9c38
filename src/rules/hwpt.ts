/** The other calls on page tables and objects: dirty tracking, invalidate, destroy, translate. */
import { KIND_LIST, objectName, refOf } from '../kinds/index.ts';
import type { BusyRule } from '../kinds/kind.ts';
import type { Holder } from '../kinds/references.ts';
import type { HwptPaging, KernelObject, ObjectRef } from '../model/objects.ts';
import type { DataKind } from '../uapi/commands.ts';
import { hex } from '../uapi/u64.ts';
import { mustBe, mustExist, type LookupFacts } from './lookup.ts';
import { count, driverSource, iommu, iommufd, list, stage, type Rule } from './rule.ts';
import { BOUND, WITH_HWPT, WITH_NESTED } from './samples.ts';

const DIRTY = [...BOUND, 'hwpt_alloc dev_id=2 pt_id=1 dirty_tracking'];
const dirtyLookup = {
  prefix: 'set_dirty_tracking.hwpt',
  field: 'hwpt',
  errno: 'ENOENT',
  sources: iommufd('hw_pagetable.c', 'iommufd_hwpt_set_dirty_tracking'),
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
  sources: iommufd('io_pagetable.c', 'iopt_set_dirty_tracking'),
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
  sources: iommufd('hw_pagetable.c', 'iommufd_hwpt_invalidate'),
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
  sources: driverSource('intel/nested.c', 'intel_nested_cache_invalidate_user'),
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
  /** The names of the objects that hold it, by id. */
  readonly names: Readonly<Record<number, string>>;
}

export const DESTROY_OBJECT = stage<LookupFacts>('destroy.object', [
  mustExist({
    prefix: 'destroy.id',
    field: 'id',
    errno: 'ENOENT',
    sources: iommufd('main.c', 'iommufd_object_remove'),
    example: { setup: BOUND, passes: ['destroy id=1'] },
    missing: 'destroy id=9',
  }),
]);

interface InUse extends BusyRule {
  /** True for what keeps the object from being destroyed. */
  readonly holds: (holder: Holder) => boolean;
  /** The kinds of object that it is asked of. */
  readonly of: (object: KernelObject) => boolean;
}

/** How the one that holds is called in a sentence. */
function holderName(f: DestroyFacts, holder: Holder): string {
  if (holder.kind === 'own-id') return 'its id';
  if (holder.kind !== 'link') return `device ${holder.device}`;
  return f.names[holder.by] ?? `object ${holder.by}`;
}

function inUse({ id, title, asks, why, example, holds, of }: InUse): Rule<DestroyFacts> {
  const held = (f: DestroyFacts): readonly Holder[] => (of(f.object) ? f.holders.filter(holds) : []);
  return {
    id,
    layer: 'iommufd',
    errno: 'EBUSY',
    sources: iommufd('main.c', 'iommufd_object_remove'),
    needed: true,
    title,
    asks: (f) => `${objectName(f.object)} ${asks}`,
    saw: (f) => `users = ${f.holders.length}`,
    why: (f) => why(objectName(f.object), list(held(f).map((holder) => holderName(f, holder))), held(f).length),
    violated: (f) => held(f).length > 0,
    blame: (f): readonly ObjectRef[] => [refOf(f.object)],
    example,
  };
}

const boundDevice = inUse({
  id: 'destroy.device_is_bound',
  title: 'The object is no bound device',
  asks: 'is not held by the file of its device',
  why: (held, by) => `${held} stands for ${by}, whose file is open. It goes when the device is unbound.`,
  example: { setup: BOUND, violates: 'destroy id=2', passes: ['device_unbind device=0', 'destroy id=1'] },
  of: (object) => object.type === 'device',
  holds: (holder) => holder.kind === 'driver',
});

const attached = inUse({
  id: 'destroy.devices_attached',
  title: 'No device is attached to the page table',
  asks: 'has no device attached',
  why: (held, by, many) =>
    `${by} ${many === 1 ? 'is' : 'are'} attached to ${held}: ${count(many, 'user')} besides its own id.`,
  example: {
    setup: [...WITH_HWPT, 'device_attach device=0 pt_id=3'],
    violates: 'destroy id=3',
    passes: ['device_detach device=0', 'destroy id=3'],
  },
  of: (object) => object.type !== 'device',
  holds: (holder) => holder.kind === 'attachment',
});

/** A rule for every reference that a kind of object can hold on another one. */
const referred = KIND_LIST.flatMap(({ links }) =>
  links.map(({ id, busy }) =>
    inUse({ ...busy, of: () => true, holds: (holder) => holder.kind === 'link' && holder.link === id }),
  ),
);

export const DESTROY = stage<DestroyFacts>('destroy', [boundDevice, ...referred, attached]);

const MAPPED = [...WITH_HWPT, 'ioas_map ioas=1 iova=0x10000 length=0x2000'];
const translateLookup = {
  prefix: 'translate.hwpt',
  field: 'hwpt',
  errno: 'ENOENT',
  sources: iommufd('hw_pagetable.c', 'iommufd_get_hwpt_paging'),
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
  sources: iommu('iommu.c', 'iommu_iova_to_phys'),
  needed: true,
  title: 'The page table has an entry at the IOVA',
  asks: (f) => `hwpt ${f.hwpt} has an entry at ${hex(f.iova)}`,
  saw: (f) => (f.mapped ? 'mapped' : 'nothing'),
  why: (f) => `hwpt ${f.hwpt} maps nothing at ${hex(f.iova)}: a device's access there would fault.`,
  violated: (f) => !f.mapped,
  blame: (f) => [`hwpt:${f.hwpt}`],
  example: { setup: MAPPED, violates: 'translate hwpt=3 iova=0x40000', passes: ['translate hwpt=3 iova=0x11000'] },
};

export const TRANSLATE = stage<TranslateFacts>('translate', [notMapped]);
