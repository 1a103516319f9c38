import { overlaps, type Span } from '../uapi/u64.ts';

/** The spans as few ranges as possible: sorted, overlapping and adjacent ones joined. */
export function joinSpans(spans: readonly Span[]): Span[] {
  const joined: { start: bigint; last: bigint }[] = [];
  for (const span of spans.toSorted(bySpan)) {
    const before = joined.at(-1);
    if (before !== undefined && span.start <= before.last + 1n) {
      if (span.last > before.last) before.last = span.last;
    } else {
      joined.push({ start: span.start, last: span.last });
    }
  }
  return joined;
}

/** What of the inclusive range none of the spans covers, in address order. */
export function holesBetween(spans: readonly Span[], start: bigint, last: bigint): Span[] {
  const holes: Span[] = [];
  let from = start;
  for (const span of joinSpans(spans)) {
    if (span.last < from) continue;
    if (span.start > last) break;
    if (span.start > from) holes.push({ start: from, last: span.start - 1n });
    from = span.last + 1n;
  }
  if (from <= last) holes.push({ start: from, last });
  return holes;
}

/** The first span, in list order, that shares an address with `span`, or null. */
export function firstOverlap<S extends Span>(spans: readonly S[], span: Span): S | null {
  for (const other of spans) if (overlaps(other, span)) return other;
  return null;
}

/** The list with `span` put in by start address, behind those with the same start. */
export function insertSpan<S extends Span>(spans: readonly S[], span: S): S[] {
  let at = spans.length;
  while (at > 0 && (spans[at - 1] as S).start > span.start) at -= 1;
  return spans.toSpliced(at, 0, span);
}

/** The two spans that share an address, in list order, or null when all are apart. */
export function firstClash(spans: readonly Span[]): readonly [Span, Span] | null {
  for (const [index, span] of spans.entries()) {
    const other = firstOverlap(spans.slice(0, index), span);
    if (other !== null) return [other, span];
  }
  return null;
}

function bySpan(a: Span, b: Span): number {
  return a.start < b.start ? -1 : a.start > b.start ? 1 : 0;
}
