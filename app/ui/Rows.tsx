import { lazy, Suspense, type Key, type ReactNode } from 'react';

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

// Few documents are so long.
const VirtualRows = lazy(async () => ({ default: (await import('./VirtualRows.tsx')).VirtualRows }));

/** The rows of a list, however long it is. */
export function Rows(props: RowsProps) {
  const { as: Row, count, height, keyOf, draw } = props;
  const role = Row === 'div' ? 'presentation' : undefined;
  if (count > props.most)
    return (
      <Suspense fallback={<Row aria-hidden role={role} style={{ height: count * height }} />}>
        <VirtualRows {...props} />
      </Suspense>
    );
  return Array.from({ length: count }, (_, index) => (
    <Row key={keyOf(index)} role={role} style={{ height }}>
      {draw(index)}
    </Row>
  ));
}
