/** The largest unsigned 64-bit value; the kernel's ULONG_MAX and U64_MAX. */
export const U64_MAX = 0xffff_ffff_ffff_ffffn;

/** The largest unsigned 32-bit value: an object id in the uAPI is a `__u32`. */
const U32_MAX = 0xffff_ffff;

export const PAGE_SIZE = 4096n;

/** An inclusive range of addresses. */
export interface Span {
  readonly start: bigint;
  readonly last: bigint;
}

/** True when `value` is a bigint that fits an unsigned 64-bit field. */
export function isU64(value: unknown): value is bigint {
  return typeof value === 'bigint' && value >= 0n && value <= U64_MAX;
}

/** True when `value` is a number that fits a `__u32` field. */
export function isU32(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= U32_MAX;
}

/** True when the inclusive ranges share an address. */
export function overlaps(a: Span, b: Span): boolean {
  return a.start <= b.last && b.start <= a.last;
}

/** True when both are the same range. */
export function sameSpan(a: Span, b: Span): boolean {
  return a.start === b.start && a.last === b.last;
}

/** An address or length as lower-case hexadecimal with `0x`. */
export function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;

/** A byte count in binary units with at most two decimals, for people. */
export function bytes(value: bigint): string {
  let unit = 0;
  let scaled = value * 100n;
  while (scaled >= 102_400n && unit < UNITS.length - 1) {
    scaled /= 1024n;
    unit += 1;
  }
  return `${Number(scaled) / 100} ${UNITS[unit] ?? 'B'}`;
}
