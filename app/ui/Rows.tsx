import { lazyPart } from './lazyPart.tsx';
import type { RowsProps } from './VirtualRows.tsx';

const roleOf = (row: RowsProps['as']): 'presentation' | undefined => (row === 'div' ? 'presentation' : undefined);

// Few documents are so long.
const VirtualRows = lazyPart({
  name: 'The long list',
  load: () => import('./VirtualRows.tsx'),
  pick: (module) => module.VirtualRows,
  waiting: ({ as: Row, count, height }: RowsProps) => (
    <Row aria-hidden role={roleOf(Row)} style={{ height: count * height }} />
  ),
  frame: (message, { as: Row }) => <Row role={Row === 'div' ? 'treeitem' : undefined}>{message}</Row>,
});

/** The rows of a list, however long it is. */
export function Rows(props: RowsProps) {
  const { as: Row, count, height, keyOf, draw } = props;
  const role = roleOf(Row);
  if (count > props.most) return <VirtualRows {...props} />;
  return Array.from({ length: count }, (_, index) => (
    <Row key={keyOf(index)} role={role} style={{ height }}>
      {draw(index)}
    </Row>
  ));
}
