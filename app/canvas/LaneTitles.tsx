import { useViewport } from '@xyflow/react';
import { LANES, type Lane } from '../view/layout.ts';
import { LANE_TITLES } from '../view/words.ts';

const LANE_LIST = Object.keys(LANES) as Lane[];

/** The headings of the lanes: they follow sideways and stay at the top. */
export function LaneTitles() {
  const { x, zoom } = useViewport();
  return (
    <div className="pointer-events-none absolute inset-x-0 top-0 z-4 h-8 overflow-hidden bg-canvas/85">
      {LANE_LIST.map((lane) => (
        <span
          key={lane}
          className="absolute top-3 truncate text-label font-medium text-text3"
          style={{ left: LANES[lane] * zoom + x, maxWidth: 190 * zoom }}
        >
          {LANE_TITLES[lane]}
        </span>
      ))}
    </div>
  );
}
