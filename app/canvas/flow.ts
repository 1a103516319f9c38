/** From the view's graph to React Flow's nodes and edges. */
import { Position, type Edge, type Node, type NodeHandle } from '@xyflow/react';
import type { EdgeKind, ViewEdge, ViewNode } from '../view/graph.ts';

/** React Flow has a type `group` of its own, with looks of its own. */
const flowType = (kind: ViewNode['kind']): string => `iommufd-${kind}`;

export type FlowNode = Node<{ readonly node: ViewNode }>;
export type FlowEdge = Edge<{ readonly edge: ViewEdge }, EdgeKind>;

function handlesOf({ kind, box }: ViewNode, stacked: boolean): NodeHandle[] {
  const middle = box.height / 2;
  const at = (y: number, id?: string): NodeHandle => ({
    type: 'target',
    position: Position.Left,
    x: 0,
    y,
    width: 1,
    height: 1,
    ...(id === undefined ? {} : { id }),
  });
  const right: NodeHandle = { type: 'source', position: Position.Right, x: box.width, y: middle, width: 1, height: 1 };
  switch (kind) {
    case 'unit':
    case 'group':
      return [];
    case 'device':
      return [right];
    case 'memory':
      return stacked
        ? [{ type: 'target', position: Position.Top, x: box.width / 2, y: 0, width: 1, height: 1 }]
        : [at(middle)];
    case 'paging':
      // Devices arrive above, nested page tables below, so that their ends stay apart.
      return [at(box.height * 0.36), at(box.height * 0.74, 'nest'), right];
    case 'nested':
      return [at(middle), right];
    case 'ioas':
      return stacked
        ? [
            at(middle),
            { type: 'source', position: Position.Bottom, x: box.width / 2, y: box.height, width: 1, height: 1 },
          ]
        : [at(middle), right];
  }
}

const DEPTH: Readonly<Record<ViewNode['kind'], number>> = {
  unit: 0,
  group: 1,
  device: 2,
  paging: 5,
  nested: 5,
  ioas: 5,
  memory: 5,
};

/** A React Flow node; sizes and handles are given, so nothing is measured. */
export function flowNode(node: ViewNode, stacked: boolean): FlowNode {
  return {
    id: node.id,
    type: flowType(node.kind),
    position: { x: node.box.x, y: node.box.y },
    width: node.box.width,
    height: node.box.height,
    handles: handlesOf(node, stacked),
    data: { node },
    zIndex: DEPTH[node.kind],
    draggable: node.kind !== 'device' && node.kind !== 'group',
    connectable: node.kind === 'device',
    deletable: false,
    selectable: false,
    ariaLabel: node.label,
    ...(node.parent === null ? {} : { parentId: node.parent }),
  };
}

/** A React Flow edge. */
export function flowEdge(edge: ViewEdge): FlowEdge {
  return {
    id: edge.id,
    type: edge.kind,
    source: edge.from,
    target: edge.to,
    data: { edge },
    ...(edge.kind === 'nest' ? { targetHandle: 'nest' } : {}),
    focusable: false,
    selectable: false,
    deletable: false,
    ariaLabel: edge.label,
    zIndex: edge.kind === 'refused' ? 6 : 3,
  };
}
