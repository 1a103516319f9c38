import { useState, type ReactNode } from 'react';
import { Canvas } from '../canvas/Canvas.tsx';
import { usePlayground } from '../workspace/context.ts';
import { InspectIcon, OutlineIcon, TimelineIcon, TypeIcon, CanvasIcon } from '../ui/icons.tsx';
import { Boundary } from '../ui/Boundary.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { useCompact, useShort } from '../ui/width.ts';
import { CommandLine } from './CommandLine.tsx';
import { FactsStrip } from './FactsStrip.tsx';
import { Inspector } from './inspector/Inspector.tsx';
import { Outcome } from './Outcome.tsx';
import { Outline } from './Outline.tsx';
import { RuleSwitchNotice } from './RuleSetSwitch.tsx';
import { Timeline } from './Timeline.tsx';

const PAGES = [
  { name: 'Canvas', Icon: CanvasIcon },
  { name: 'Outline', Icon: OutlineIcon },
  { name: 'Timeline', Icon: TimelineIcon },
  { name: 'Inspect', Icon: InspectIcon },
] as const;
type Page = (typeof PAGES)[number]['name'];

const CONTENTS: Readonly<Record<Page, ReactNode>> = {
  Canvas: <Canvas />,
  Outline: <Outline />,
  Timeline: <Timeline />,
  Inspect: <Inspector />,
};

/** What each is called when it fails. */
const NAMES: Readonly<Record<Page, string>> = {
  Canvas: 'The canvas',
  Outline: 'The outline',
  Timeline: 'The timeline',
  Inspect: 'The inspector',
};

/** One thing at a time, chosen by tabs: above on a tablet, below on a phone, where the command line is opened by a button. */
export function Pages() {
  const phone = useCompact();
  const [page, setPage] = useState<Page>('Canvas');
  const [typing, setTyping] = useState(false);
  const calls = usePlayground((state) => state.frames.length);
  const position = usePlayground((state) => state.position);
  const short = useShort();
  const look = phone ? 'flex-col gap-0.5 border-t-2 h-14 text-label' : 'gap-2 border-b-2 h-12 text-body short:h-10';
  const tabs = (
    <div className={`flex shrink-0 bg-panel ${phone ? 'border-t border-line' : 'border-b border-line'}`}>
      <div role="tablist" aria-label="Views" className="flex min-w-0 flex-[4]">
        {PAGES.map(({ name, Icon }) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={page === name}
            aria-controls="view"
            onClick={() => {
              setPage(name);
            }}
            className={`flex min-w-0 flex-1 items-center justify-center font-medium -outline-offset-2 ${look} ${page === name ? 'border-accent text-accent' : 'border-transparent text-text2'}`}
          >
            <Icon size={18} className="shrink-0" aria-hidden />
            <span className="truncate">{name}</span>
            {name === 'Timeline' && !phone && (
              <span className="rounded-tag bg-sunken px-1.5 text-label text-text2">
                {position + 1 < calls ? `${position + 1} of ${calls}` : calls}
              </span>
            )}
          </button>
        ))}
      </div>
      {phone && (
        <button
          type="button"
          aria-expanded={typing}
          aria-label="Type a call"
          onClick={() => {
            setTyping(!typing);
          }}
          className={`flex min-w-0 flex-1 items-center justify-center font-medium -outline-offset-2 ${look} border-transparent ${typing ? 'bg-accent-soft text-accent' : 'text-text2'}`}
        >
          <TypeIcon size={18} aria-hidden />
          Type
        </button>
      )}
    </div>
  );
  return (
    <main className="flex min-h-0 flex-1 flex-col">
      {!phone && tabs}
      <div id="view" role="tabpanel" aria-labelledby={`tab-${page}`} className="flex min-h-0 flex-1 flex-col bg-panel">
        <div className="relative flex min-h-0 flex-1 flex-col">
          <Boundary key={page} name={NAMES[page]}>
            {CONTENTS[page]}
          </Boundary>
        </div>
        {page === 'Canvas' && (
          <Boundary name="The strip of facts">
            <RuleSwitchNotice />
            <FactsStrip />
          </Boundary>
        )}
        {/* What a call answered is in sight wherever it was made. */}
        <Sheet key={page} name="Height of the outcome" first={page === 'Canvas' && !short ? 'half' : 'peek'}>
          <Boundary name="The outcome">
            <Outcome />
          </Boundary>
        </Sheet>
      </div>
      {/* Closed, it is still there for the keyboard, and shows when it has the focus. */}
      <div className={phone && !typing ? 'not-focus-within:sr-only' : ''}>
        <Boundary name="The command line">
          <CommandLine key={String(typing)} focused={typing} />
        </Boundary>
      </div>
      {phone && tabs}
    </main>
  );
}
