import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';

const STOPS = ['peek', 'half', 'full'] as const;
type Stop = (typeof STOPS)[number];

/** How high it is: a peek in pixels, else as a part of the room. */
const PEEK = 96;
const HEIGHTS: Readonly<Record<Stop, string>> = { peek: `min(${PEEK}px, 18vh)`, half: '50%', full: '100%' };

/** The stop whose height is nearest to the pixels, in a room of so many. */
function nearest(pixels: number, room: number): Stop {
  const away = (stop: Stop): number => Math.abs(pixels - (stop === 'peek' ? PEEK : stop === 'half' ? room / 2 : room));
  return STOPS.reduce((best, stop) => (away(stop) < away(best) ? stop : best));
}

interface SheetProps {
  readonly name: string;
  /** How high it is at first. */
  readonly first: Stop;
  readonly children: ReactNode;
}

/** A panel at the lower edge that is pulled up: a peek, half, or all of the room of what it stands in. */
export function Sheet({ name, first, children }: SheetProps) {
  const [stop, setStop] = useState<Stop>(first);
  const [pulled, setPulled] = useState<number | null>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const from = useRef<{ readonly y: number; readonly height: number } | null>(null);

  const step = (by: 1 | -1): void => {
    setStop(STOPS[STOPS.indexOf(stop) + by] ?? stop);
  };
  const onPointerDown = (event: PointerEvent<HTMLButtonElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = { y: event.clientY, height: sheet.current?.clientHeight ?? PEEK };
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (from.current !== null) setPulled(Math.max(PEEK, from.current.height + from.current.y - event.clientY));
  };
  const onPointerUp = (event: PointerEvent): void => {
    const start = from.current;
    from.current = null;
    setPulled(null);
    if (start === null) return;
    const moved = start.y - event.clientY;
    const room = sheet.current?.parentElement?.clientHeight ?? 0;
    // A tap goes one up, and from the top back to the peek.
    if (Math.abs(moved) < 6) setStop(STOPS[(STOPS.indexOf(stop) + 1) % STOPS.length] ?? 'half');
    else setStop(nearest(start.height + moved, room));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowUp') step(1);
    else if (event.key === 'ArrowDown') step(-1);
    else if (event.key === 'Enter' || event.key === ' ')
      setStop(STOPS[(STOPS.indexOf(stop) + 1) % STOPS.length] ?? 'half');
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={sheet}
      className={`relative z-20 flex max-h-full shrink-0 flex-col rounded-t-box border-t border-line bg-panel shadow-float ${pulled === null ? 'transition-[height] duration-180 ease-out' : ''}`}
      style={{ height: pulled ?? HEIGHTS[stop] }}
    >
      <button
        type="button"
        aria-label={`${name}: ${stop}. Drag, or press for more`}
        title="Drag, or press for more"
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => {
          from.current = null;
          setPulled(null);
        }}
        onKeyDown={onKeyDown}
        className="relative flex h-6 w-full shrink-0 after:absolute after:-inset-y-2.5 after:inset-x-0 after:content-[''] cursor-row-resize touch-none items-center justify-center"
      >
        <span className="h-1 w-9 rounded-full bg-ctl" />
      </button>
      <div className="@container min-h-0 flex-1">{children}</div>
    </div>
  );
}
