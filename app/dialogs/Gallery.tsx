import { useMemo, useState } from 'react';
import {
  BLANK,
  newDocument,
  READY_MACHINES,
  choiceTitle,
  DEFAULT_RULES,
  scenarioDocument,
  SCENARIOS,
  type Document,
  type Scenario,
} from '../../src/index.ts';
import { usePlayground } from '../workspace/context.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { HazardIcon, RefusedIcon } from '../ui/icons.tsx';
import { MiniGraph } from './MiniGraph.tsx';

const TAGS: readonly string[] = ['All', ...new Set(SCENARIOS.flatMap((scenario) => scenario.tags))];

interface TileProps {
  readonly document: Document;
  readonly title: string;
  readonly text: string;
  readonly foot: React.ReactNode;
  readonly onOpen: (document: Document) => void;
}

function Tile({ document, title, text, foot, onOpen }: TileProps) {
  return (
    <li className="min-w-0">
      <button
        type="button"
        onClick={() => {
          onOpen(document);
        }}
        className="flex h-full w-full flex-col overflow-hidden rounded-card border border-line bg-panel text-left shadow-card hover:border-accent"
      >
        <span className="block h-28 w-full bg-canvas p-2">
          <MiniGraph document={document} />
        </span>
        <span className="flex flex-1 flex-col gap-1 border-t border-line p-3">
          <span className="text-body font-semibold">{title}</span>
          <span className="flex-1 text-label text-text2">{text}</span>
          <span className="flex flex-wrap items-center gap-2 text-label text-text2">{foot}</span>
        </span>
      </button>
    </li>
  );
}

function Foot({ scenario }: { readonly scenario: Scenario }) {
  return (
    <>
      <span className="font-mono">{choiceTitle(scenario.rules ?? DEFAULT_RULES)}</span>
      {scenario.thread.map((n) => (
        <span key={n}>#{n}</span>
      ))}
      {scenario.ends !== '0' && (
        <span className="ml-auto flex items-center gap-1 rounded-tag bg-ref-soft px-1.5 text-ref-text">
          <RefusedIcon size={11} aria-hidden /> {scenario.ends}
        </span>
      )}
      {scenario.hazards !== undefined && (
        <span className="ml-auto flex items-center gap-1 rounded-tag bg-haz-soft px-1.5 text-haz">
          <HazardIcon size={11} aria-hidden /> Hazard
        </span>
      )}
    </>
  );
}

/** Scenarios and machines to start from, each with a picture of how it looks. */
export function Gallery({ onClose }: { readonly onClose: () => void }) {
  const open = usePlayground((state) => state.open);
  const [tag, setTag] = useState('All');
  const [typed, setTyped] = useState('');
  const asked = typed.trim().toLowerCase();
  const scenarios = useMemo(
    () => SCENARIOS.map((scenario) => ({ scenario, document: scenarioDocument(scenario) })),
    [],
  );
  const machines = useMemo(
    () => [...READY_MACHINES, BLANK].map((ready) => ({ ready, document: newDocument(ready.title, ready.machine) })),
    [],
  );
  const start = (document: Document): void => {
    open(document);
    onClose();
  };
  return (
    <Dialog open title="Start from" onClose={onClose} size="huge">
      <input
        type="search"
        autoFocus
        aria-label="Find a scenario"
        placeholder="Find a scenario: hotplug, KVM, order …"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
        }}
        className="mb-3 h-9 w-full rounded-button border border-line2 bg-panel px-3 text-body touch:h-11"
      />
      {asked === '' && (
        <>
          <h3 className="text-head font-semibold">A machine</h3>
          <ul className="m-0 mt-2 grid list-none grid-cols-2 gap-3 p-0 md:grid-cols-3 lg:grid-cols-5">
            {machines.map(({ ready, document }) => (
              <Tile
                key={ready.id}
                document={document}
                title={ready.title}
                text={ready.summary}
                foot={null}
                onOpen={start}
              />
            ))}
          </ul>
        </>
      )}
      <div className="mt-5 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h3 className="text-head font-semibold">A scenario</h3>
        <span className="text-small text-text2">what the thread claims, playable</span>
        <div role="group" aria-label="Show scenarios about" className="ml-auto flex flex-wrap gap-1">
          {TAGS.map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={tag === name}
              onClick={() => {
                setTag(name);
              }}
              className={`h-7 rounded-button px-2.5 text-small touch:h-11 ${tag === name ? 'bg-accent-soft font-semibold text-accent' : 'text-text2 hover:bg-sunken'}`}
            >
              {name}
            </button>
          ))}
        </div>
      </div>
      <ul className="m-0 mt-2 grid list-none grid-cols-1 gap-3 p-0 sm:grid-cols-2 lg:grid-cols-4">
        {scenarios
          .filter(({ scenario }) => tag === 'All' || scenario.tags.includes(tag))
          .filter(({ scenario }) => `${scenario.title} ${scenario.story}`.toLowerCase().includes(asked))
          .map(({ scenario, document }) => (
            <Tile
              key={scenario.id}
              document={document}
              title={scenario.title}
              text={scenario.story}
              foot={<Foot scenario={scenario} />}
              onOpen={start}
            />
          ))}
      </ul>
    </Dialog>
  );
}
