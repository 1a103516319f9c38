import { useState } from 'react';
import { useKeys } from './commands/useKeys.ts';
import { Dialogs } from './dialogs/Dialogs.tsx';
import { Canvas } from './canvas/Canvas.tsx';
import { CommandLine } from './panels/CommandLine.tsx';
import { FactsStrip } from './panels/FactsStrip.tsx';
import { Inspector } from './panels/inspector/Inspector.tsx';
import { Outcome } from './panels/Outcome.tsx';
import { Outline } from './panels/Outline.tsx';
import { RuleSwitchNotice } from './panels/RuleSetSwitch.tsx';
import { Timeline } from './panels/Timeline.tsx';
import { TopBar } from './panels/TopBar.tsx';
import { PlaygroundContext, usePlayground } from './store/context.ts';
import type { Playground } from './store/playground.ts';
import { usePlaying } from './commands/usePlaying.ts';
import { AfterCanvas } from './ui/AfterCanvas.tsx';
import { IconButton } from './ui/Button.tsx';
import { CloseIcon } from './ui/icons.tsx';
import { useWidth, type Width } from './ui/width.ts';

const TABS = ['Canvas', 'Outline', 'Timeline', 'Inspect'] as const;
type Tab = (typeof TABS)[number];

function Announcer() {
  const announcement = usePlayground((state) => state.announcement);
  return (
    <div className="sr-only" role="status">
      {announcement}
    </div>
  );
}

function Keys() {
  useKeys();
  usePlaying();
  return null;
}

/** Side by side: outline, canvas over the dock, inspector. */
function Wide({ width }: { readonly width: Width }) {
  return (
    <div className="relative flex min-h-0 flex-1">
      <div className="w-50 shrink-0 border-r border-line bg-panel">
        <AfterCanvas>
          <Outline />
        </AfterCanvas>
      </div>
      <main className="flex min-w-0 flex-1 flex-col">
        <div className="relative min-h-0 flex-1">
          <Canvas />
          {width === 'medium' && <InspectorOverlay />}
        </div>
        <RuleSwitchNotice />
        <FactsStrip />
        <div className="flex h-[min(360px,50%)] shrink-0 bg-panel">
          <div className={`flex min-h-0 flex-col border-r border-line ${width === 'full' ? 'w-95' : 'w-1/2'}`}>
            <AfterCanvas>
              <Timeline />
              <CommandLine />
            </AfterCanvas>
          </div>
          <div className="@container min-w-0 flex-1">
            <AfterCanvas>
              <Outcome />
            </AfterCanvas>
          </div>
        </div>
      </main>
      {width === 'full' && (
        <div className="w-75 shrink-0 border-l border-line">
          <AfterCanvas>
            <Inspector />
          </AfterCanvas>
        </div>
      )}
    </div>
  );
}

/** Where there is no room beside the canvas: over its right edge, while something is selected. */
function InspectorOverlay() {
  const selected = usePlayground((state) => state.selected.length > 0);
  const select = usePlayground((state) => state.select);
  if (!selected) return null;
  return (
    <div className="absolute inset-y-0 right-0 z-20 w-75 border-l border-line shadow-float">
      <Inspector />
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

/** One thing at a time, chosen by tabs; the command line always at hand. */
function Narrow() {
  const [tab, setTab] = useState<Tab>('Canvas');
  const calls = usePlayground((state) => state.frames.length);
  return (
    <main className="flex min-h-0 flex-1 flex-col">
      <div role="tablist" aria-label="Views" className="flex shrink-0 border-b border-line bg-panel">
        {TABS.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={tab === name}
            aria-controls="view"
            onClick={() => {
              setTab(name);
            }}
            className={`h-11 min-w-0 flex-1 truncate border-b-2 text-body font-medium ${tab === name ? 'border-accent text-accent' : 'border-transparent text-text2'}`}
          >
            {name}
            {name === 'Timeline' && (
              <span className="ml-1.5 rounded-tag bg-sunken px-1.5 text-label text-text2">{calls}</span>
            )}
          </button>
        ))}
      </div>
      <div
        id="view"
        role="tabpanel"
        aria-labelledby={`tab-${tab}`}
        className="flex min-h-0 flex-1 flex-col overflow-y-auto bg-panel"
      >
        {tab === 'Canvas' && (
          <>
            <div className="relative min-h-65 flex-[3]">
              <Canvas />
            </div>
            <RuleSwitchNotice />
            <FactsStrip />
            <div className="@container min-h-40 flex-[2]">
              <Outcome />
            </div>
          </>
        )}
        {tab === 'Outline' && <Outline />}
        {tab === 'Timeline' && <Timeline />}
        {tab === 'Inspect' && <Inspector />}
      </div>
      <CommandLine />
    </main>
  );
}

/** The page. */
export function App({ store }: { readonly store: Playground }) {
  const width = useWidth();
  return (
    <PlaygroundContext value={store}>
      <div className="flex h-full flex-col">
        <TopBar />
        {width === 'narrow' ? <Narrow /> : <Wide width={width} />}
        <Announcer />
        <Keys />
        <Dialogs />
      </div>
    </PlaygroundContext>
  );
}
