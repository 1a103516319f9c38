import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import type { Geometry } from '../view/layout.ts';
import { viewOf } from './bounds.ts';
import type { FlowNode } from './flow.ts';

/**
 * When the canvas grows or shrinks: the whole graph stays in view when it was, and no one had moved it; else what was in the middle
 * stays there.
 */
export function useCentred(nodes: readonly FlowNode[], geometry: Geometry): void {
  const store = useStoreApi();
  const { getViewport, setViewport } = useReactFlow();
  const graph = useRef({ nodes, geometry });
  useEffect(() => {
    graph.current = { nodes, geometry };
  }, [nodes, geometry]);
  useEffect(() => {
    let { width, height } = store.getState();
    return store.subscribe((now) => {
      if (now.width === width && now.height === height) return;
      const before = { width, height };
      ({ width, height } = now);
      if (before.width === 0 || width === 0) return;
      const { x, y, zoom } = getViewport();
      const fitted = viewOf(graph.current.nodes, graph.current.geometry, before);
      const untouched = Math.abs(fitted.x - x) < 1 && Math.abs(fitted.y - y) < 1 && fitted.zoom === zoom;
      void setViewport(
        untouched
          ? viewOf(graph.current.nodes, graph.current.geometry, { width, height })
          : { x: x + (width - before.width) / 2, y: y + (height - before.height) / 2, zoom },
      );
    });
  }, [store, getViewport, setViewport]);
}
