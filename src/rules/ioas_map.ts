/** `ioas_map`, and what `ioas_copy` shares with it: `iopt_map_pages` in drivers/iommu/iommufd/io_pagetable.c. */
import type { Area } from '../address/areas.ts';
import type { Ioas } from '../model/objects.ts';
import type { Prot } from '../uapi/fields.ts';
import { bytes, hex, PAGE_SIZE, U64_MAX, type Span } from '../uapi/u64.ts';
import { mustBe, mustExist, type LookupFacts } from './lookup.ts';
import { iommufd, NO_BLAME, stage, type Rule } from './rule.ts';
import { BOUND, IOAS_ONLY, WITH_HWPT } from './samples.ts';

const MAP = 'ioas_map ioas=1 iova=0x10000 length=0x1000';

export interface MapFormFacts {
  readonly iova: bigint;
  readonly length: bigint;
  readonly prot: Prot;
}

const tooLarge: Rule<MapFormFacts> = {
  id: 'ioas_map.too_large',
  layer: 'iommufd',
  errno: 'EOVERFLOW',
  sources: iommufd('ioas.c', 'iommufd_ioas_map'),
  title: 'iova and length are below 2^64 − 1',
  asks: () => 'iova and length are below 2^64 − 1',
  saw: (f) => (f.iova >= U64_MAX ? hex(f.iova) : hex(f.length)),
  why: (f) => `${f.iova >= U64_MAX ? `iova ${hex(f.iova)}` : `length ${hex(f.length)}`} is not below 2^64 − 1.`,
  violated: (f) => f.iova >= U64_MAX || f.length >= U64_MAX,
  blame: () => NO_BLAME,
  example: { setup: IOAS_ONLY, violates: 'ioas_map ioas=1 iova=0xffffffffffffffff length=0x1000', passes: [MAP] },
};

const noProt: Rule<MapFormFacts> = {
  id: 'ioas_map.no_protection',
  layer: 'iommufd',
  errno: 'EINVAL',
  sources: iommufd('ioas.c', 'iommufd_ioas_map'),
  title: 'The map is readable, writable or both',
  asks: () => 'The map is readable or writable',
  saw: (f) => (f.prot === '' ? 'neither' : f.prot),
  why: () => 'The map is neither readable nor writable, so no device could use it.',
  violated: (f) => f.prot === '',
  blame: () => NO_BLAME,
  example: { setup: IOAS_ONLY, violates: `${MAP} prot=`, passes: [MAP] },
};

export const MAP_FORM = stage<MapFormFacts>('ioas_map.form', [tooLarge, noProt]);

const lookup = {
  prefix: 'ioas_map.ioas',
  field: 'ioas',
  errno: 'ENOENT',
  sources: iommufd('ioas.c', 'iommufd_ioas_map'),
  example: { setup: BOUND, passes: [MAP] },
  missing: 'ioas_map ioas=9 iova=0x10000 length=0x1000',
} as const;

export const MAP_IOAS = stage<LookupFacts>('ioas_map.ioas', [
  mustExist(lookup),
  mustBe({ ...lookup, types: ['ioas'], wanted: 'an IOAS', wrong: 'ioas_map ioas=2 iova=0x10000 length=0x1000' }),
]);

export interface PagesFacts {
  readonly userVa: bigint;
  readonly length: bigint;
}

const pagesLength: Rule<PagesFacts> = {
  id: 'ioas_map.length',
  layer: 'iommufd',
  errno: 'EINVAL',
  sources: iommufd('pages.c', 'iopt_alloc_pages'),
  needed: true,
  title: 'The length is neither 0 nor within a page of 2^64',
  asks: () => 'The length is not 0',
  saw: (f) => hex(f.length),
  why: (f) => (f.length === 0n ? 'The length is 0.' : `The length ${hex(f.length)} is within a page of 2^64.`),
  violated: (f) => f.length === 0n || f.length > U64_MAX - PAGE_SIZE,
  blame: () => NO_BLAME,
  example: { setup: IOAS_ONLY, violates: 'ioas_map ioas=1 iova=0x10000 length=0', passes: [MAP] },
};

const userWraps: Rule<PagesFacts> = {
  id: 'ioas_map.user_va_wraps',
  layer: 'iommufd',
  errno: 'EOVERFLOW',
  sources: iommufd('pages.c', 'iopt_alloc_pages'),
  title: 'The user memory does not run over the end of the address space',
  asks: () => 'user_va + length is below 2^64',
  saw: (f) => hex(f.userVa),
  why: (f) => `${bytes(f.length)} from user address ${hex(f.userVa)} run over the end of the address space.`,
  violated: (f) => f.userVa + f.length > U64_MAX,
  blame: () => NO_BLAME,
  example: {
    setup: IOAS_ONLY,
    violates: 'ioas_map ioas=1 iova=0x10000 user_va=0xfffffffffffff000 length=0x2000',
    passes: [MAP],
  },
};

export const PAGES = stage<PagesFacts>('ioas_map.pages', [pagesLength, userWraps]);

/** A length of bytes looking for its place in an IOAS. */
export interface PlaceFacts {
  readonly ioas: Ioas;
  readonly alignment: bigint;
  readonly length: bigint;
}

const lengthAligned: Rule<PlaceFacts> = {
  id: 'map.length_misaligned',
  layer: 'iommufd',
  errno: 'EINVAL',
  sources: iommufd('io_pagetable.c', 'iopt_alloc_area_pages'),
  title: "The length is a multiple of the IOAS's alignment",
  asks: (f) => `The length is a multiple of ${f.alignment}`,
  saw: (f) => hex(f.length),
  why: (f) => `ioas ${f.ioas.id} needs multiples of ${f.alignment} bytes, and the length is ${hex(f.length)}.`,
  violated: (f) => (f.length & (f.alignment - 1n)) !== 0n,
  blame: (f) => [`ioas:${f.ioas.id}`],
  example: { setup: WITH_HWPT, violates: 'ioas_map ioas=1 iova=0x10000 length=0x800', passes: [MAP] },
};

export const PLACE = stage<PlaceFacts>('map.place', [lengthAligned]);

export interface FixedFacts extends PlaceFacts {
  readonly iova: bigint;
  readonly reserved: Span | null;
  readonly area: Area | null;
}

const range = (span: Span | null): string => (span === null ? 'nothing' : `${hex(span.start)}–${hex(span.last)}`);
const wanted = (f: FixedFacts): string => range({ start: f.iova, last: f.iova + f.length - 1n });

const iovaAligned: Rule<FixedFacts> = {
  id: 'map.iova_misaligned',
  layer: 'iommufd',
  errno: 'EINVAL',
  sources: iommufd('io_pagetable.c', 'iopt_check_iova'),
  title: "The IOVA is a multiple of the IOAS's alignment",
  asks: (f) => `The IOVA is a multiple of ${f.alignment}`,
  saw: (f) => hex(f.iova),
  why: (f) => `ioas ${f.ioas.id} needs multiples of ${f.alignment} bytes, and the IOVA is ${hex(f.iova)}.`,
  violated: (f) => (f.iova & (f.alignment - 1n)) !== 0n,
  blame: (f) => [`ioas:${f.ioas.id}`],
  example: { setup: WITH_HWPT, violates: 'ioas_map ioas=1 iova=0x10200 length=0x1000', passes: [MAP] },
};

const iovaWraps: Rule<FixedFacts> = {
  id: 'map.iova_wraps',
  layer: 'iommufd',
  errno: 'EOVERFLOW',
  sources: iommufd('io_pagetable.c', 'iopt_check_iova'),
  needed: true,
  title: 'The range ends within the address space',
  asks: () => 'iova + length − 1 is below 2^64',
  saw: (f) => hex(f.iova),
  why: (f) => `${bytes(f.length)} from IOVA ${hex(f.iova)} run over the end of the address space.`,
  violated: (f) => f.iova + f.length - 1n > U64_MAX,
  blame: (f) => [`ioas:${f.ioas.id}`],
  example: { setup: IOAS_ONLY, violates: 'ioas_map ioas=1 iova=0xfffffffffffff000 length=0x2000', passes: [MAP] },
};

const meetsReserved: Rule<FixedFacts> = {
  id: 'map.meets_reserved',
  layer: 'iommufd',
  errno: 'EINVAL',
  sources: iommufd('io_pagetable.c', 'iopt_check_iova'),
  title: 'The range meets nothing reserved',
  asks: () => 'The range meets nothing reserved',
  saw: (f) => (f.reserved === null ? 'free' : range(f.reserved)),
  why: (f) => `${wanted(f)} meets ${range(f.reserved)}, which is reserved in ioas ${f.ioas.id}.`,
  violated: (f) => f.reserved !== null,
  blame: (f) => [`ioas:${f.ioas.id}`],
  example: {
    setup: [...BOUND, 'device_attach device=0 pt_id=1'],
    violates: 'ioas_map ioas=1 iova=0xfee00000 length=0x1000',
    passes: [MAP],
  },
};

const meetsArea: Rule<FixedFacts> = {
  id: 'map.meets_area',
  layer: 'iommufd',
  errno: 'EEXIST',
  sources: iommufd('io_pagetable.c', 'iopt_check_iova'),
  needed: true,
  title: 'The range meets no area that is mapped already',
  asks: () => 'The range meets no area',
  saw: (f) => (f.area === null ? 'free' : `area at ${hex(f.area.start)}`),
  why: (f) => `${wanted(f)} meets the area ${range(f.area)} of ioas ${f.ioas.id}.`,
  violated: (f) => f.area !== null,
  blame: (f) => [`ioas:${f.ioas.id}`],
  example: { setup: [...IOAS_ONLY, MAP], violates: MAP, passes: ['ioas_map ioas=1 iova=0x20000 length=0x1000'] },
};

export const FIXED = stage<FixedFacts>('map.fixed', [iovaAligned, iovaWraps, meetsReserved, meetsArea]);

export interface ChooseFacts extends PlaceFacts {
  readonly userVa: bigint;
  /** The alignment that the choice will keep. */
  readonly chosenAlignment: bigint;
}

const half: Rule<ChooseFacts> = {
  id: 'map.automatic_too_long',
  layer: 'iommufd',
  errno: 'EOVERFLOW',
  sources: iommufd('io_pagetable.c', 'iopt_alloc_iova'),
  title: 'A length whose IOVA the kernel chooses is below half the address space',
  asks: () => 'The length is below half the address space',
  saw: (f) => hex(f.length),
  why: (f) => `The kernel chooses no IOVA for ${hex(f.length)} bytes: that is half the address space or more.`,
  violated: (f) => f.length >= U64_MAX / 2n,
  blame: (f) => [`ioas:${f.ioas.id}`],
  example: {
    setup: IOAS_ONLY,
    violates: 'ioas_map ioas=1 length=0x8000000000000000',
    passes: ['ioas_map ioas=1 length=0x1000'],
  },
};

const notAlignable: Rule<ChooseFacts> = {
  id: 'map.automatic_not_alignable',
  layer: 'iommufd',
  errno: 'EINVAL',
  sources: iommufd('io_pagetable.c', 'iopt_alloc_iova'),
  title: "The user address lets the kernel choose an IOVA of the IOAS's alignment",
  asks: (f) => `An IOVA aligned to ${f.alignment} can be chosen`,
  saw: (f) => `aligned to ${f.chosenAlignment}`,
  why: (f) =>
    `The kernel gives an IOVA the alignment of the user address and length, here ${f.chosenAlignment} (user_va ${hex(f.userVa)}), and ioas ${f.ioas.id} needs ${f.alignment}.`,
  violated: (f) => f.chosenAlignment < f.alignment,
  blame: (f) => [`ioas:${f.ioas.id}`],
  example: {
    setup: WITH_HWPT,
    violates: 'ioas_map ioas=1 user_va=0x100000000200 length=0x1000',
    passes: ['ioas_map ioas=1 length=0x1000'],
  },
};

export const CHOOSE = stage<ChooseFacts>('map.choose', [half, notAlignable]);

export interface RoomFacts extends ChooseFacts {
  /** The IOVA that was chosen, or null. */
  readonly iova: bigint | null;
}

const noRoom: Rule<RoomFacts> = {
  id: 'map.automatic_no_room',
  layer: 'iommufd',
  errno: 'ENOSPC',
  sources: iommufd('io_pagetable.c', 'iopt_alloc_iova'),
  needed: true,
  title: 'A hole in the IOVA space takes the length',
  asks: (f) => `A hole takes ${bytes(f.length)}`,
  saw: (f) => (f.iova === null ? 'none' : hex(f.iova)),
  why: (f) =>
    `No hole of ioas ${f.ioas.id}${f.ioas.allowed.length > 0 ? ', within what ioas_allow_iovas allows,' : ''} takes ${bytes(f.length)} aligned to ${f.chosenAlignment}.`,
  violated: (f) => f.iova === null,
  blame: (f) => [`ioas:${f.ioas.id}`],
  example: {
    setup: [...IOAS_ONLY, 'ioas_allow_iovas ioas=1 ranges=0x1000-0x1fff'],
    violates: 'ioas_map ioas=1 length=0x2000',
    passes: ['ioas_map ioas=1 length=0x1000'],
  },
};

export const ROOM = stage<RoomFacts>('map.room', [noRoom]);

/** A piece of pages about to become an area. */
export interface PieceFacts {
  readonly ioas: Ioas;
  readonly alignment: bigint;
  readonly prot: Prot;
  /** Whether the original map of the pages was writable. */
  readonly writable: boolean;
  readonly userVa: bigint;
}

const widerThanOriginal: Rule<PieceFacts> = {
  id: 'map.wider_than_original',
  layer: 'iommufd',
  errno: 'EPERM',
  sources: iommufd('io_pagetable.c', 'iopt_insert_area'),
  title: 'Only pages that were mapped writable are mapped writable again',
  asks: () => 'The pages were mapped writable, or the copy is not',
  saw: (f) => (f.writable ? 'writable' : 'read-only original'),
  why: () => 'The copy is to be writable, and the pages were pinned for reading by the map that it copies.',
  violated: (f) => f.prot.includes('w') && !f.writable,
  blame: (f) => [`ioas:${f.ioas.id}`],
  example: {
    setup: [...IOAS_ONLY, `${MAP} prot=r`],
    violates: 'ioas_copy src_ioas=1 dst_ioas=1 src_iova=0x10000 dst_iova=0x20000 length=0x1000 prot=rw',
    passes: ['ioas_copy src_ioas=1 dst_ioas=1 src_iova=0x10000 dst_iova=0x20000 length=0x1000 prot=r'],
  },
};

const offsetAligned: Rule<PieceFacts> = {
  id: 'map.user_va_misaligned',
  layer: 'iommufd',
  errno: 'EINVAL',
  sources: iommufd('io_pagetable.c', 'iopt_insert_area'),
  title: "The user address's offset in its page is a multiple of the IOAS's alignment",
  asks: (f) => `The user address is a multiple of ${f.alignment}`,
  saw: (f) => hex(f.userVa),
  why: (f) =>
    `ioas ${f.ioas.id} needs multiples of ${f.alignment} bytes, and the user address ${hex(f.userVa)} is off its page by ${hex(f.userVa % PAGE_SIZE)}.`,
  violated: (f) => (f.userVa & (f.alignment - 1n)) !== 0n,
  blame: (f) => [`ioas:${f.ioas.id}`],
  example: {
    setup: WITH_HWPT,
    violates: 'ioas_map ioas=1 iova=0x10000 user_va=0x100000000200 length=0x1000',
    passes: [MAP],
  },
};

export const PIECE = stage<PieceFacts>('map.piece', [widerThanOriginal, offsetAligned]);
