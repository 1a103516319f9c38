import { getBezierPath, type ConnectionLineComponentProps } from '@xyflow/react';
import { useContext } from 'react';
import { usePlayground } from '../workspace/context.ts';
import { TargetContext } from './targets.ts';

/** The line under the pointer: in the colour of what would be answered. */
export function ConnectionLine({ fromNode, toX, toY, fromPosition, toPosition }: ConnectionLineComponentProps) {
  const view = useContext(TargetContext);
  const id = usePlayground(({ connecting }) => connecting?.over ?? null);
  const over = view === null ? undefined : [...view.byRef.values()].find((target) => target.id === id);
  // The whole card is the handle; the line starts at its right edge all the same.
  const fromX = fromNode.internals.positionAbsolute.x + (fromNode.width ?? 0);
  const fromY = fromNode.internals.positionAbsolute.y + (fromNode.height ?? 0) / 2;
  const [d] = getBezierPath({
    sourceX: fromX,
    sourceY: fromY,
    sourcePosition: fromPosition,
    targetX: toX,
    targetY: toY,
    targetPosition: toPosition,
    curvature: 0.4,
  });
  const color = over === undefined ? 'var(--edge)' : over.legal ? 'var(--accent)' : 'var(--ref)';
  return (
    <g>
      <path d={d} fill="none" stroke={color} strokeWidth={2.5} />
      <circle cx={fromX} cy={fromY} r={4.5} fill={color} />
    </g>
  );
}
