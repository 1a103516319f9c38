import { useStore } from '@xyflow/react';
import { useMemo } from 'react';
import { boundsOf, outerBoxes } from './bounds.ts';
import type { FlowNode } from './flow.ts';

/** Up to this many nodes all are in the page, in sight or not. */
const MANY = 80;
/** What is worth the trouble: the graph covers so many windows. */
const WINDOWS = 2;

/**
 * Whether to draw only what is in sight: of a large graph that is much larger than the window. Seen as a whole, asking of each node
 * whether it is in sight would cost more than it saves.
 */
export function useSparse(nodes: readonly FlowNode[]): boolean {
  const size = useMemo(() => {
    if (nodes.length <= MANY) return null;
    const { width, height } = boundsOf(outerBoxes(nodes));
    return { width, height };
  }, [nodes]);
  return useStore(({ transform: [, , zoom], width, height }) =>
    size === null ? false : size.width * size.height * zoom * zoom > WINDOWS * width * height,
  );
}
