/** The other calls on an IOAS: unmap, copy, ranges, allowed ranges, huge pages. */
import type { Ioas } from '../model/objects.ts';
import type { Prot } from '../uapi/fields.ts';
import { hex, U64_MAX, type Span } from '../uapi/u64.ts';
import { mustBe, mustExist, type LookupFacts } from './lookup.ts';
import { iommufd, NO_BLAME, stage, type Rule } from './rule.ts';
import { BOUND, IOAS_ONLY, WITH_HWPT } from './samples.ts';

const MAP = 'ioas_map ioas=1 iova=0x10000 length=0x2000';
const MAPPED = [...IOAS_ONLY, MAP];
const range = (span: Span | null): string => (span === null ? 'none' : `${hex(span.start)}–${hex(span.last)}`);

/** The lookup stage of a call that names one IOAS as `ioas`; `call` is the call without that field. */
function ioasLookup(op: string, fn: string, call: string, setup: readonly string[] = BOUND) {
  const spec = {
    prefix: `${op}.ioas`,
    field: 'ioas',
    errno: 'ENOENT',
    sources: iommufd('ioas.c', fn),
    example: { setup, passes: [`${op} ioas=1 ${call}`] },
    missing: `${op} ioas=9 ${call}`,
  } as const;
  return stage<LookupFacts>(`${op}.ioas`, [
    mustExist(spec),
    mustBe({ ...spec, types: ['ioas'], wanted: 'an IOAS', wrong: `${op} ioas=2 ${call}` }),
  ]);
}

export const UNMAP_IOAS = ioasLookup('ioas_unmap', 'iommufd_ioas_unmap', 'iova=0x10000 length=0x2000', [...BOUND, MAP]);
export const RANGES_IOAS = ioasLookup('ioas_iova_ranges', 'iommufd_ioas_iova_ranges', '');
export const ALLOW_IOAS = ioasLookup('ioas_allow_iovas', 'iommufd_ioas_allow_iovas', 'ranges=0x1000-0xffff');
export const OPTION_IOAS = ioasLookup('option_huge_pages', 'iommufd_ioas_option', 'value=0');

export interface UnmapFacts {
  readonly ioas: Ioas;
  readonly iova: bigint;
  readonly length: bigint;
}

const UNMAP = 'ioas_unmap ioas=1 iova=0x10000 length=0x2000';

const unmapTooLarge: Rule<UnmapFacts> = {
  id: 'ioas_unmap.too_large',
  layer: 'iommufd',
  errno: 'EOVERFLOW',
  sources: iommufd('ioas.c', 'iommufd_ioas_unmap'),
  title: 'iova and length are below 2^64 − 1, except to unmap everything',
  asks: () => 'iova and length are below 2^64 − 1',
  saw: (f) => (f.iova >= U64_MAX ? hex(f.iova) : hex(f.length)),
  why: (f) =>
    `${f.iova >= U64_MAX ? `iova ${hex(f.iova)}` : `length ${hex(f.length)}`} is not below 2^64 − 1. Only iova 0 with length 2^64 − 1 unmaps everything.`,
  violated: (f) => f.iova >= U64_MAX || f.length >= U64_MAX,
  blame: () => NO_BLAME,
  example: { setup: MAPPED, violates: 'ioas_unmap ioas=1 iova=0xffffffffffffffff length=0x1000', passes: [UNMAP] },
};

const unmapNothing: Rule<UnmapFacts> = {
  id: 'ioas_unmap.length_zero',
  layer: 'iommufd',
  errno: 'EINVAL',
  sources: iommufd('io_pagetable.c', 'iopt_unmap_iova'),
  title: 'The length is not 0',
  asks: () => 'The length is not 0',
  saw: (f) => hex(f.length),
  why: () => 'The length is 0.',
  violated: (f) => f.length === 0n,
  blame: () => NO_BLAME,
  example: { setup: MAPPED, violates: 'ioas_unmap ioas=1 iova=0x10000 length=0', passes: [UNMAP] },
};

const unmapWraps: Rule<UnmapFacts> = {
  id: 'ioas_unmap.wraps',
  layer: 'iommufd',
  errno: 'EOVERFLOW',
  sources: iommufd('io_pagetable.c', 'iopt_unmap_iova'),
  title: 'The range ends within the address space',
  asks: () => 'iova + length − 1 is below 2^64',
  saw: (f) => `${hex(f.iova)} + ${hex(f.length)}`,
  why: (f) => `${hex(f.length)} bytes from IOVA ${hex(f.iova)} run over the end of the address space.`,
  violated: (f) => f.iova + f.length - 1n > U64_MAX,
  blame: () => NO_BLAME,
  example: { setup: MAPPED, violates: 'ioas_unmap ioas=1 iova=0x10000 length=0xfffffffffffff000', passes: [UNMAP] },
};

export const UNMAP_FORM = stage<UnmapFacts>('ioas_unmap.form', [unmapTooLarge, unmapNothing, unmapWraps]);

export interface UnmapAreaFacts extends UnmapFacts {
  /** The area that the range would cut, or null. */
  readonly cut: Span | null;
  /** How many areas of the range are gone by now. */
  readonly removed: number;
}

const unmapCuts: Rule<UnmapAreaFacts> = {
  id: 'ioas_unmap.cuts_area',
  layer: 'iommufd',
  errno: 'ENOENT',
  sources: iommufd('io_pagetable.c', 'iopt_unmap_iova_range'),
  title: 'The range cuts no area in two',
  asks: () => 'The range cuts no area',
  saw: (f) => (f.cut === null ? 'whole areas' : `area ${range(f.cut)}`),
  why: (f) =>
    `The range would cut the area ${range(f.cut)}. Areas are unmapped whole${f.removed > 0 ? `; the ${f.removed} before it ${f.removed === 1 ? 'is' : 'are'} gone already` : ''}.`,
  violated: (f) => f.cut !== null,
  blame: (f) => [`ioas:${f.ioas.id}`],
  example: { setup: MAPPED, violates: 'ioas_unmap ioas=1 iova=0x10000 length=0x1000', passes: [UNMAP] },
};

const unmapEmpty: Rule<UnmapAreaFacts> = {
  id: 'ioas_unmap.nothing_there',
  layer: 'iommufd',
  errno: 'ENOENT',
  sources: iommufd('io_pagetable.c', 'iopt_unmap_iova_range'),
  title: 'Something is mapped in the range',
  asks: () => 'Something is mapped in the range',
  saw: (f) => (f.removed === 0 ? 'nothing' : String(f.removed)),
  why: (f) => `Nothing of ioas ${f.ioas.id} is mapped in ${range({ start: f.iova, last: f.iova + f.length - 1n })}.`,
  violated: (f) => f.removed === 0,
  blame: (f) => [`ioas:${f.ioas.id}`],
  example: { setup: MAPPED, violates: 'ioas_unmap ioas=1 iova=0x40000 length=0x1000', passes: [UNMAP] },
};

export const UNMAP_AREAS = stage<UnmapAreaFacts>('ioas_unmap.areas', [unmapCuts, unmapEmpty]);

const COPY = 'ioas_copy src_ioas=1 dst_ioas=1 src_iova=0x10000 dst_iova=0x20000 length=0x2000';

export interface CopyFormFacts {
  readonly srcIova: bigint;
  readonly dstIova: bigint;
  readonly length: bigint;
  readonly prot: Prot;
}

const copyTooLarge: Rule<CopyFormFacts> = {
  id: 'ioas_copy.too_large',
  layer: 'iommufd',
  errno: 'EOVERFLOW',
  sources: iommufd('ioas.c', 'iommufd_ioas_copy'),
  title: 'src_iova, dst_iova and length are below 2^64 − 1',
  asks: () => 'Addresses and length are below 2^64 − 1',
  saw: (f) => [f.srcIova, f.dstIova, f.length].map(hex).join(', '),
  why: (f) =>
    `Of src_iova ${hex(f.srcIova)}, dst_iova ${hex(f.dstIova)} and length ${hex(f.length)} one is not below 2^64 − 1.`,
  violated: (f) => f.srcIova >= U64_MAX || f.dstIova >= U64_MAX || f.length >= U64_MAX,
  blame: () => NO_BLAME,
  example: {
    setup: MAPPED,
    violates: 'ioas_copy src_ioas=1 dst_ioas=1 src_iova=0x10000 dst_iova=0xffffffffffffffff length=0x2000',
    passes: [COPY],
  },
};

const copyNoProt: Rule<CopyFormFacts> = {
  id: 'ioas_copy.no_protection',
  layer: 'iommufd',
  errno: 'EINVAL',
  sources: iommufd('ioas.c', 'iommufd_ioas_copy'),
  title: 'The copy is readable, writable or both',
  asks: () => 'The copy is readable or writable',
  saw: (f) => (f.prot === '' ? 'neither' : f.prot),
  why: () => 'The copy is neither readable nor writable, so no device could use it.',
  violated: (f) => f.prot === '',
  blame: () => NO_BLAME,
  example: { setup: MAPPED, violates: `${COPY} prot=`, passes: [COPY] },
};

export const COPY_FORM = stage<CopyFormFacts>('ioas_copy.form', [copyTooLarge, copyNoProt]);

const COPY_SETUP = [...BOUND, MAP];
const srcLookup = {
  prefix: 'ioas_copy.src_ioas',
  field: 'src_ioas',
  errno: 'ENOENT',
  sources: iommufd('ioas.c', 'iommufd_ioas_copy'),
  example: { setup: COPY_SETUP, passes: [COPY] },
  missing: 'ioas_copy src_ioas=9 dst_ioas=1 src_iova=0x10000 dst_iova=0x20000 length=0x2000',
} as const;

export const COPY_SOURCE = stage<LookupFacts>('ioas_copy.source', [
  mustExist(srcLookup),
  mustBe({
    ...srcLookup,
    types: ['ioas'],
    wanted: 'an IOAS',
    wrong: 'ioas_copy src_ioas=2 dst_ioas=1 src_iova=0x10000 dst_iova=0x20000 length=0x2000',
  }),
]);

const dstLookup = {
  ...srcLookup,
  prefix: 'ioas_copy.dst_ioas',
  field: 'dst_ioas',
  missing: 'ioas_copy src_ioas=1 dst_ioas=9 src_iova=0x10000 dst_iova=0x20000 length=0x2000',
} as const;

export const COPY_DESTINATION = stage<LookupFacts>('ioas_copy.destination', [
  mustExist(dstLookup),
  mustBe({
    ...dstLookup,
    types: ['ioas'],
    wanted: 'an IOAS',
    wrong: 'ioas_copy src_ioas=1 dst_ioas=2 src_iova=0x10000 dst_iova=0x20000 length=0x2000',
  }),
]);

export interface CopyRangeFacts {
  readonly ioas: Ioas;
  readonly iova: bigint;
  readonly length: bigint;
  /** The first address of the range that is not mapped, or null. */
  readonly hole: bigint | null;
}

const copyNothing: Rule<CopyRangeFacts> = {
  id: 'ioas_copy.length_zero',
  layer: 'iommufd',
  errno: 'EINVAL',
  sources: iommufd('io_pagetable.c', 'iopt_get_pages'),
  title: 'The length is not 0',
  asks: () => 'The length is not 0',
  saw: (f) => hex(f.length),
  why: () => 'The length is 0.',
  violated: (f) => f.length === 0n,
  blame: () => NO_BLAME,
  example: {
    setup: MAPPED,
    violates: 'ioas_copy src_ioas=1 dst_ioas=1 src_iova=0x10000 dst_iova=0x20000 length=0',
    passes: [COPY],
  },
};

const copyWraps: Rule<CopyRangeFacts> = {
  id: 'ioas_copy.source_wraps',
  layer: 'iommufd',
  errno: 'EOVERFLOW',
  sources: iommufd('io_pagetable.c', 'iopt_get_pages'),
  title: 'The source range ends within the address space',
  asks: () => 'src_iova + length − 1 is below 2^64',
  saw: (f) => `${hex(f.iova)} + ${hex(f.length)}`,
  why: (f) => `${hex(f.length)} bytes from IOVA ${hex(f.iova)} run over the end of the address space.`,
  violated: (f) => f.iova + f.length - 1n > U64_MAX,
  blame: () => NO_BLAME,
  example: {
    setup: MAPPED,
    violates: 'ioas_copy src_ioas=1 dst_ioas=1 src_iova=0x10000 dst_iova=0x20000 length=0xfffffffffffff000',
    passes: [COPY],
  },
};

const copyHole: Rule<CopyRangeFacts> = {
  id: 'ioas_copy.hole_in_source',
  layer: 'iommufd',
  errno: 'ENOENT',
  sources: iommufd('io_pagetable.c', 'iopt_get_pages'),
  title: 'The whole source range is mapped',
  asks: () => 'The whole source range is mapped',
  saw: (f) => (f.hole === null ? 'mapped' : `nothing at ${hex(f.hole)}`),
  why: (f) => `ioas ${f.ioas.id} maps nothing at ${hex(f.hole ?? f.iova)}, and a copy needs its whole source.`,
  violated: (f) => f.hole !== null,
  blame: (f) => [`ioas:${f.ioas.id}`],
  example: {
    setup: MAPPED,
    violates: 'ioas_copy src_ioas=1 dst_ioas=1 src_iova=0x11000 dst_iova=0x20000 length=0x2000',
    passes: [COPY],
  },
};

export const COPY_RANGE = stage<CopyRangeFacts>('ioas_copy.range', [copyNothing, copyWraps, copyHole]);

export interface AllowFacts {
  readonly ioas: Ioas;
  readonly backward: Span | null;
  readonly clash: readonly [Span, Span] | null;
  readonly allowed: Span | null;
  readonly reserved: Span | null;
}

const allowBackward: Rule<AllowFacts> = {
  id: 'ioas_allow_iovas.backward_range',
  layer: 'iommufd',
  errno: 'EINVAL',
  sources: iommufd('ioas.c', 'iommufd_ioas_load_iovas'),
  title: 'Each range starts below its last address',
  asks: () => 'Each range starts below its last address',
  saw: (f) => range(f.backward),
  why: (f) => `The range ${range(f.backward)} does not start below its last address.`,
  violated: (f) => f.backward !== null,
  blame: () => NO_BLAME,
  example: {
    setup: IOAS_ONLY,
    violates: 'ioas_allow_iovas ioas=1 ranges=0x2000-0x1000',
    passes: ['ioas_allow_iovas ioas=1 ranges=0x1000-0x1fff'],
  },
};

const allowClash: Rule<AllowFacts> = {
  id: 'ioas_allow_iovas.ranges_overlap',
  layer: 'iommufd',
  errno: 'EINVAL',
  sources: iommufd('ioas.c', 'iommufd_ioas_load_iovas'),
  title: 'The ranges do not overlap',
  asks: () => 'The ranges do not overlap',
  saw: (f) => (f.clash === null ? 'apart' : f.clash.map(range).join(', ')),
  why: (f) => `The ranges ${f.clash === null ? '' : f.clash.map(range).join(' and ')} overlap.`,
  violated: (f) => f.clash !== null,
  blame: () => NO_BLAME,
  example: {
    setup: IOAS_ONLY,
    violates: 'ioas_allow_iovas ioas=1 ranges=0x1000-0x2fff,0x2000-0x3fff',
    passes: ['ioas_allow_iovas ioas=1 ranges=0x1000-0x1fff,0x2000-0x3fff'],
  },
};

const allowReserved: Rule<AllowFacts> = {
  id: 'ioas_allow_iovas.meets_reserved',
  layer: 'iommufd',
  errno: 'EADDRINUSE',
  sources: iommufd('io_pagetable.c', 'iopt_set_allow_iova'),
  title: 'No range meets what is reserved',
  asks: () => 'No range meets what is reserved',
  saw: (f) => range(f.reserved),
  why: (f) =>
    `${range(f.allowed)} meets ${range(f.reserved)}, which is reserved in ioas ${f.ioas.id}. The allowed ranges stay as they were.`,
  violated: (f) => f.reserved !== null,
  blame: (f) => [`ioas:${f.ioas.id}`],
  example: {
    setup: [...BOUND, 'device_attach device=0 pt_id=1'],
    violates: 'ioas_allow_iovas ioas=1 ranges=0xfee00000-0xfeefffff',
    passes: ['ioas_allow_iovas ioas=1 ranges=0x1000-0x1fff'],
  },
};

export const ALLOW = stage<AllowFacts>('ioas_allow_iovas', [allowBackward, allowClash, allowReserved]);

export interface HugePagesFacts {
  readonly ioas: Ioas;
  readonly value: number;
  readonly misaligned: Span | null;
}

const OPTION_OFF = 'option_huge_pages ioas=1 value=0';

const optionValue: Rule<HugePagesFacts> = {
  id: 'option_huge_pages.value',
  layer: 'iommufd',
  errno: 'EINVAL',
  sources: iommufd('ioas.c', 'iommufd_option_huge_pages'),
  title: 'The value is 0 or 1',
  asks: () => 'The value is 0 or 1',
  saw: (f) => String(f.value),
  why: (f) => `The option is on (1) or off (0); ${f.value} is neither.`,
  violated: (f) => f.value > 1,
  blame: () => NO_BLAME,
  example: { setup: IOAS_ONLY, violates: 'option_huge_pages ioas=1 value=7', passes: [OPTION_OFF] },
};

const switchesOff = (f: HugePagesFacts): boolean => f.value === 0 && f.ioas.hugePages;

const optionInUse: Rule<HugePagesFacts> = {
  id: 'option_huge_pages.entries_exist',
  layer: 'iommufd',
  errno: 'EINVAL',
  sources: iommufd('io_pagetable.c', 'iopt_disable_large_pages'),
  title: 'Huge pages are switched off before page tables hold entries',
  asks: () => 'No page table holds entries yet',
  saw: (f) => `${f.ioas.hwpts.length} page tables, ${f.ioas.areas === null ? 'no' : f.ioas.areas.size} areas`,
  why: (f) =>
    `ioas ${f.ioas.id} has page tables and areas, so its entries are written already; they would not be split.`,
  violated: (f) => switchesOff(f) && f.ioas.hwpts.length > 0 && f.ioas.areas !== null,
  blame: (f) => [`ioas:${f.ioas.id}`],
  example: {
    setup: [...WITH_HWPT, 'ioas_map ioas=1 iova=0x10000 length=0x2000'],
    violates: OPTION_OFF,
    passes: ['ioas_unmap ioas=1 iova=0x10000 length=0x2000', OPTION_OFF],
  },
};

const optionMisaligned: Rule<HugePagesFacts> = {
  id: 'option_huge_pages.misaligned_area',
  layer: 'iommufd',
  errno: 'EADDRINUSE',
  sources: iommufd('io_pagetable.c', 'iopt_check_iova_alignment'),
  title: 'Every area is aligned to a page when huge pages are switched off',
  asks: () => 'Every area is aligned to 4 KiB',
  saw: (f) => range(f.misaligned),
  why: (f) => `Without huge pages every area must begin and end on 4 KiB pages, and ${range(f.misaligned)} does not.`,
  violated: (f) => switchesOff(f) && f.misaligned !== null,
  blame: (f) => [`ioas:${f.ioas.id}`],
  example: {
    setup: [...IOAS_ONLY, 'ioas_map ioas=1 iova=0x10200 length=0x1000'],
    violates: OPTION_OFF,
    passes: ['ioas_unmap ioas=1 iova=0x10200 length=0x1000', OPTION_OFF],
  },
};

export const HUGE_PAGES = stage<HugePagesFacts>('option_huge_pages', [optionValue, optionInUse, optionMisaligned]);
