/** Filling page tables: what a new page table demands of its IOAS, and what each area demands of the page tables. */
import type { Area } from '../address/areas.ts';
import type { HwptPaging } from '../model/objects.ts';
import { hex, type Span } from '../uapi/u64.ts';
import { iommu, iommufd, stage, type Rule } from './rule.ts';
import { BOUND, WITH_HWPT } from './samples.ts';

/** A page table about to join an IOAS. */
export interface JoinFacts {
  readonly ioas: number;
  readonly hwpt: HwptPaging;
  /** The first area off the page table's page size, when that is news to the IOAS. */
  readonly misaligned: Area | null;
  /** The IOVAs beyond the page table's aperture, or null when it reaches everything. */
  readonly beyond: Span | null;
  readonly areaBeyond: Area | null;
  readonly allowedBeyond: Span | null;
}

const range = (span: Span | null): string => (span === null ? 'none' : `${hex(span.start)}–${hex(span.last)}`);

const aligned: Rule<JoinFacts> = {
  id: 'join.misaligned_area',
  layer: 'iommufd',
  errno: 'EADDRINUSE',
  sources: iommufd('io_pagetable.c', 'iopt_check_iova_alignment'),
  title: "Every area is aligned to the page table's pages",
  asks: (f) => `Every area of ioas ${f.ioas} is aligned to 4 KiB`,
  saw: (f) => (f.misaligned === null ? 'aligned' : hex(f.misaligned.start)),
  why: (f) =>
    `Until now ioas ${f.ioas} had no page table and took any address. hwpt ${f.hwpt.id} has 4 KiB pages, and the area ${range(f.misaligned)} does not begin and end on them.`,
  violated: (f) => f.misaligned !== null,
  blame: (f) => [`ioas:${f.ioas}`],
  example: {
    setup: [...BOUND, 'ioas_map ioas=1 iova=0x10200 length=0x1000'],
    violates: 'hwpt_alloc dev_id=2 pt_id=1',
    passes: ['ioas_unmap ioas=1 iova=0x10200 length=0x1000', 'hwpt_alloc dev_id=2 pt_id=1'],
  },
};

const inAperture: Rule<JoinFacts> = {
  id: 'join.area_outside_aperture',
  layer: 'iommufd',
  errno: 'EADDRINUSE',
  sources: iommufd('io_pagetable.c', 'iopt_table_add_domain'),
  title: "Every area lies within the page table's aperture",
  asks: (f) => `Every area lies below 2^${f.hwpt.addressWidth}`,
  saw: (f) => (f.areaBeyond === null ? 'all do' : hex(f.areaBeyond.start)),
  why: (f) =>
    `The area ${range(f.areaBeyond)} reaches beyond the ${f.hwpt.addressWidth} bits that hwpt ${f.hwpt.id} translates.`,
  violated: (f) => f.areaBeyond !== null,
  blame: (f) => [`ioas:${f.ioas}`],
  example: {
    setup: [...BOUND, 'ioas_map ioas=1 iova=0x1000000000000 length=0x1000'],
    violates: 'hwpt_alloc dev_id=2 pt_id=1',
    passes: ['ioas_unmap ioas=1 iova=0x1000000000000 length=0x1000', 'hwpt_alloc dev_id=2 pt_id=1'],
  },
};

const allowedInAperture: Rule<JoinFacts> = {
  id: 'join.allowed_outside_aperture',
  layer: 'iommufd',
  errno: 'EADDRINUSE',
  sources: iommufd('io_pagetable.c', 'iopt_table_add_domain'),
  title: "Every allowed range lies within the page table's aperture",
  asks: (f) => `Every allowed range lies below 2^${f.hwpt.addressWidth}`,
  saw: (f) => (f.allowedBeyond === null ? 'all do' : range(f.allowedBeyond)),
  why: (f) =>
    `Userspace was promised ${range(f.allowedBeyond)} of ioas ${f.ioas} by ioas_allow_iovas, and hwpt ${f.hwpt.id} translates only ${f.hwpt.addressWidth} bits.`,
  violated: (f) => f.allowedBeyond !== null,
  blame: (f) => [`ioas:${f.ioas}`],
  example: {
    setup: [...BOUND, 'ioas_allow_iovas ioas=1 ranges=0x1000-0x1000000000fff'],
    violates: 'hwpt_alloc dev_id=2 pt_id=1',
    passes: ['ioas_allow_iovas ioas=1 ranges=0x1000-0xffffff', 'hwpt_alloc dev_id=2 pt_id=1'],
  },
};

export const JOIN = stage<JoinFacts>('join', [aligned, inAperture, allowedInAperture]);

export interface PinFacts {
  readonly area: Area;
  /** The first user address of the area that is not there, or null. */
  readonly missing: bigint | null;
}

const memoryThere: Rule<PinFacts> = {
  id: 'fill.no_user_memory',
  layer: 'iommufd',
  errno: 'EFAULT',
  sources: iommufd('pages.c', 'pfn_reader_user_pin'),
  title: 'The user memory behind the area is there',
  asks: (f) => `User memory at ${hex(f.area.va)} is there`,
  saw: (f) => (f.missing === null ? 'pinned' : `nothing at ${hex(f.missing)}`),
  why: (f) =>
    `The area at ${hex(f.area.start)} stands for user memory from ${hex(f.area.va)} on, and the process has nothing at ${hex(f.missing ?? f.area.va)}. Pages are pinned once a page table has to hold them.`,
  violated: (f) => f.missing !== null,
  blame: () => [],
  example: {
    setup: WITH_HWPT,
    violates: 'ioas_map ioas=1 iova=0x10000 user_va=0x200000000000 length=0x1000',
    passes: ['ioas_map ioas=1 iova=0x10000 length=0x1000'],
  },
};

export const PIN = stage<PinFacts>('fill.pin', [memoryThere]);

export interface EntryFacts {
  readonly hwpt: HwptPaging;
  readonly area: Area;
}

const offPage = (area: Area): boolean => ((area.start | (area.last + 1n) | area.va) & 4095n) !== 0n;

const entryAligned: Rule<EntryFacts> = {
  id: 'fill.entry_misaligned',
  layer: 'iommu-core',
  errno: 'EINVAL',
  sources: iommu('iommu.c', '__iommu_map'),
  title: 'What is written into a page table begins and ends on its pages',
  asks: (f) => `The area at ${hex(f.area.start)} fits the pages of hwpt ${f.hwpt.id}`,
  saw: (f) => `${hex(f.area.start)} + ${hex(f.area.last - f.area.start + 1n)}`,
  why: (f) =>
    `A copy cut at the seams of its source left an area of ${hex(f.area.last - f.area.start + 1n)} bytes at ${hex(f.area.start)}; hwpt ${f.hwpt.id} has 4 KiB pages.`,
  violated: (f) => offPage(f.area),
  blame: (f) => [`hwpt:${f.hwpt.id}`],
  example: {
    setup: [
      ...WITH_HWPT,
      'ioas_alloc',
      'ioas_map ioas=4 iova=0x10000 length=0x800',
      'ioas_map ioas=4 iova=0x10800 length=0x800',
      'ioas_map ioas=4 iova=0x20000 length=0x1000',
    ],
    violates: 'ioas_copy src_ioas=4 dst_ioas=1 src_iova=0x10000 dst_iova=0x10000 length=0x1000',
    passes: ['ioas_copy src_ioas=4 dst_ioas=1 src_iova=0x20000 dst_iova=0x10000 length=0x1000'],
  },
};

export const ENTRY = stage<EntryFacts>('fill.entry', [entryAligned]);
