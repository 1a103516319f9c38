/** Edges pass beside the cards between their ends, not behind them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pathOf, pointAt, route } from '../../app/canvas/route.ts';
import type { Box } from '../../app/view/layout.ts';

const FROM = { x: 0, y: 100 };
const TO = { x: 400, y: 100 };
const CARD: Box = { x: 150, y: 60, width: 100, height: 80 };

describe('the way of an edge', () => {
  test('is direct when nothing is between its ends', () => {
    expect(route(FROM, TO, [])).toEqual([FROM, TO]);
    expect(route(FROM, TO, [{ ...CARD, y: 300 }])).toEqual([FROM, TO]);
  });

  test('leads beside a card in the way, along the nearer side', () => {
    const way = route({ ...FROM, y: 80 }, { ...TO, y: 80 }, [CARD]);
    expect(way).toHaveLength(4);
    expect(way[1]?.y).toBeLessThan(CARD.y);
    expect(way[1]?.y).toBe(way[2]?.y);
    expect(pathOf(way)).toMatch(/^M0,80C.*L264,48C.*400,80$/);
  });

  test('a card that only one end is beyond does not matter', () => {
    expect(route(FROM, TO, [{ ...CARD, x: -50 }])).toEqual([FROM, TO]);
    expect(route(FROM, TO, [{ ...CARD, x: 350 }])).toEqual([FROM, TO]);
  });

  test('goes through no card of a column, wherever the cards stand', () => {
    const tops = fc.uniqueArray(fc.integer({ min: -3, max: 6 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(tops, fc.integer({ min: -300, max: 600 }), fc.integer({ min: -300, max: 600 }), (rows, from, to) => {
        const cards = rows.map((row): Box => ({ x: 150, y: row * 104, width: 136, height: 76 }));
        const way = route({ x: 0, y: from }, { x: 500, y: to }, cards);
        // Said once for a way: an assertion for each of its points would take seconds.
        const through = Array.from({ length: 201 }, (_, part) => pointAt(way, part / 200)).find(({ x, y }) =>
          cards.some((card) => x > card.x && x < card.x + card.width && y > card.y && y < card.y + card.height),
        );
        expect(through).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });
});
