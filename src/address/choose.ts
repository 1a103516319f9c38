/** The kernel's automatic choice of an IOVA: `iopt_alloc_iova` in drivers/iommu/iommufd/io_pagetable.c. */
import { PAGE_SIZE, U64_MAX, type Span } from '../uapi/u64.ts';
import { findGap, type Areas } from './areas.ts';
import { holesBetween, joinSpans } from './spans.ts';

const HUGE_PAGE_BITS = 21;
const HUGE_PAGE_SIZE = 1n << BigInt(HUGE_PAGE_BITS);
/** IOVA 0 and the last page are never chosen. */
const SEARCHED: Span = { start: PAGE_SIZE, last: U64_MAX - PAGE_SIZE };

/** The alignment that keeps huge pages possible: as large as length and user address allow, at most 2 MiB. */
export function preferredAlignment(userVa: bigint, length: bigint): bigint {
  const most = length >= HUGE_PAGE_SIZE ? Number(HUGE_PAGE_SIZE) : roundUpToPowerOfTwo(Number(length));
  const low = Number(BigInt.asUintN(HUGE_PAGE_BITS, userVa));
  const lowestBit = low === 0 ? Number(HUGE_PAGE_SIZE) : low & -low;
  return BigInt(Math.min(most, lowestBit));
}

/** For 1 … 2^31. */
function roundUpToPowerOfTwo(value: number): number {
  return value <= 1 ? 1 : 2 ** (32 - Math.clz32(value - 1));
}

/**
 * Where the kernel would put `length` bytes, or null when no hole fits.
 *
 * A hole fits when the bytes still fit after its start was aligned up and given the user address's offset in its
 * page. Aligning up past the top of the address space is no fit, and neither is the very last byte of a hole: the
 * kernel's test leaves it out, which a single byte notices.
 */
export function chooseIova(
  areas: Areas,
  reserved: readonly Span[],
  allowed: readonly Span[],
  userVa: bigint,
  length: bigint,
): bigint | null {
  const alignment = preferredAlignment(userVa, length);
  const offset = userVa % PAGE_SIZE;
  const place = (start: bigint, last: bigint): bigint | null => {
    const at = ((start + alignment - 1n) & -alignment) | offset;
    return at < last && at + length - 1n <= last ? at : null;
  };
  const spans = allowed.length === 0 ? [SEARCHED] : joinSpans(allowed).map(clip);
  for (const span of spans) {
    const from = span.last - span.start + 1n < length ? null : place(span.start, span.last);
    if (from === null) continue;
    for (const hole of holesBetween(reserved, from, span.last)) {
      const at = findGap(areas, hole.start, hole.last, length, place);
      if (at !== null) return at;
    }
  }
  return null;
}

function clip(span: Span): Span {
  return {
    start: span.start > SEARCHED.start ? span.start : SEARCHED.start,
    last: span.last < SEARCHED.last ? span.last : SEARCHED.last,
  };
}
