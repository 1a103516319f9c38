import { memo, useMemo, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import type { ObjectRef } from '../../src/index.ts';
import { ADDITIONS } from '../commands/adding.ts';
import { useKernelStateBeside, usePlayground, usePlaygroundStore, useUi } from '../workspace/context.ts';
import {
  ChevronDown,
  DisplayIcon,
  EnforcesIcon,
  GroupIcon,
  HwptIcon,
  IoasIcon,
  LinkIcon,
  MemoryIcon,
  NestedIcon,
  NicIcon,
  NotEnforcingIcon,
  UnitIcon,
} from '../ui/icons.tsx';
import { Rows } from '../ui/Rows.tsx';
import { useRowHeight } from '../ui/width.ts';
import { outlineOf, type OutlineIcon, type OutlineRow } from '../view/outline.ts';

const ICONS: Readonly<Record<OutlineIcon, ReactNode>> = {
  unit: <UnitIcon size={14} aria-hidden />,
  group: <GroupIcon size={14} aria-hidden />,
  device: <NicIcon size={14} aria-hidden />,
  display: <DisplayIcon size={14} aria-hidden />,
  ioas: <IoasIcon size={14} aria-hidden />,
  hwpt: <HwptIcon size={14} aria-hidden />,
  nested: <NestedIcon size={14} aria-hidden />,
};

/** A heading of the tree, or a row of it. */
type Line =
  | { readonly row: null; readonly heading: string; readonly empty: string | null }
  | { readonly row: OutlineRow; readonly heading: null; readonly empty: null };

interface RowProps {
  readonly row: OutlineRow;
  /** The one that Tab comes to. */
  readonly active: boolean;
  readonly toggle: (ref: ObjectRef) => void;
}

const Row = memo(({ row, active, toggle }: RowProps) => {
  const { ref, level, icon, name, detail, enforces, open } = row;
  const store = usePlaygroundStore();
  const selected = usePlayground((state) => state.selected.includes(ref));
  const openMenu = useUi((state) => state.openMenu);
  const onClick = (event: MouseEvent): void => {
    const { select, alsoSelect } = store.getState();
    if (event.shiftKey || event.ctrlKey || event.metaKey) alsoSelect(ref);
    else select(ref);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    const { select, alsoSelect } = store.getState();
    if (event.key === 'Enter') select(ref);
    else alsoSelect(ref);
  };
  return (
    <div
      role="treeitem"
      tabIndex={active ? 0 : -1}
      data-outline={ref}
      aria-level={level + 2}
      aria-selected={selected}
      aria-expanded={open ?? undefined}
      onClick={onClick}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => {
        event.preventDefault();
        store.getState().select(ref);
        openMenu({ ref, x: event.clientX, y: event.clientY });
      }}
      style={{ paddingLeft: 6 + level * 14 }}
      className={`flex h-full w-full cursor-pointer items-center gap-1.5 border-l-3 pr-3 text-left text-small -outline-offset-2 ${
        selected ? 'border-accent bg-accent-soft' : 'border-transparent hover:bg-sunken'
      }`}
    >
      {open === null ? (
        <span className="w-4 shrink-0" />
      ) : (
        <span
          aria-hidden
          onClick={(event) => {
            event.stopPropagation();
            toggle(ref);
          }}
          className="flex h-full w-4 shrink-0 items-center justify-center text-text3 hover:text-text"
        >
          <ChevronDown size={13} className={open ? '' : '-rotate-90'} />
        </span>
      )}
      <span className="shrink-0 text-text2">{ICONS[icon]}</span>
      <span className="min-w-0 truncate">{name}</span>
      <span className="ml-auto flex shrink-0 items-center gap-1.5 font-mono text-label text-text2">
        {detail}
        {enforces === true && <EnforcesIcon size={14} className="text-cc-text" aria-label="enforces CC" />}
        {enforces === false && <NotEnforcingIcon size={14} aria-label="not enforcing" />}
      </span>
    </div>
  );
});
Row.displayName = 'Row';

const NONE_CLOSED: ReadonlySet<ObjectRef> = new Set();

/** The tree: arrows go through it, left and right close and open, Enter selects. */
function Tree() {
  const state = useKernelStateBeside();
  const height = useRowHeight();
  const [closed, setClosed] = useState(NONE_CLOSED);
  const [active, setActive] = useState<ObjectRef | null>(null);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const lines = useMemo((): Line[] => {
    const { machine, objects } = outlineOf(state, closed);
    const heading = (title: string, rows: readonly OutlineRow[], empty: string): Line[] => [
      { heading: title, empty: rows.length === 0 ? empty : null, row: null },
      ...rows.map((row): Line => ({ row, heading: null, empty: null })),
    ];
    return [
      ...heading('Machine', machine, 'No units yet.'),
      ...heading('Objects', objects, 'None yet. ioas_alloc makes the first.'),
    ];
  }, [state, closed]);
  const toggle = useMemo(
    () =>
      (ref: ObjectRef): void => {
        setClosed((before) => {
          const after = new Set(before);
          if (!after.delete(ref)) after.add(ref);
          return after;
        });
      },
    [],
  );

  const go = (index: number, step: 1 | -1): void => {
    let at = index;
    while (lines[at] !== undefined && lines[at]?.row === null) at += step;
    const row = lines[at]?.row;
    if (row === undefined || row === null) return;
    setActive(row.ref);
    const above = at * height;
    if (
      scroller !== null &&
      (above < scroller.scrollTop || above + height > scroller.scrollTop + scroller.clientHeight)
    )
      scroller.scrollTo({ top: above - scroller.clientHeight / 2 });
    const focus = (): boolean => {
      const item = scroller?.querySelector<HTMLElement>(`[data-outline="${row.ref}"]`);
      item?.focus();
      return item !== null && item !== undefined;
    };
    // A row that was out of sight is drawn first.
    if (!focus()) requestAnimationFrame(focus);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const ref = event.target instanceof HTMLElement ? event.target.dataset['outline'] : undefined;
    const index = lines.findIndex(({ row }) => row?.ref === ref);
    const row = lines[index]?.row;
    if (row === undefined || row === null || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'ArrowDown') go(index + 1, 1);
    else if (event.key === 'ArrowUp') go(index - 1, -1);
    else if (event.key === 'Home') go(0, 1);
    else if (event.key === 'End') go(lines.length - 1, -1);
    else if (event.key === 'ArrowRight' && row.open === false) toggle(row.ref);
    else if (event.key === 'ArrowRight' && row.open === true) go(index + 1, 1);
    else if (event.key === 'ArrowLeft' && row.open === true) toggle(row.ref);
    else if (event.key === 'ArrowLeft') {
      for (let at = index - 1; at >= 0; at -= 1) {
        const above = lines[at]?.row;
        if (above === undefined || above === null) break;
        if (above.level < row.level) {
          go(at, -1);
          break;
        }
      }
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const known = lines.some(({ row }) => row?.ref === active);
  const first = lines.find(({ row }) => row !== null)?.row?.ref;
  const draw = (line: Line | undefined): ReactNode => {
    if (line === undefined) return null;
    if (line.row !== null)
      return <Row row={line.row} active={line.row.ref === (known ? active : first)} toggle={toggle} />;
    return (
      <div role="treeitem" aria-level={1} aria-expanded className="flex h-full items-center gap-2 px-4">
        <span className="text-small font-semibold text-text2">{line.heading}</span>
        {line.empty !== null && <span className="truncate text-label text-text3">{line.empty}</span>}
      </div>
    );
  };
  return (
    <div
      ref={setScroller}
      role="tree"
      aria-label="Machine and objects"
      aria-multiselectable
      tabIndex={-1}
      onKeyDown={onKeyDown}
      className="relative min-h-0 flex-1 overflow-y-auto pb-2"
    >
      <Rows
        as="div"
        most={120}
        count={lines.length}
        height={height}
        scroller={scroller}
        keyOf={(index) => lines[index]?.row?.ref ?? lines[index]?.heading ?? index}
        draw={(index) => draw(lines[index])}
      />
    </div>
  );
}

const ADD_ICONS: Readonly<Record<(typeof ADDITIONS)[number]['op'], ReactNode>> = {
  plug_unit: <UnitIcon size={14} aria-hidden />,
  plug_device: <NicIcon size={14} aria-hidden />,
  ioas_alloc: <IoasIcon size={14} aria-hidden />,
  ioas_map: <MemoryIcon size={14} aria-hidden />,
  hwpt_alloc: <HwptIcon size={14} aria-hidden />,
  device_bind: <LinkIcon size={14} aria-hidden />,
};

function AddPalette() {
  const fillIn = useUi((state) => state.fillIn);
  return (
    <section aria-label="Add" className="shrink-0 border-t border-line p-3">
      <h2 className="mb-2 text-small font-semibold text-text2">Add</h2>
      <div className="grid grid-cols-2 gap-2">
        {ADDITIONS.map(({ label, op }) => (
          <button
            key={op}
            type="button"
            onClick={() => {
              fillIn(op);
            }}
            className="flex h-8 items-center gap-2 rounded-button border border-line2 bg-panel px-2 text-small font-medium touch:h-11 hover:bg-sunken"
          >
            {ADD_ICONS[op]}
            {label}
          </button>
        ))}
      </div>
    </section>
  );
}

/** The machine and the objects as a tree, with the same selection as the canvas. */
export function Outline() {
  return (
    <nav aria-label="Outline" className="flex h-full flex-col">
      <Tree />
      <AddPalette />
    </nav>
  );
}
