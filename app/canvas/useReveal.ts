import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { usePlayground } from '../workspace/context.ts';
import { travelTime } from './motion.ts';
import type { FlowNode } from './flow.ts';

/** Moves the canvas to what was selected elsewhere, when its middle is out of sight. */
export function useReveal(nodes: readonly FlowNode[]): void {
  const selection = usePlayground((state) => state.selection);
  const store = useStoreApi();
  const { getInternalNode, getViewport, setCenter } = useReactFlow();
  const shown = useRef(selection);
  useEffect(() => {
    if (selection === shown.current) return;
    shown.current = selection;
    const node = nodes.find(({ data }) => data.node.ref === selection);
    const corner = node === undefined ? undefined : getInternalNode(node.id)?.internals.positionAbsolute;
    if (node === undefined || corner === undefined) return;
    const { x, y, zoom } = getViewport();
    const { width, height } = store.getState();
    const middle = { x: corner.x + (node.width ?? 0) / 2, y: corner.y + (node.height ?? 0) / 2 };
    const [left, top] = [middle.x * zoom + x, middle.y * zoom + y];
    if (left > 0 && left < width && top > 32 && top < height) return;
    void setCenter(middle.x, middle.y, { zoom, duration: travelTime() });
  }, [selection, nodes, getInternalNode, getViewport, setCenter, store]);
}
