import { useViewport } from '@xyflow/react';
import type { Geometry } from '../view/layout.ts';
import type { Lane } from '../view/kinds.ts';
import { LANE_TITLES, STACKED_TITLE, SHORT_LANE_TITLES } from '../view/words.ts';

const LANE_LIST: readonly Lane[] = ['hardware', 'nested', 'paging', 'ioas', 'memory'];

/** The headings of the lanes: they follow sideways and stay at the top. */
export function LaneTitles({ geometry }: { readonly geometry: Geometry }) {
  const { x, zoom } = useViewport();
  const titles = geometry.name === 'compact' || zoom < 0.6 ? SHORT_LANE_TITLES : LANE_TITLES;
  const lanes = geometry.stacked ? LANE_LIST.filter((lane) => lane !== 'memory') : LANE_LIST;
  return (
    <div className="pointer-events-none absolute inset-x-0 top-0 z-4 h-8 overflow-hidden bg-canvas/85 short:hidden">
      {lanes.map((lane, index) => {
        const next = lanes[index + 1];
        const room = next === undefined ? 100 : (geometry.lanes[next] - geometry.lanes[lane]) * zoom - 6;
        return (
          <span
            key={lane}
            className="absolute top-3 truncate text-label font-medium text-text3"
            style={{ left: geometry.lanes[lane] * zoom + x, maxWidth: room }}
          >
            {lane === 'ioas' && geometry.name === 'stacked' ? STACKED_TITLE : titles[lane]}
          </span>
        );
      })}
    </div>
  );
}
