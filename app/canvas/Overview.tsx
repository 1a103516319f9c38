import { MiniMap, useStore } from '@xyflow/react';
import type { FlowNode } from './flow.ts';

/** More nodes than this do not fit a window with names that can be read. */
const MANY = 30;

function colour({ data: { node } }: FlowNode): string {
  switch (node.kind) {
    case 'unit':
    case 'group':
      return 'var(--line)';
    case 'paging':
      return node.enforces ? 'var(--cc)' : 'var(--ctl)';
    case 'memory':
      return 'var(--mem-line)';
    case 'device':
    case 'nested':
    case 'ioas':
      return 'var(--line2)';
  }
}

/** A small map of a large graph; click or drag in it to go there. */
export function Overview() {
  const many = useStore((state) => state.nodeLookup.size > MANY);
  if (!many) return null;
  return (
    <MiniMap<FlowNode>
      position="top-right"
      pannable
      zoomable
      nodeColor={colour}
      bgColor="var(--panel)"
      maskColor="color-mix(in srgb, var(--canvas) 60%, transparent)"
      className="!mt-10 rounded-card border border-line"
      ariaLabel="Overview of the graph"
    />
  );
}
