import { Group, Panel, Separator, useDefaultLayout, type Orientation } from 'react-resizable-panels';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { Canvas } from '../canvas/Canvas.tsx';
import { usePlayground } from '../workspace/context.ts';
import { settings } from '../store/settings.ts';
import { panelSizes } from '../store/storage.ts';
import { AfterCanvas } from '../ui/AfterCanvas.tsx';
import { Boundary } from '../ui/Boundary.tsx';
import { IconButton } from '../ui/Button.tsx';
import { CloseIcon } from '../ui/icons.tsx';
import { CommandLine } from './CommandLine.tsx';
import { FactsStrip } from './FactsStrip.tsx';
import { Inspector } from './inspector/Inspector.tsx';
import { Outcome } from './Outcome.tsx';
import { Outline } from './Outline.tsx';
import { RuleSwitchNotice } from './RuleSetSwitch.tsx';
import { Timeline } from './Timeline.tsx';

/** In pixels; of the dock also as a part of the height. */
const SIZES = {
  outline: { first: 200, least: 180, most: 320 },
  inspector: { first: 300, least: 260, most: 420 },
  dock: { first: 360, least: 200, most: '60%' },
  calls: { first: 380, least: 260, most: '65%' },
} as const;

/** What a panel is told of its sizes: it keeps its pixels when the window grows. */
function sized({ first, least, most }: (typeof SIZES)[keyof typeof SIZES]) {
  return { defaultSize: first, minSize: least, maxSize: most, groupResizeBehavior: 'preserve-pixel-size' } as const;
}

/** What opens upwards from a panel shows over its neighbours. */
const OPEN = { overflow: 'visible' } as const;

/** A line between two panels that can be dragged, or moved by arrows. */
function Bar({ name, between }: { readonly name: string; readonly between: Orientation }) {
  const look =
    between === 'horizontal'
      ? 'w-px cursor-col-resize before:inset-y-0 before:-inset-x-1'
      : 'h-px cursor-row-resize before:inset-x-0 before:-inset-y-1';
  return (
    <Separator
      aria-label={name}
      disableDoubleClick
      className={`relative z-10 bg-line outline-none before:absolute before:content-[''] focus-visible:bg-accent data-[separator=active]:bg-accent data-[separator=hover]:bg-accent focus-visible:before:bg-accent/30 data-[separator=active]:before:bg-accent/30 data-[separator=hover]:before:bg-accent/20 ${look}`}
    />
  );
}

interface SplitProps {
  readonly id: string;
  readonly orientation: Orientation;
  readonly panels: readonly string[];
  readonly children: ReactNode;
}

/** Panels side by side or above each other, whose sizes this browser remembers. */
function Split({ id, orientation, panels, children }: SplitProps) {
  const remembered = useDefaultLayout({
    id: `iommufd-playground.${id}`,
    panelIds: [...panels],
    storage: panelSizes,
    onlySaveAfterUserInteractions: true,
  });
  return (
    <Group id={id} orientation={orientation} style={OPEN} {...remembered}>
      {children}
    </Group>
  );
}

/** Where there is no room beside the canvas: over its right edge, while something is selected. */
function InspectorOverlay() {
  // While a target is chosen, none may be covered.
  const covers = usePlayground((state) => state.selected.length > 0 && state.connecting === null);
  const select = usePlayground((state) => state.select);
  if (!covers) return null;
  return (
    <div className="absolute inset-y-0 right-0 z-20 w-75 border-l border-line shadow-float">
      <Boundary name="The inspector">
        <Inspector />
      </Boundary>
      <IconButton
        name="Close the inspector"
        className="!absolute top-3 right-3"
        onClick={() => {
          select();
        }}
      >
        <CloseIcon size={16} aria-hidden />
      </IconButton>
    </div>
  );
}

function Dock() {
  return (
    <div className="flex h-full flex-col bg-panel">
      <Boundary name="The strip of facts">
        <RuleSwitchNotice />
        <FactsStrip />
      </Boundary>
      <div className="min-h-0 flex-1">
        <Split id="dock" orientation="horizontal" panels={['calls', 'outcome']}>
          <Panel id="calls" {...sized(SIZES.calls)} className="flex flex-col" style={OPEN}>
            <AfterCanvas>
              <Boundary name="The timeline">
                <Timeline />
              </Boundary>
              <Boundary name="The command line">
                <CommandLine />
              </Boundary>
            </AfterCanvas>
          </Panel>
          <Bar name="Width of the timeline" between="horizontal" />
          <Panel id="outcome" className="@container">
            <AfterCanvas>
              <Boundary name="The outcome">
                <Outcome />
              </Boundary>
            </AfterCanvas>
          </Panel>
        </Split>
      </div>
    </div>
  );
}

/** Outline, canvas over the dock, and inspector; each can be made larger or put away. */
export function Workbench({ roomy }: { readonly roomy: boolean }) {
  const shown = useStore(settings, (state) => state.shown);
  const inspector = roomy && shown.inspector;
  const panels = [...(shown.outline ? ['outline'] : []), 'centre', ...(inspector ? ['inspector'] : [])];
  return (
    <main className="min-h-0 flex-1">
      <Split id="page" orientation="horizontal" panels={panels}>
        {shown.outline && (
          <>
            <Panel id="outline" {...sized(SIZES.outline)} className="bg-panel">
              <AfterCanvas>
                <Boundary name="The outline">
                  <Outline />
                </Boundary>
              </AfterCanvas>
            </Panel>
            <Bar name="Width of the outline" between="horizontal" />
          </>
        )}
        <Panel id="centre" style={OPEN}>
          <div className="h-full">
            <Split id="centre" orientation="vertical" panels={['canvas', 'dock']}>
              <Panel id="canvas" className="relative">
                <Boundary name="The canvas">
                  <Canvas />
                </Boundary>
                {!roomy && shown.inspector && <InspectorOverlay />}
              </Panel>
              <Bar name="Height of the dock" between="vertical" />
              <Panel id="dock" {...sized(SIZES.dock)} style={OPEN}>
                <Dock />
              </Panel>
            </Split>
          </div>
        </Panel>
        {inspector && (
          <>
            <Bar name="Width of the inspector" between="horizontal" />
            <Panel id="inspector" {...sized(SIZES.inspector)}>
              <AfterCanvas>
                <Boundary name="The inspector">
                  <Inspector />
                </Boundary>
              </AfterCanvas>
            </Panel>
          </>
        )}
      </Split>
    </main>
  );
}
