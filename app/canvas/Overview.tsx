import { Panel, useReactFlow, useStore, type ReactFlowState } from '@xyflow/react';
import { memo, useCallback, useDeferredValue, type KeyboardEvent, type PointerEvent } from 'react';
import { boundsOf, outerBoxes } from './bounds.ts';
import type { Box } from '../view/layout.ts';
import type { FlowNode } from './flow.ts';

/** More nodes than this do not fit a window with names that can be read. */
const MANY = 30;

const SIZE = { width: 180, height: 130 } as const;
/** Room around the graph, as a part of its size. */
const MARGIN = 0.06;

/** The cards of one look as one shape: a large graph is a few shapes, not a thousand. */
function shapeOf(boxes: readonly Box[]): string {
  return boxes.map(({ x, y, width, height }) => `M${x},${y}h${width}v${height}h${-width}z`).join('');
}

const FILLS = {
  unit: 'var(--line)',
  enforcing: 'var(--cc)',
  table: 'var(--ctl)',
  memory: 'var(--mem-line)',
  other: 'var(--line2)',
} as const;

function lookOf({ data: { node } }: FlowNode): keyof typeof FILLS {
  if (node.kind === 'paging') return node.enforces ? 'enforcing' : 'table';
  return node.kind === 'unit' || node.kind === 'memory' ? node.kind : 'other';
}

const Shapes = memo(({ nodes }: { readonly nodes: readonly FlowNode[] }) =>
  Object.entries(FILLS).map(([look, fill]) => (
    <path key={look} fill={fill} d={shapeOf(outerBoxes(nodes.filter((node) => lookOf(node) === look)))} />
  )),
);
Shapes.displayName = 'Shapes';

const sightOf = ({ transform: [x, y, zoom], width, height }: ReactFlowState): string =>
  [-x / zoom, -y / zoom, width / zoom, height / zoom].join(' ');

/** How far an arrow key goes, in parts of what is in sight. */
const STEP = 0.25;
const ARROWS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

/** A small map of a large graph; click or drag in it to go there. */
export function Overview({ nodes }: { readonly nodes: readonly FlowNode[] }) {
  const settled = useDeferredValue(nodes);
  if (settled.length <= MANY) return null;
  return <Map nodes={settled} />;
}

function Map({ nodes }: { readonly nodes: readonly FlowNode[] }) {
  const [x = 0, y = 0, width = 0, height = 0] = useStore(sightOf).split(' ').map(Number);
  const { setCenter, getZoom } = useReactFlow();
  const graph = boundsOf(outerBoxes(nodes));
  const view = {
    x: graph.x - graph.width * MARGIN,
    y: graph.y - graph.height * MARGIN,
    width: graph.width * (1 + 2 * MARGIN),
    height: graph.height * (1 + 2 * MARGIN),
  };
  const goTo = useCallback(
    (toX: number, toY: number) => void setCenter(toX, toY, { zoom: getZoom() }),
    [setCenter, getZoom],
  );
  const onPointer = (event: PointerEvent<SVGSVGElement>): void => {
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    else if (event.buttons === 0) return;
    const matrix = event.currentTarget.getScreenCTM();
    if (matrix === null) return;
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    goTo(point.x, point.y);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const arrow = ARROWS[event.key];
    if (arrow === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    goTo(x + width * (0.5 + arrow[0]), y + height * (0.5 + arrow[1]));
  };
  return (
    <Panel position="top-right" className="!mt-10 hidden sm:block">
      <svg
        role="application"
        aria-label="Overview of the graph: arrows move what is in sight"
        tabIndex={0}
        width={SIZE.width}
        height={SIZE.height}
        viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`}
        onPointerDown={onPointer}
        onPointerMove={onPointer}
        onKeyDown={onKeyDown}
        className="block cursor-pointer touch-none rounded-card border border-line bg-panel/90"
      >
        <Shapes nodes={nodes} />
        <rect
          x={x}
          y={y}
          width={width}
          height={height}
          fill="var(--accent)"
          fillOpacity={0.1}
          stroke="var(--accent)"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
    </Panel>
  );
}
