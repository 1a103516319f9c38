import type { NodeProps } from '@xyflow/react';
import { memo, type ComponentType } from 'react';
import type { ViewNode } from '../../view/nodes.ts';
import type { FlowNode } from '../flow.ts';

/** What the card of a kind is given. */
export interface NodeOf<Kind extends ViewNode['kind']> {
  readonly node: Extract<ViewNode, { readonly kind: Kind }>;
}

/** A card as a node type of React Flow; it renders again when the view's node is another one, and for nothing else. */
export function nodeType<Kind extends ViewNode['kind']>(kind: Kind, Card: ComponentType<NodeOf<Kind>>) {
  const isOfKind = (node: ViewNode): node is NodeOf<Kind>['node'] => node.kind === kind;
  const Type = memo(
    ({ data: { node } }: NodeProps<FlowNode>) => (isOfKind(node) ? <Card node={node} /> : null),
    (before, after) => before.data.node === after.data.node,
  );
  Type.displayName = `NodeType(${kind})`;
  return Type;
}
