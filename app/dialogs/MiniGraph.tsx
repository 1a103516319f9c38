import { useMemo } from 'react';
import { framesOf, initialState, type Document } from '../../src/index.ts';
import { PlaceKeeper } from '../workspace/places.ts';
import { refusedEdge } from '../view/edges.ts';
import { absoluteBoxes, graphOf } from '../view/graph.ts';
import type { ViewNode } from '../view/nodes.ts';
import { NOT_MOVED } from '../view/layout.ts';

function fillOf(node: ViewNode): { readonly fill: string; readonly stroke: string; readonly dash?: string } {
  switch (node.kind) {
    case 'unit':
      return { fill: 'var(--unit)', stroke: 'var(--line2)' };
    case 'group':
      return { fill: 'none', stroke: 'none' };
    case 'paging':
      return {
        fill: node.enforces ? 'var(--cc)' : 'var(--raised)',
        stroke: node.enforces ? 'var(--cc)' : 'var(--ctl)',
        ...(node.hwpt.autoDomain ? { dash: '12 8' } : {}),
      };
    case 'memory':
      return { fill: 'var(--mem)', stroke: 'var(--mem-line)' };
    case 'device':
    case 'nested':
    case 'ioas':
    case 'object':
      return { fill: 'var(--raised)', stroke: 'var(--ctl)' };
  }
}

const MARGIN = 24;

/** A small picture of where a document ends, drawn from the model. */
export function MiniGraph({ document }: { readonly document: Document }) {
  const { graph, boxes } = useMemo(() => {
    const frames = framesOf(document);
    const last = frames.at(-1);
    const state = last?.outcome.next ?? initialState(document.machine);
    const places = new PlaceKeeper().placesAt(frames, frames.length - 1, state);
    const drawn = graphOf(state, {
      kernel: document.rules.kernel,
      places,
      moved: NOT_MOVED,
      refused: refusedEdge(last ?? null),
    });
    return { graph: drawn, boxes: absoluteBoxes(drawn.nodes) };
  }, [document]);
  const all = [...boxes.values()];
  const left = Math.min(0, ...all.map((box) => box.x)) - MARGIN;
  const top = Math.min(0, ...all.map((box) => box.y)) - MARGIN;
  const width = Math.max(300, ...all.map((box) => box.x + box.width)) + MARGIN - left;
  const height = Math.max(160, ...all.map((box) => box.y + box.height)) + MARGIN - top;
  return (
    <svg viewBox={`${left} ${top} ${width} ${height}`} className="h-full w-full" aria-hidden>
      {graph.nodes.map((node) => {
        const box = boxes.get(node.id);
        if (box === undefined) return null;
        const { fill, stroke, dash } = fillOf(node);
        return (
          <g key={node.id}>
            {node.hazards.length > 0 && (
              <rect
                x={box.x - 12}
                y={box.y - 12}
                width={box.width + 24}
                height={box.height + 24}
                rx={20}
                fill="var(--haz-soft)"
                stroke="var(--haz)"
                strokeWidth={3}
              />
            )}
            <rect {...box} rx={12} fill={fill} stroke={stroke} strokeWidth={3} strokeDasharray={dash} />
          </g>
        );
      })}
      {graph.edges.map((edge) => {
        const from = boxes.get(edge.from);
        const to = boxes.get(edge.to);
        if (from === undefined || to === undefined) return null;
        const x1 = from.x + from.width;
        const y1 = from.y + from.height / 2;
        const y2 = to.y + to.height / 2;
        const bend = (to.x - x1) / 2;
        const refused = edge.kind === 'refused';
        return (
          <path
            key={edge.id}
            d={`M${x1},${y1} C${x1 + bend},${y1} ${to.x - bend},${y2} ${to.x},${y2}`}
            fill="none"
            stroke={refused ? 'var(--ref)' : edge.kind === 'mapping' ? 'var(--mem-line)' : 'var(--edge)'}
            strokeWidth={edge.kind === 'backing' ? 3 : edge.kind === 'nest' ? 9 : 5}
            strokeDasharray={refused ? '14 10' : undefined}
          />
        );
      })}
    </svg>
  );
}
