import { Panel, useReactFlow, useViewport } from '@xyflow/react';
import { useAct, useSnapshot } from '../commands/useActions.ts';
import { ADDITIONS } from '../commands/adding.ts';
import { usePlayground, useUi } from '../workspace/context.ts';
import { IconButton } from '../ui/Button.tsx';
import { AddIcon, ConnectIcon, FitIcon, TidyIcon, ZoomInIcon, ZoomOutIcon } from '../ui/icons.tsx';
import { Menu } from '../ui/Menu.tsx';

const BAR = 'items-center rounded-card border border-line bg-panel p-1 shadow-card';

/** Attach and add, for those who don't type: on a desk the outline and the handles serve. */
function BuildTools() {
  const act = useAct();
  const report = useUi((state) => state.report);
  const fillIn = useUi((state) => state.fillIn);
  const device = useSnapshot().device !== null;
  return (
    <div role="group" aria-label="Build" className={`hidden touch:flex ${BAR}`}>
      <IconButton
        name={device ? 'Attach the selected device: then tap a target' : 'Attach a device: select it first'}
        className={device ? '' : 'opacity-60'}
        onClick={() => {
          if (device) act('attach');
          else report('Select a device first', 'Tap a device, then this tool, then a page table or an IOAS.');
        }}
      >
        <ConnectIcon size={18} aria-hidden />
      </IconButton>
      <Menu
        label="Add"
        title="Add"
        className="!px-3"
        entries={ADDITIONS.map(({ label, op }) => ({
          id: op,
          text: label,
          onSelect: () => {
            fillIn(op);
          },
        }))}
      >
        <AddIcon size={18} aria-hidden />
        <span className="sr-only">Add</span>
      </Menu>
    </div>
  );
}

/** Tidy, zoom, fit. */
export function CanvasTools() {
  const { zoomIn, zoomOut } = useReactFlow();
  const { zoom } = useViewport();
  const act = useAct();
  const connecting = usePlayground((state) => state.connecting !== null);
  return (
    <Panel
      position="bottom-right"
      className={`!m-3 flex origin-bottom-right gap-2 short:scale-75 ${connecting ? 'max-[999px]:!hidden' : ''}`}
    >
      <BuildTools />
      <div role="group" aria-label="Canvas" className={`flex ${BAR}`}>
        <IconButton
          name="Tidy: give up moved positions"
          onClick={() => {
            act('tidy');
          }}
        >
          <TidyIcon size={16} aria-hidden />
        </IconButton>
        <IconButton name="Zoom out" className="max-[599px]:!hidden" onClick={() => void zoomOut()}>
          <ZoomOutIcon size={16} aria-hidden />
        </IconButton>
        <span className="w-10 text-center text-label text-text2 max-[599px]:hidden">{Math.round(zoom * 100)}%</span>
        <IconButton name="Zoom in" className="max-[599px]:!hidden" onClick={() => void zoomIn()}>
          <ZoomInIcon size={16} aria-hidden />
        </IconButton>
        <IconButton
          name="Fit the graph into view"
          onClick={() => {
            act('fit');
          }}
        >
          <FitIcon size={16} aria-hidden />
        </IconButton>
      </div>
    </Panel>
  );
}
