/** How much a card shows: far and near cards are drawn in screen pixels, not as scaled text. */
import { useStore } from '@xyflow/react';
import { createContext } from 'react';
import { WIDE, type Geometry } from '../view/layout.ts';

export type Detail = 'far' | 'middle' | 'normal' | 'near';

const FAR_BELOW = 0.66;
/** Below this the smallest text of a normal card could not be read any more. */
const MIDDLE_BELOW = 0.86;
const NEAR_ABOVE = 1.5;

export const GeometryContext = createContext<Geometry>(WIDE);

function detailAt(zoom: number): Detail {
  if (zoom < FAR_BELOW) return 'far';
  if (zoom < MIDDLE_BELOW) return 'middle';
  return zoom > NEAR_ABOVE ? 'near' : 'normal';
}

/** The detail that the cards and edges show; one for all of them. */
export const DetailContext = createContext<Detail>('normal');

/** The detail for the zoom; a compact layout is always far. Until the canvas can be zoomed it is the first. */
export function useZoomDetail({ name }: Geometry, first: number): Detail {
  const detail = useStore(({ panZoom, transform }) => detailAt(panZoom === null ? first : transform[2]));
  return name === 'compact' ? 'far' : detail;
}
