import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { choiceTitle, type Trace } from '../../src/index.ts';
import { Dialog } from '../ui/Dialog.tsx';

interface TracePickerProps {
  readonly file: string;
  readonly traces: readonly Trace[];
  readonly onPick: (trace: Trace) => void;
  readonly onClose: () => void;
}

const ROW = 32;

/** The traces of a file, to pick one from. */
export function TracePicker({ file, traces, onPick, onClose }: TracePickerProps) {
  const [filter, setFilter] = useState('');
  const [scroller, setScroller] = useState<HTMLUListElement | null>(null);
  const filterInput = useRef<HTMLInputElement>(null);
  const found = traces.filter((trace) => `${trace.name} ${choiceTitle(trace.rules)}`.includes(filter.trim()));
  const virtualizer = useVirtualizer({
    count: found.length,
    getScrollElement: () => scroller,
    estimateSize: () => ROW,
    overscan: 8,
  });
  return (
    <Dialog open title={`${traces.length} kernel traces in ${file}`} onClose={onClose} wide>
      <input
        ref={filterInput}
        type="search"
        aria-label="Filter traces"
        placeholder="Filter by name or rule set"
        value={filter}
        onChange={(event) => {
          setFilter(event.target.value);
        }}
        className="h-9 w-full rounded-button border border-line2 bg-panel px-3 text-body"
      />
      <ul ref={setScroller} aria-label="Traces" className="relative m-0 mt-2 h-96 list-none overflow-y-auto p-0">
        <li aria-hidden style={{ height: virtualizer.getTotalSize() }} />
        {virtualizer.getVirtualItems().map((item) => {
          const trace = found[item.index];
          if (trace === undefined) return null;
          return (
            <li
              key={item.key}
              className="absolute inset-x-0"
              style={{ top: item.start }}
              aria-setsize={found.length}
              aria-posinset={item.index + 1}
            >
              <button
                type="button"
                onClick={() => {
                  onPick(trace);
                }}
                className="flex h-8 w-full items-center gap-3 rounded-tag px-2 text-left hover:bg-sunken"
              >
                <span className="min-w-0 flex-1 truncate font-mono text-small">{trace.name}</span>
                <span className="text-label text-text2">{choiceTitle(trace.rules)}</span>
                <span className="w-16 text-right text-label text-text2">{trace.steps.length} calls</span>
              </button>
            </li>
          );
        })}
      </ul>
      {found.length === 0 && <p className="text-small text-text2">No trace matches.</p>}
    </Dialog>
  );
}
