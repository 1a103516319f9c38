/** The ruler of an IOVA space: every address once, in order, under the right name; how wide it is drawn, and where zooming and moving lead. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deviceId, objectAt, U64_MAX, type Ioas, type Span } from '../../src/index.ts';
import { around, beside, isUsed, narrower, rulerOf, WHOLE, type RulerView } from '../../app/view/ruler.ts';
import { stateAfter } from '../calls.ts';

const MACHINE = [
  'plug_unit unit=0 driver=intel address_width=48',
  'plug_device device=0 unit=0 group=0 reserved=msi:0xfee00000-0xfeefffff',
  'plug_device device=1 unit=0 group=1 reserved=msi:0xfee00000-0xfeefffff,reserved:0xfee80000-0xff000fff',
  'add_memory start=0x100000000000 last=0x10000fffffff',
  'ioas_alloc',
  'device_bind device=0',
  'device_bind device=1',
];

function ioasAfter(...calls: readonly string[]): Ioas {
  const ioas = objectAt(stateAfter([...MACHINE, ...calls]), 1);
  if (ioas?.type !== 'ioas') throw new Error('object 1 is no IOAS');
  return ioas;
}

function expectWhole({ window, stretches }: RulerView): void {
  let next = window.start;
  for (const { start, last, weight } of stretches) {
    expect(start).toBe(next);
    expect(last >= start).toBe(true);
    expect(weight).toBeGreaterThan(0);
    next = last + 1n;
  }
  expect(next).toBe(window.last + 1n);
}

const kindsNamed = ({ stretches }: RulerView): string[] => stretches.map(({ kind, what }) => `${kind} ${what}`);
const PAGE = 0x1000n;

/** An IOAS with areas of so many pages at these pages. */
function mapped(...areas: readonly (readonly [page: number, pages: number])[]): Ioas {
  const maps = areas.map(([at, many]) => `ioas_map ioas=1 iova=${at * 0x1000} length=${many * 0x1000}`);
  const state = stateAfter(['add_memory start=0x100000000000 last=0x10ffffffffff', 'ioas_alloc', ...maps]);
  const ioas = objectAt(state, 1);
  if (ioas?.type !== 'ioas') throw new Error('object 1 is no IOAS');
  return ioas;
}

/** The IOAS with these ranges reserved by devices, in this order. */
const reserving = (
  ioas: Ioas,
  ...ranges: readonly (readonly [start: bigint, last: bigint, device: number])[]
): Ioas => ({
  ...ioas,
  reserved: ranges.map(([start, last, device]) => ({
    start,
    last,
    owner: { kind: 'device', device: deviceId(device) },
  })),
});

const span = (start: bigint, last: bigint): Span => ({ start, last });
const pages = (first: number, count: number): Span => span(BigInt(first) * PAGE, BigInt(first + count) * PAGE - 1n);
const drawn = (ioas: Ioas, window?: Span) =>
  rulerOf(ioas, window).stretches.map(({ start, last, what }) => [start, last, what] as const);
const named = (ioas: Ioas, window?: Span) => rulerOf(ioas, window).stretches.map(({ what }) => what);

describe('the ruler', () => {
  test('an empty IOAS is one free stretch, and the kernel would begin at its second page', () => {
    const view = rulerOf(ioasAfter());
    expect(kindsNamed(view)).toEqual(['free free']);
    expect(view.next).toBe(0x1000n);
  });

  test('says what is mapped, what is reserved and for whom, where owners overlap too', () => {
    const ioas = ioasAfter(
      'ioas_map ioas=1 iova=0x10000 length=0x10000',
      'device_attach device=0 pt_id=1',
      'device_attach device=1 pt_id=1',
    );
    const view = rulerOf(ioas);
    expectWhole(view);
    expect(view.toScale).toBe(false);
    expect(kindsNamed(view).filter((text) => !text.startsWith('free'))).toEqual([
      'mapped rw → 0x100000000000',
      'reserved device 0, device 1',
      'reserved device 0, device 1',
      'reserved device 1',
      'reserved aperture of hwpt 4',
    ]);
  });

  test('what is allowed is told apart from what is only free', () => {
    const view = rulerOf(ioasAfter('ioas_allow_iovas ioas=1 ranges=0x100000-0x1fffff'));
    expect(kindsNamed(view)).toEqual(['free free', 'allowed free, allowed', 'free free']);
    expect(view.next).toBe(0x100000n);
  });

  test('many areas are drawn together, and apart again in a narrower window', () => {
    const maps = Array.from(
      { length: 100 },
      (_, index) => `ioas_map ioas=1 iova=${index * 0x4000 + 0x4000} length=0x1000`,
    );
    const ioas = ioasAfter(...maps);
    let view = rulerOf(ioas);
    expectWhole(view);
    expect(view.stretches.filter(isUsed).length).toBeLessThanOrEqual(25);
    expect(kindsNamed(view)).toContain('areas 5 areas');
    for (let zoom = 0; zoom < 8; zoom += 1) view = rulerOf(ioas, narrower(view));
    expect(view.stretches.filter(isUsed).every(({ kind }) => kind === 'mapped')).toBe(true);
    expect(view.toScale).toBe(true);
  });

  test('zooming in ends, and every window on the way is whole', () => {
    const page = fc.bigInt({ min: 1n, max: 0xfff_ffffn });
    const areas = fc.uniqueArray(page, { minLength: 0, maxLength: 12, selector: String });
    fc.assert(
      fc.property(areas, (taken) => {
        const ioas = ioasAfter(
          ...taken.map((at) => `ioas_map ioas=1 iova=0x${(at << 12n).toString(16)} length=0x1000`),
        );
        let view = rulerOf(ioas);
        for (let zoom = 0; zoom < 80; zoom += 1) {
          expectWhole(view);
          const window: Span = narrower(view);
          if (window.start === view.window.start && window.last === view.window.last) return;
          expect(window.last - window.start).toBeLessThan(view.window.last - view.window.start);
          view = rulerOf(ioas, window);
        }
        throw new Error('zooming in does not end');
      }),
      { numRuns: 60 },
    );
  });

  test('windows stay within 64 bits', () => {
    expect(around({ start: 0n, last: 0xfffn })).toEqual({ start: 0n, last: 0x1fffn });
    expect(around(WHOLE)).toEqual(WHOLE);
    expect(beside({ start: 0x1000n, last: 0x8fffn }, -1)).toEqual({ start: 0n, last: 0x7fffn });
    expect(beside({ start: U64_MAX - 0xfffn, last: U64_MAX }, 1)).toEqual({ start: U64_MAX - 0xfffn, last: U64_MAX });
  });
});

describe('a window', () => {
  const ioas = mapped([16, 4]);

  test.each([
    ['in the middle of an area', 0x11000n, 0x12fffn, 'part of 0x10000–0x13fff, rw → 0x100000001000'],
    ['at its end', 0x12000n, 0x13fffn, 'part of 0x10000–0x13fff, rw → 0x100000002000'],
    ['at its beginning', 0x10000n, 0x11fffn, 'part of 0x10000–0x13fff, rw → 0x100000000000'],
    ['as large as it', 0x10000n, 0x13fffn, 'rw → 0x100000000000'],
  ])('%s shows that part of it', (_, start, last, what) => {
    expect(drawn(ioas, span(start, last))).toEqual([[start, last, what]]);
  });

  test('shows an area of which it has one address only', () => {
    expect(drawn(ioas, span(0xf000n, 0x10000n)).map(([start]) => start)).toEqual([0xf000n, 0x10000n]);
    expect(drawn(ioas, span(0x13fffn, 0x14fffn)).map(([start]) => start)).toEqual([0x13fffn, 0x14000n]);
  });

  test('shows nothing of what ends before it or begins after it', () => {
    expect(named(ioas, span(0x14000n, 0x1ffffn))).toEqual(['free']);
    expect(named(ioas, span(0n, 0xffffn))).toEqual(['free']);
    expect(named(reserving(ioas, [0n, 0xfffn, 0]), span(0x14000n, 0x1ffffn))).toEqual(['free']);
  });

  test('shows what is allowed in it only', () => {
    const allowing: Ioas = { ...mapped(), allowed: [span(0n, 0xfffn), span(0x3000n, 0x5fffn), span(0x9000n, 0x9fffn)] };
    expect(drawn(allowing, span(0x2000n, 0x4fffn))).toEqual([
      [0x2000n, 0x2fffn, 'free'],
      [0x3000n, 0x4fffn, 'free, allowed'],
    ]);
  });
});

describe('what is reserved', () => {
  const empty = mapped();

  test('is cut where its owners change, whatever their order', () => {
    const ioas = reserving(empty, [20n, 29n, 2], [0n, 9n, 1], [10n, 24n, 1]);
    expect(drawn(ioas, span(0n, 29n))).toEqual([
      [0n, 9n, 'device 1'],
      [10n, 19n, 'device 1'],
      [20n, 24n, 'device 2, device 1'],
      [25n, 29n, 'device 2'],
    ]);
  });

  test('names a device once, and a single address too', () => {
    expect(drawn(reserving(empty, [5n, 5n, 3], [5n, 5n, 3]), span(4n, 6n))).toEqual([
      [4n, 4n, 'free'],
      [5n, 5n, 'device 3'],
      [6n, 6n, 'free'],
    ]);
  });
});

describe('areas', () => {
  const many = (count: number): readonly (readonly [number, number])[] =>
    Array.from({ length: count }, (_, index) => [16 + 2 * index, 1] as const);
  const used = (ioas: Ioas) => rulerOf(ioas).stretches.filter(isUsed);

  test('are drawn one by one up to 24, and from 25 on together; one that is left over is drawn as itself', () => {
    expect(used(mapped(...many(24))).map(({ kind }) => kind)).toEqual(Array.from({ length: 24 }, () => 'mapped'));
    const together = used(mapped(...many(25)));
    expect(together.map(({ what }) => what)).toEqual([
      ...Array.from({ length: 12 }, () => '2 areas'),
      expect.stringMatching(/^rw → 0x/),
    ]);
    expect(together[0]).toMatchObject({ kind: 'areas', start: 16n * PAGE, last: 19n * PAGE - 1n });
  });

  test('are not drawn together over something reserved', () => {
    const ioas = reserving(mapped([1, 1], [2, 1], [4, 1], ...many(50)), [3n * PAGE, 4n * PAGE - 1n, 7], [0n, 5n, 8]);
    expect(
      used(ioas)
        .slice(0, 5)
        .map(({ what }) => what.replace(/rw.*/, 'mapped')),
    ).toEqual(['device 8', '2 areas', 'device 7', 'mapped', '3 areas']);
  });
});

describe('the scale', () => {
  const widths = (ioas: Ioas, window: Span) => {
    const { stretches, toScale } = rulerOf(ioas, window);
    return { toScale, widths: stretches.map(({ weight, compressed }) => [weight, compressed]) };
  };

  test('is true where lengths are alike: the longest stretch has a thousand parts', () => {
    expect(widths(mapped([1, 1]), pages(0, 4))).toEqual({
      toScale: true,
      widths: [
        [500, false],
        [500, false],
        [1000, false],
      ],
    });
  });

  test('is true up to sixty times the shortest, and no further', () => {
    expect(rulerOf(mapped([16, 1]), pages(16, 61)).toScale).toBe(true);
    expect(rulerOf(mapped([16, 1]), pages(16, 62)).toScale).toBe(false);
  });

  test('beyond that grows with the digits of the length, and a long gap is compressed', () => {
    expect(widths(mapped([16, 1]), pages(16, 62))).toEqual({
      toScale: false,
      widths: [
        [9, false],
        [10, true],
      ],
    });
    expect(widths(mapped([16, 1], [17, 16]), pages(16, 1 + 16 + 65)).widths).toEqual([
      [9, false],
      [13, false],
      [10, true],
    ]);
  });

  test('compresses no gap of up to four times the longest that is used', () => {
    expect(widths(mapped([16, 1], [17, 16]), pages(16, 1 + 16 + 64)).widths).toEqual([
      [9, false],
      [13, false],
      [15, false],
    ]);
  });

  test('compresses what is allowed the same, and counts a page as used where nothing is', () => {
    const ioas: Ioas = { ...mapped(), allowed: [pages(4, 300)] };
    expect(widths(ioas, pages(0, 304)).widths).toEqual([
      [11, false],
      [10, true],
    ]);
  });

  test('leaves even one address wide enough to be seen', () => {
    expect(widths(reserving(mapped(), [0n, 0n, 1]), span(0n, PAGE)).widths).toEqual([
      [6, false],
      [9, false],
    ]);
  });
});

describe('the window around a stretch', () => {
  test('has half of it more on each side, a page at least', () => {
    expect(around(span(0x100000n, 0x10ffffn))).toEqual(span(0xf8000n, 0x117fffn));
    expect(around(span(0x100000n, 0x100000n))).toEqual(span(0xff000n, 0x101000n));
  });

  test('ends with the addresses', () => {
    expect(around(span(0x100n, 0x1fffn))).toEqual(span(0n, 0x2fffn));
    expect(around(span(U64_MAX - 0xfffn, U64_MAX - 0x100n))).toEqual(span(U64_MAX - 0x1fffn, U64_MAX));
  });
});

describe('zooming in', () => {
  const zoomed = (ioas: Ioas, window?: Span) => narrower(rulerOf(ioas, window));
  const at = (...starts: readonly number[]) => mapped(...starts.map((start) => [start, 1] as const));

  test('leads to the middle half of what is used', () => {
    expect(zoomed(at(0x100, 0x200, 0x300, 0x400))).toEqual(span(0x17f800n, 0x3817ffn));
    expect(zoomed(at(0x100, 0x200, 0x300, 0x400, 0x500))).toEqual(around(span(0x200000n, 0x400fffn)));
    expect(zoomed(at(0x100, 0x200))).toEqual(span(0xff000n, 0x101fffn));
  });

  test('leads to the only thing that is used, not to a gap', () => {
    expect(zoomed(at(0x100))).toEqual(span(0xff000n, 0x101fffn));
    expect(zoomed({ ...at(0x100), allowed: [pages(0x900, 1)] })).toEqual(span(0xff000n, 0x101fffn));
  });

  test('leads to the first where the middle half is no narrower', () => {
    expect(zoomed(at(16, 17, 18), pages(16, 3))).toEqual(pages(16, 2));
  });

  test('leads to the middle of the addresses where nothing is used, or one thing is everywhere', () => {
    expect(zoomed(mapped())).toEqual(span(1n << 62n, 3n * (1n << 62n) - 1n));
    expect(zoomed(mapped([16, 16]), pages(16, 16))).toEqual(pages(20, 8));
    expect(zoomed(mapped([16, 16]), pages(16, 5))).toEqual(pages(17, 3));
  });

  test('ends at four pages', () => {
    expect(zoomed(mapped([16, 16]), pages(16, 4))).toEqual(pages(16, 4));
  });
});

test('moving on leads half a window further, as far as there are addresses', () => {
  expect(beside(pages(16, 16), 1)).toEqual(pages(24, 16));
  expect(beside(pages(16, 16), -1)).toEqual(pages(8, 16));
  expect(beside(pages(3, 16), -1)).toEqual(pages(0, 16));
  expect(beside(span(U64_MAX - 0x1fffn, U64_MAX - 0x100n), 1)).toEqual(span(U64_MAX - 0x1effn, U64_MAX));
});
