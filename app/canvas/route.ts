/** Around the cards: where an edge would pass behind a card between its ends, it gets a track of its own beside it. */
import type { Box, Point } from '../view/layout.ts';

/** Between an edge and a card that it passes. */
const CLEAR = 12;
/** How far before and after a card the track runs straight. */
const REACH = 14;

interface Column {
  left: number;
  right: number;
  readonly boxes: Box[];
}

/** The cards in columns, from left to right: those that overlap sideways are one column. */
function columnsOf(boxes: readonly Box[]): Column[] {
  const columns: Column[] = [];
  for (const box of boxes.toSorted((a, b) => a.x - b.x)) {
    const last = columns.at(-1);
    if (last !== undefined && box.x < last.right) {
      last.right = Math.max(last.right, box.x + box.width);
      last.boxes.push(box);
    } else {
      columns.push({ left: box.x, right: box.x + box.width, boxes: [box] });
    }
  }
  return columns;
}

/** The height of the curve between two points at a place between them. */
function heightAt(from: Point, to: Point, x: number): number {
  // Solved by halving: x grows along the curve.
  let [low, high] = [0, 1];
  const bend = (to.x - from.x) / 2;
  for (let turn = 0; turn < 12; turn += 1) {
    const t = (low + high) / 2;
    const [a, b, c, e] = [(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t ** 2, t ** 3];
    if (a * from.x + b * (from.x + bend) + c * (to.x - bend) + e * to.x < x) low = t;
    else high = t;
  }
  const t = (low + high) / 2;
  return ((1 - t) ** 3 + 3 * (1 - t) ** 2 * t) * from.y + (3 * (1 - t) * t ** 2 + t ** 3) * to.y;
}

const within = (y: number, box: Box): boolean => y > box.y - CLEAR && y < box.y + box.height + CLEAR;

function crosses(from: Point, to: Point, { left, right, boxes }: Column): boolean {
  const [first, last] = [heightAt(from, to, left), heightAt(from, to, right)];
  const [top, bottom] = [Math.min(first, last), Math.max(first, last)];
  return boxes.some((box) => bottom > box.y - CLEAR / 2 && top < box.y + box.height + CLEAR / 2);
}

/** The height nearest to the wanted one at which nothing of the column is in the way. */
function freeHeight(wanted: number, { boxes }: Column): number {
  const places = boxes.flatMap((box) => [box.y - CLEAR, box.y + box.height + CLEAR]);
  return places
    .filter((y) => !boxes.some((box) => within(y, box)))
    .reduce((best, y) => (Math.abs(y - wanted) < Math.abs(best - wanted) ? y : best), Infinity);
}

/**
 * The points that an edge goes through, its ends included: straight where two follow each other at the same height, bent between
 * the others. Cards that are not wholly between the ends are not looked at.
 */
export function route(from: Point, to: Point, cards: readonly Box[]): readonly Point[] {
  const between = cards.filter((box) => box.x >= from.x && box.x + box.width <= to.x);
  const points: Point[] = [from];
  for (const column of columnsOf(between)) {
    const start = points.at(-1) ?? from;
    if (!crosses(start, to, column)) continue;
    const y = freeHeight(heightAt(start, to, (column.left + column.right) / 2), column);
    if (!Number.isFinite(y)) continue;
    points.push({ x: Math.max(column.left - REACH, start.x), y }, { x: Math.min(column.right + REACH, to.x), y });
  }
  return [...points, to];
}

/** The points as an SVG path with horizontal ends. */
export function pathOf(points: readonly Point[]): string {
  return points
    .map((point, index) => {
      const before = points[index - 1];
      if (before === undefined) return `M${point.x},${point.y}`;
      if (before.y === point.y) return `L${point.x},${point.y}`;
      const bend = (point.x - before.x) / 2;
      return `C${before.x + bend},${before.y} ${point.x - bend},${point.y} ${point.x},${point.y}`;
    })
    .join('');
}

/** The point at a part of the way, by pieces: 0 is the first point, 1 the last. */
export function pointAt(points: readonly Point[], part: number): Point {
  const pieces = points.length - 1;
  const piece = Math.min(Math.floor(part * pieces), pieces - 1);
  const [from, to] = [points[piece], points[piece + 1]];
  if (from === undefined || to === undefined) throw new Error('a way has two points at least');
  const t = part * pieces - piece;
  const bend = (to.x - from.x) / 2;
  const [a, b, c, e] = [(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t ** 2, t ** 3];
  return {
    x: a * from.x + b * (from.x + bend) + c * (to.x - bend) + e * to.x,
    y: (a + b) * from.y + (c + e) * to.y,
  };
}
