/** The kernel's own choice of an IOVA: its alignment, and the hole that it takes. */
import { describe, expect, test } from 'vitest';
import { insertArea, NO_AREAS, type Areas } from '../../src/address/areas.ts';
import { chooseIova, preferredAlignment } from '../../src/address/choose.ts';
import { U64_MAX, type Span } from '../../src/index.ts';

const PAGE = 0x1000n;
const MIB_2 = 0x20_0000n;
const LAST_CHOSEN = U64_MAX - PAGE;

const areasAt = (...spans: readonly (readonly [bigint, bigint])[]): Areas =>
  spans.reduce<Areas>(
    (areas, [start, last]) => insertArea(areas, { start, last, va: 0n, prot: 'rw', writable: true, pages: 0, made: 0 }),
    NO_AREAS,
  );
const chosen = (
  length: bigint,
  {
    areas = NO_AREAS,
    reserved = [],
    allowed = [],
    va = 0n,
  }: {
    readonly areas?: Areas;
    readonly reserved?: readonly Span[];
    readonly allowed?: readonly Span[];
    readonly va?: bigint;
  } = {},
): bigint | null => chooseIova(areas, reserved, allowed, va, length);

describe('the alignment', () => {
  test.each([
    ['a byte', 0n, 1n, 1n],
    ['two bytes', 0n, 2n, 2n],
    ['three bytes, rounded up', 0n, 3n, 4n],
    ['a page', 0n, PAGE, PAGE],
    ['a page and a byte, rounded up', 0n, PAGE + 1n, 2n * PAGE],
    ['a byte less than 2 MiB', 0n, MIB_2 - 1n, MIB_2],
    ['2 MiB', 0n, MIB_2, MIB_2],
    ['no more than 2 MiB', 0n, 64n * MIB_2, MIB_2],
    ['more than fits 32 bits', 0n, 1n << 40n, MIB_2],
    ['a byte more than fits 32 bits', 0n, (1n << 32n) + 1n, MIB_2],
    ['what the user address allows', 0x10_3000n, MIB_2, PAGE],
    ['an odd user address', 0x10_0001n, MIB_2, 1n],
    ['a user address on 2 MiB', 5n * MIB_2, MIB_2, MIB_2],
  ])('of %s', (_, userVa, length, alignment) => {
    expect(preferredAlignment(userVa, length)).toBe(alignment);
  });
});

describe('the choice', () => {
  test('is the lowest aligned address behind the first page', () => {
    expect(chosen(PAGE)).toBe(PAGE);
    expect(chosen(MIB_2)).toBe(MIB_2);
    expect(chosen(2n * PAGE)).toBe(2n * PAGE);
  });

  test('keeps the offset of the user address in its page', () => {
    expect(chosen(0x10n, { va: 0x5_0010n })).toBe(0x1010n);
  });

  test('is the first gap between areas in which the aligned range fits', () => {
    const areas = areasAt([PAGE, 2n * PAGE - 1n], [3n * PAGE, 4n * PAGE - 1n], [7n * PAGE, 8n * PAGE - 1n]);
    expect(chosen(PAGE, { areas })).toBe(2n * PAGE);
    expect(chosen(2n * PAGE, { areas })).toBe(4n * PAGE);
    expect(chosen(3n * PAGE, { areas })).toBe(4n * PAGE);
    expect(chosen(4n * PAGE, { areas })).toBe(8n * PAGE);
  });

  test('passes a gap that is wide enough but not once its start was aligned', () => {
    const areas = areasAt([2n * PAGE, 5n * PAGE - 1n], [7n * PAGE, 9n * PAGE - 1n]);
    expect(chosen(2n * PAGE, { areas })).toBe(10n * PAGE);
  });

  test('avoids what is reserved', () => {
    const reserved = [
      { start: 0n, last: 0xffffn },
      { start: 0x1_1000n, last: 0x1_1fffn },
    ];
    expect(chosen(PAGE, { reserved })).toBe(0x1_0000n);
    expect(chosen(2n * PAGE, { reserved })).toBe(0x1_2000n);
  });

  test('stays in what is allowed, adjacent ranges taken as one', () => {
    const allowed = [
      { start: 0x9000n, last: 0x9fffn },
      { start: 0x4000n, last: 0x4fffn },
      { start: 0x8000n, last: 0x8fffn },
    ];
    expect(chosen(PAGE, { allowed })).toBe(0x4000n);
    expect(chosen(2n * PAGE, { allowed })).toBe(0x8000n);
    expect(chosen(3n * PAGE, { allowed })).toBeNull();
  });

  test('is none where an allowed range is a byte too short', () => {
    expect(chosen(PAGE, { allowed: [{ start: 0x4000n, last: 0x4fffn }] })).toBe(0x4000n);
    expect(chosen(PAGE, { allowed: [{ start: 0x4000n, last: 0x4ffen }] })).toBeNull();
  });

  test('is never in the first or the last page, whatever is allowed', () => {
    expect(chosen(1n, { allowed: [{ start: 0n, last: 0x1001n }] })).toBe(PAGE);
    expect(chosen(1n, { allowed: [{ start: 0n, last: 0xfffn }] })).toBeNull();
    const top = { start: LAST_CHOSEN - 1n, last: U64_MAX };
    expect(chosen(2n, { allowed: [top] })).toBe(LAST_CHOSEN - 1n);
    expect(chosen(3n, { allowed: [top] })).toBeNull();
    expect(chosen(1n, { allowed: [{ start: LAST_CHOSEN + 1n, last: U64_MAX }] })).toBeNull();
  });

  test('leaves out the very last byte of a hole and of an allowed range', () => {
    expect(chosen(1n, { allowed: [{ start: 0x4000n, last: 0x4000n }] })).toBeNull();
    expect(chosen(1n, { allowed: [{ start: 0x4000n, last: 0x4001n }] })).toBe(0x4000n);
    const reserved = [
      { start: 0n, last: 0x1fffn },
      { start: 0x2001n, last: U64_MAX },
    ];
    expect(chosen(1n, { reserved })).toBeNull();
  });

  test('is none where everything is taken', () => {
    expect(chosen(1n, { reserved: [{ start: 0n, last: U64_MAX }] })).toBeNull();
  });
});
