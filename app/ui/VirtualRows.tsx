import { useVirtualizer } from '@tanstack/react-virtual';
import type { Key, ReactNode } from 'react';

export interface RowsProps {
  /** List items, or boxes without a meaning of their own. */
  readonly as: 'li' | 'div';
  readonly count: number;
  /** Of each row, in pixels. */
  readonly height: number;
  /** What scrolls: positioned, and without padding above. */
  readonly scroller: HTMLElement | null;
  readonly keyOf: (index: number) => Key;
  readonly draw: (index: number) => ReactNode;
  /** Up to this many rows all are in the page; beyond it those in sight. */
  readonly most: number;
}

/** The rows of a long list that are in sight, and room for the others. */
export function VirtualRows({ as: Row, count, height, scroller, keyOf, draw }: RowsProps) {
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller,
    estimateSize: () => height,
    initialOffset: () => scroller?.scrollTop ?? 0,
    overscan: 12,
    getItemKey: keyOf,
  });
  const role = Row === 'div' ? 'presentation' : undefined;
  return (
    <>
      <Row aria-hidden role={role} style={{ height: virtualizer.getTotalSize() }} />
      {virtualizer.getVirtualItems().map((item) => (
        <Row
          key={item.key}
          role={role}
          {...(Row === 'li' ? { 'aria-setsize': count, 'aria-posinset': item.index + 1 } : {})}
          className="absolute inset-x-0"
          style={{ top: item.start, height }}
        >
          {draw(item.index)}
        </Row>
      ))}
    </>
  );
}
