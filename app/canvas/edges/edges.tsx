/** The kinds of edges. Each is drawn inside a group that says what it is. */
import { BaseEdge, EdgeLabelRenderer, getBezierPath, Position, useStore, type EdgeProps } from '@xyflow/react';
import { useContext } from 'react';
import { usePlayground } from '../../workspace/context.ts';
import { CloseIcon, RefusedIcon } from '../../ui/icons.tsx';
import { DetailContext } from '../detail.ts';
import type { FlowEdge } from '../flow.ts';
import type { Point } from '../../view/layout.ts';
import { pathOf, pointAt } from '../route.ts';

type Props = EdgeProps<FlowEdge>;

/** Labels are in screen pixels at any zoom. */
const UNSCALED = 'scale(calc(1 / var(--zoom, 1)))';

/** The way of the edge: around the cards when some are between its ends. */
const path = (props: Props) => {
  const via = props.data?.via ?? [];
  if (via.length === 0) return getBezierPath({ ...props, curvature: 0.4 });
  return [pathOf(wayOf(props, via))] as const;
};

const wayOf = ({ sourceX, sourceY, targetX, targetY }: Props, via: readonly Point[]): readonly Point[] => [
  { x: sourceX, y: sourceY },
  ...via,
  { x: targetX, y: targetY },
];

/** True when labels would be in the way: while connecting, and from afar. */
function useQuiet(): boolean {
  const connecting = usePlayground((state) => state.connecting !== null);
  const detail = useContext(DetailContext);
  return detail === 'far' || detail === 'middle' || connecting;
}

/** A device on its page table: a solid line with a dot at each end. */
export function AttachEdge(props: Props) {
  const [d] = path(props);
  return (
    <g data-edge="attach">
      <BaseEdge path={d} style={{ stroke: 'var(--edge)', strokeWidth: 2 }} />
      <circle cx={props.sourceX} cy={props.sourceY} r={4} fill="var(--edge)" />
      <circle cx={props.targetX} cy={props.targetY} r={4} fill="var(--edge)" />
    </g>
  );
}

/** Stage 1 on stage 2: a double line with the words. */
export function NestEdge(props: Props) {
  const [d] = path(props);
  const quiet = useQuiet();
  return (
    <g data-edge="nest">
      <BaseEdge path={d} style={{ stroke: 'var(--edge)', strokeWidth: 6 }} />
      <path d={d} fill="none" style={{ stroke: 'var(--canvas)', strokeWidth: 2.6 }} />
      {!quiet && props.data?.edge.label !== '' && (
        <EdgeLabelRenderer>
          <div
            className="pointer-events-none absolute origin-top-left text-label whitespace-nowrap text-text2"
            style={{
              transform: `translate(${props.sourceX + 8}px, ${props.targetY + (props.data?.above === true ? -90 : 32)}px) ${UNSCALED}`,
            }}
          >
            stage 1 on stage 2
          </div>
        </EdgeLabelRenderer>
      )}
    </g>
  );
}

/** A page table filled from its IOAS. */
export function BackingEdge(props: Props) {
  const [d] = path(props);
  return (
    <g data-edge="backing">
      <BaseEdge path={d} style={{ stroke: 'var(--edge2)', strokeWidth: 1.25 }} />
    </g>
  );
}

/** A reference of one object on another that has no look of its own. */
export function LinkEdge(props: Props) {
  const [d] = path(props);
  return (
    <g data-edge="link">
      <BaseEdge path={d} style={{ stroke: 'var(--edge2)', strokeWidth: 1.5, strokeDasharray: '2 3' }} />
    </g>
  );
}

/** An IOAS that maps memory: how many areas, how much. */
export function MappingEdge(props: Props) {
  const [d, x, y] = getBezierPath({ ...props, curvature: 0.4 });
  const quiet = useQuiet();
  // Beside a line that goes down, above and below one that goes across.
  const down = props.sourcePosition === Position.Bottom;
  const [areas = '', size = ''] = (props.data?.edge.label ?? '').split(' · ');
  return (
    <g data-edge="mapping">
      <BaseEdge path={d} style={{ stroke: 'var(--mem-line)', strokeWidth: 2 }} />
      {!quiet && (
        <EdgeLabelRenderer>
          <div
            className={`pointer-events-none absolute flex flex-col text-label whitespace-nowrap text-text2 ${down ? '' : 'items-center'}`}
            style={{ transform: `translate(${down ? '8px' : '-50%'}, -50%) translate(${x}px, ${y}px) ${UNSCALED}` }}
          >
            <span className={down ? '' : 'pb-1'}>{areas}</span>
            <span className={down ? '' : 'pt-1'}>{size}</span>
          </div>
        </EdgeLabelRenderer>
      )}
    </g>
  );
}

/** Half of a chip, in screen pixels, with some air. */
const CHIP = { width: 52, height: 16 };
const UNIT_HEADER = 46;
/** Where on the edge the chip may sit, the middle first. */
const PLACES = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82] as const;

/** A point of the way where the chip covers no card; the middle, when every point does. */
function useFreePoint(way: readonly Point[]): Point {
  const place = useStore((state) => {
    const zoom = state.transform[2];
    const cards = [...state.nodeLookup.values()].filter((node) => node.type !== 'iommufd-group');
    const free = PLACES.find((part) => {
      const { x, y } = pointAt(way, part);
      return cards.every(({ type, internals: { positionAbsolute: corner }, width = 0, height: whole = 0 }) => {
        // Of a unit only its header counts: edges have to leave it.
        const height = type === 'iommufd-unit' ? Math.min(whole, UNIT_HEADER) : whole;
        const apart = { x: CHIP.width / zoom, y: CHIP.height / zoom };
        return (
          x + apart.x < corner.x ||
          x - apart.x > corner.x + width ||
          y + apart.y < corner.y ||
          y - apart.y > corner.y + height
        );
      });
    });
    const { x, y } = pointAt(way, free ?? 0.5);
    return `${x} ${y}`;
  });
  const [x = 0, y = 0] = place.split(' ').map(Number);
  return { x, y };
}

const STOP_SHORT = 14;
const CROSS = 5;

/** An attach that was refused: dashed, it stops short of its target in a cross, and carries the errno. */
export function RefusedEdge(props: Props) {
  const dismiss = usePlayground((state) => state.dismiss);
  const targetX = props.targetX - STOP_SHORT;
  const [d] = path({ ...props, targetX });
  const { x, y } = useFreePoint(wayOf({ ...props, targetX }, props.data?.via ?? []));
  const errno = props.data?.edge.errno ?? '';
  const cross = { stroke: 'var(--ref)', strokeWidth: 2, strokeLinecap: 'round' as const };
  return (
    <g data-edge="refused" data-errno={errno}>
      <BaseEdge path={d} style={{ stroke: 'var(--ref)', strokeWidth: 2, strokeDasharray: '6 5' }} />
      <circle cx={props.sourceX} cy={props.sourceY} r={4} fill="var(--ref)" />
      <path
        d={`M${targetX - CROSS},${props.targetY - CROSS} l${2 * CROSS},${2 * CROSS} m0,${-2 * CROSS} l${-2 * CROSS},${2 * CROSS}`}
        style={cross}
      />
      <EdgeLabelRenderer>
        <div
          className="nodrag nopan pointer-events-auto absolute z-10 flex h-6 items-center rounded-full bg-ref pr-1 pl-2 font-mono text-small font-semibold text-on-ref"
          style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px) ${UNSCALED}` }}
        >
          <RefusedIcon size={13} className="mr-1" aria-hidden />
          {errno}
          <button
            type="button"
            aria-label={`Dismiss the refused edge (${errno})`}
            title="Dismiss"
            onClick={dismiss}
            className="relative ml-1 flex size-5 items-center after:absolute after:-inset-3 after:content-[''] justify-center rounded-full hover:bg-on-ref/20"
          >
            <CloseIcon size={12} aria-hidden />
          </button>
        </div>
      </EdgeLabelRenderer>
    </g>
  );
}
