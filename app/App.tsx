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
import { Workbench } from './panels/Workbench.tsx';
import { TopBar } from './panels/TopBar.tsx';
import { PlaygroundContext, usePlayground } from './store/context.ts';
import type { Playground } from './store/playground.ts';
import { usePlaying } from './commands/usePlaying.ts';
import { useWidth } from './ui/width.ts';

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
        {width === 'narrow' ? <Narrow /> : <Workbench roomy={width === 'full'} />}
        <Announcer />
        <Keys />
        <Dialogs />
      </div>
    </PlaygroundContext>
  );
}
