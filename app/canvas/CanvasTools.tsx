import { Panel, useReactFlow, useViewport } from '@xyflow/react';
import { ui } from '../store/ui.ts';
import { IconButton } from '../ui/Button.tsx';
import { FitIcon, TidyIcon, ZoomInIcon, ZoomOutIcon } from '../ui/icons.tsx';

/** Tidy, zoom, fit. */
export function CanvasTools() {
  const { zoomIn, zoomOut } = useReactFlow();
  const { zoom } = useViewport();
  return (
    <Panel position="bottom-right" className="!m-3">
      <div
        role="group"
        aria-label="Canvas"
        className="flex items-center rounded-card border border-line bg-panel p-1 shadow-card"
      >
        <IconButton name="Tidy: give up moved positions" onClick={ui.getState().tidyUp}>
          <TidyIcon size={16} aria-hidden />
        </IconButton>
        <IconButton name="Zoom out" onClick={() => void zoomOut()}>
          <ZoomOutIcon size={16} aria-hidden />
        </IconButton>
        <span className="w-10 text-center text-label text-text2">{Math.round(zoom * 100)}%</span>
        <IconButton name="Zoom in" onClick={() => void zoomIn()}>
          <ZoomInIcon size={16} aria-hidden />
        </IconButton>
        <IconButton name="Fit the graph into view" onClick={ui.getState().fitView}>
          <FitIcon size={16} aria-hidden />
        </IconButton>
      </div>
    </Panel>
  );
}
