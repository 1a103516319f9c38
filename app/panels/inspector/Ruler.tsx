import { useMemo, useState } from 'react';
import { bytes, hex, type Ioas, type Span } from '../../../src/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { ChevronDown, FitIcon, ZoomInIcon, ZoomOutIcon } from '../../ui/icons.tsx';
import {
  around,
  beside,
  isUsed,
  narrower,
  rulerOf,
  WHOLE,
  type RulerView,
  type Stretch,
  type StretchKind,
} from '../../view/ruler.ts';
import { RULER_LOOKS } from '../../ui/ruler.ts';
import { Section } from './parts.tsx';

const WORDS: Readonly<Record<StretchKind, string>> = {
  mapped: 'mapped, ',
  areas: 'mapped, ',
  reserved: 'reserved: ',
  allowed: '',
  free: '',
};

const wordsOf = ({ kind, what }: Stretch): string => `${WORDS[kind]}${what}`;
const keyOf = ({ kind, start }: Stretch): string => `${kind}:${start}`;
const rangeOf = ({ start, last }: Span): string => `${hex(start)}–${hex(last)}`;

/** Where the next page would go, as a part of the width of the stretch it is in. */
function Next({ stretch, next }: { readonly stretch: Stretch; readonly next: bigint }) {
  const part = Number(((next - stretch.start) * 1000n) / (stretch.last - stretch.start + 1n)) / 10;
  return (
    <span
      title={`The kernel would put a page at ${hex(next)} next`}
      className="absolute -top-1.5 size-0 border-x-4 border-t-6 border-x-transparent border-t-accent"
      style={{ left: `calc(${part}% - 3px)` }}
    />
  );
}

interface BarProps {
  readonly view: RulerView;
  readonly onZoom: (stretch: Stretch) => void;
}

function Bar({ view, onZoom }: BarProps) {
  const { stretches, next } = view;
  return (
    <div className="flex h-7 w-full pt-1.5">
      {stretches.map((stretch) => {
        const look = `relative min-w-1.5 border-y border-r first:border-l ${RULER_LOOKS[stretch.kind]} ${stretch.compressed ? 'border-x-2 border-x-dotted border-x-ctl' : ''}`;
        const holds = next !== null && stretch.start <= next && next <= stretch.last;
        const title = `${rangeOf(stretch)} ${wordsOf(stretch)}`;
        const width = { flexGrow: stretch.weight, flexBasis: 0 };
        return isUsed(stretch) ? (
          <button
            key={keyOf(stretch)}
            type="button"
            title={`${title}: zoom to it`}
            aria-label={`Zoom to ${title}`}
            className={`cursor-zoom-in ${look}`}
            style={width}
            onClick={() => {
              onZoom(stretch);
            }}
          />
        ) : (
          <div key={keyOf(stretch)} title={title} className={look} style={width}>
            {holds && <Next stretch={stretch} next={next} />}
          </div>
        );
      })}
    </div>
  );
}

function Listed({ view, onZoom }: BarProps) {
  return (
    <ul aria-label="What lies where in the IOVA space" className="m-0 mt-2 -mx-1 list-none p-0 text-label">
      {view.stretches.filter(isUsed).map((stretch) => (
        <li key={keyOf(stretch)}>
          <button
            type="button"
            title="Zoom to it"
            className="block w-full rounded-tag px-1 py-0.5 text-left touch:py-2 hover:bg-sunken"
            onClick={() => {
              onZoom(stretch);
            }}
          >
            <span className="flex justify-between gap-2 font-mono">
              <span className="break-all">{rangeOf(stretch)}</span>
              <span className="whitespace-nowrap text-text2">{bytes(stretch.last - stretch.start + 1n)}</span>
            </span>
            <span className="block text-text2">{wordsOf(stretch)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The IOVA space of an IOAS: what lies where and whose it is. Gaps are compressed until a window of it is to scale. */
export function Ruler({ ioas, title }: { readonly ioas: Ioas; readonly title: string }) {
  /** The windows zoomed into, the last one shown. */
  const [windows, setWindows] = useState<readonly Span[]>([]);
  const window = windows.at(-1) ?? WHOLE;
  const view = useMemo(() => rulerOf(ioas, window), [ioas, window]);
  const inner = narrower(view);
  const whole = windows.length === 0;
  const zoomTo = (to: Span): void => {
    if (to.start !== window.start || to.last !== window.last) setWindows([...windows, to]);
  };
  const pan = (step: 1 | -1): void => {
    setWindows([...windows.slice(0, -1), beside(window, step)]);
  };
  const onZoom = (stretch: Stretch): void => {
    // Around the largest stretches there is nothing beside them to show.
    const wide = around(stretch);
    zoomTo(stretch.kind === 'areas' || wide.last - wide.start >= window.last - window.start ? stretch : wide);
  };
  return (
    <Section title={title} aside={view.toScale ? 'to scale' : 'gaps compressed'}>
      <Bar view={view} onZoom={onZoom} />
      <div className="mt-1 flex items-start justify-between gap-2 font-mono text-label text-text2">
        <span className="break-all">{hex(window.start)}</span>
        <span className="text-right break-all">{hex(window.last)}</span>
      </div>
      <div role="group" aria-label="Ruler" className="-mx-1 mt-1 flex items-center">
        <IconButton
          name="Zoom the ruler in"
          disabled={inner.start === window.start && inner.last === window.last}
          onClick={() => {
            zoomTo(inner);
          }}
        >
          <ZoomInIcon size={15} aria-hidden />
        </IconButton>
        <IconButton
          name="Zoom the ruler out"
          disabled={whole}
          onClick={() => {
            setWindows(windows.slice(0, -1));
          }}
        >
          <ZoomOutIcon size={15} aria-hidden />
        </IconButton>
        <IconButton
          name="The whole IOVA space"
          disabled={whole}
          onClick={() => {
            setWindows([]);
          }}
        >
          <FitIcon size={15} aria-hidden />
        </IconButton>
        <IconButton
          name="Lower addresses"
          disabled={whole || window.start === 0n}
          onClick={() => {
            pan(-1);
          }}
        >
          <ChevronDown size={15} className="rotate-90" aria-hidden />
        </IconButton>
        <IconButton
          name="Higher addresses"
          disabled={whole || window.last === WHOLE.last}
          onClick={() => {
            pan(1);
          }}
        >
          <ChevronDown size={15} className="-rotate-90" aria-hidden />
        </IconButton>
        {view.next !== null && (
          <span className="mr-1 ml-auto flex items-center gap-1 text-label text-text2">
            <span className="size-0 border-x-4 border-t-6 border-x-transparent border-t-accent" />
            next <span className="font-mono">{hex(view.next)}</span>
          </span>
        )}
        {view.next === null && <span className="ml-auto text-label text-text2">no room for a page</span>}
      </div>
      <Listed view={view} onZoom={onZoom} />
      {!view.stretches.some(isUsed) && (
        <p className="mt-1 text-label text-text3">Nothing is mapped or reserved here.</p>
      )}
    </Section>
  );
}
