import { lazy, Suspense } from 'react';
import type { RowsProps } from './VirtualRows.tsx';

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
