/** The ruler of an IOVA space: every address once, in order, under the right name. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { objectAt, U64_MAX, type Ioas, type Span } from '../../src/index.ts';
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

const named = ({ stretches }: RulerView): string[] => stretches.map(({ kind, what }) => `${kind} ${what}`);

describe('the ruler', () => {
  test('an empty IOAS is one free stretch, and the kernel would begin at its second page', () => {
    const view = rulerOf(ioasAfter());
    expect(named(view)).toEqual(['free free']);
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
    expect(named(view).filter((text) => !text.startsWith('free'))).toEqual([
      'mapped rw → 0x100000000000',
      'reserved device 0, device 1',
      'reserved device 0, device 1',
      'reserved device 1',
      'reserved aperture of hwpt 4',
    ]);
  });

  test('what is allowed is told apart from what is only free', () => {
    const view = rulerOf(ioasAfter('ioas_allow_iovas ioas=1 ranges=0x100000-0x1fffff'));
    expect(named(view)).toEqual(['free free', 'allowed free, allowed', 'free free']);
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
    expect(named(view)).toContain('areas 5 areas');
    for (let zoom = 0; zoom < 8; zoom += 1) view = rulerOf(ioas, narrower(view));
    expect(view.stretches.filter(isUsed).every(({ kind }) => kind === 'mapped')).toBe(true);
    expect(view.toScale).toBe(true);
  });

  test('zooming in ends, and every window on the way is whole', () => {
    const page = fc.bigInt({ min: 1n, max: 0xfff_ffffn });
    const areas = fc.uniqueArray(page, { minLength: 0, maxLength: 12, selector: String });
    fc.assert(
      fc.property(areas, (pages) => {
        const ioas = ioasAfter(
          ...pages.map((at) => `ioas_map ioas=1 iova=0x${(at << 12n).toString(16)} length=0x1000`),
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
