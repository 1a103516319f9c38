import { memo, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import {
  answerOf,
  branchTips,
  compareAnswer,
  pathTo,
  printCommand,
  shortOut,
  touchedBy,
  type Frame,
} from '../../src/index.ts';
import { useAct } from '../commands/useActions.ts';
import { usePlayground, useUi } from '../workspace/context.ts';
import { PACES, settings, type Pace } from '../store/settings.ts';
import { IconButton } from '../ui/Button.tsx';
import type { ViewRef } from '../view/refs.ts';
import { Menu } from '../ui/Menu.tsx';
import { Rows } from '../ui/Rows.tsx';
import { useRowHeight } from '../ui/width.ts';
import { BranchIcon, FailedIcon, NoteIcon, PauseIcon, PlayIcon, RedoIcon, UndoIcon } from '../ui/icons.tsx';

/** What a successful call handed back, short: "dev 2", "hwpt 5", "0x1000". */
function outText(frame: Frame): string {
  return frame.result.ok ? shortOut(frame.entry.command.op, frame.result.out) : '';
}

const touched = new WeakMap<Frame, readonly ViewRef[]>();

/** What the call is about, found once. */
function touchedIn(frame: Frame): readonly ViewRef[] {
  let refs = touched.get(frame);
  if (refs === undefined) {
    refs = touchedBy(frame.before, frame.entry.command, frame.outcome);
    touched.set(frame, refs);
  }
  return refs;
}

interface RowProps {
  readonly frame: Frame;
  readonly index: number;
  readonly current: boolean;
  readonly future: boolean;
  /** The answer under the rule set before, when it was another one. */
  readonly was: string | null;
  /** The call that the current one is compared with. */
  readonly marked: boolean;
  /** It is about what is selected. */
  readonly touches: boolean;
  readonly travel: (index: number) => void;
  /** Travels there, and compares with where one was. */
  readonly compare: (index: number) => void;
}

const Row = memo(({ frame, index, current, future, was, marked, touches, travel, compare }: RowProps) => {
  const answer = answerOf(frame);
  const refused = answer !== '0';
  const { kernel, note } = frame.entry;
  const agrees = kernel === undefined ? null : compareAnswer(index, frame.entry.command.op, kernel, frame).length === 0;
  return (
    <button
      type="button"
      aria-current={current ? 'step' : undefined}
      title={note === undefined ? printCommand(frame.entry.command) : `${printCommand(frame.entry.command)}\n${note}`}
      onClick={(event) => {
        if (event.shiftKey) compare(index);
        else travel(index);
      }}
      className={`flex h-7 w-full touch:h-11 items-center gap-2 border-l-3 pr-3 pl-2 text-left font-mono text-label ${
        current
          ? refused
            ? 'border-ref bg-ref-soft'
            : 'border-accent bg-accent-soft'
          : 'border-transparent hover:bg-sunken'
      }`}
    >
      <span className="relative w-7 shrink-0 text-right text-text3">
        {touches && (
          <span
            title="About what is selected"
            className="absolute top-1/2 left-0 size-1.5 -translate-y-1/2 rounded-full bg-accent"
          />
        )}
        {index + 1}
      </span>
      <span className={`min-w-0 flex-1 truncate ${future ? 'text-text3' : 'text-text'}`}>
        {printCommand(frame.entry.command)}
      </span>
      {note !== undefined && <NoteIcon size={11} className="shrink-0 text-text3" aria-label="has a note" />}
      {marked && <span className="shrink-0 rounded-tag bg-accent-soft px-1 text-accent">compared</span>}
      {was !== null && <span className="shrink-0 rounded-tag bg-accent-soft px-1 text-accent">was {was}</span>}
      {refused ? (
        <span className="flex shrink-0 items-center gap-1 font-semibold text-ref-text">
          <FailedIcon size={12} aria-hidden />
          {answer}
        </span>
      ) : (
        <span className="shrink-0 text-text2">
          <span className={outText(frame) === '' ? '' : 'text-text3'}>{answer}</span> {outText(frame)}
        </span>
      )}
      {kernel !== undefined && (
        <span className={`w-24 shrink-0 text-right ${agrees === true ? 'text-text3' : 'font-semibold text-haz'}`}>
          {agrees === true ? `= kernel ${kernel.ret}` : `≠ kernel ${kernel.ret}`}
        </span>
      )}
    </button>
  );
});
Row.displayName = 'Row';

/** Every call of the branch with its answer, refused ones too; a click travels there. */
export function Timeline() {
  const frames = usePlayground((state) => state.frames);
  const position = usePlayground((state) => state.position);
  const selected = usePlayground((state) => state.selected);
  const ruleSwitch = usePlayground((state) => state.ruleSwitch);
  const travel = usePlayground((state) => state.travel);
  const marked = usePlayground((state) => state.marked);
  const compare = usePlayground((state) => state.compareWith);
  const undo = usePlayground((state) => state.undo);
  const redo = usePlayground((state) => state.redo);
  const row = useRowHeight();
  const [scroller, setScroller] = useState<HTMLOListElement | null>(null);
  useEffect(() => {
    // Before the next frame, when the page is laid out anyway: to ask for heights now would lay it out once more.
    if (scroller === null || position < 0) return undefined;
    const show = (): void => {
      const top = position * row;
      if (top < scroller.scrollTop) scroller.scrollTop = top;
      else if (top + row > scroller.scrollTop + scroller.clientHeight)
        scroller.scrollTop = top + row - scroller.clientHeight;
    };
    const request = requestAnimationFrame(show);
    // A message above the command line takes some of the height.
    const sizes = new ResizeObserver(show);
    sizes.observe(scroller);
    return () => {
      cancelAnimationFrame(request);
      sizes.disconnect();
    };
  }, [scroller, position, row]);

  const draw = (index: number) => {
    const frame = frames[index];
    if (frame === undefined) return null;
    const before = ruleSwitch?.answers.get(frame.node);
    return (
      <Row
        frame={frame}
        index={index}
        current={index === position}
        future={index > position}
        was={before !== undefined && before !== answerOf(frame) ? before : null}
        travel={travel}
        marked={index === marked}
        touches={selected.some((ref) => touchedIn(frame).includes(ref))}
        compare={compare}
      />
    );
  };

  return (
    <section aria-label="Calls" className="flex min-h-0 flex-1 flex-col">
      <header className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-2 pr-1 pl-4">
        <h2 className="text-body font-semibold">Timeline</h2>
        <Branches />
        <KernelSummary frames={frames} />
        <span className="ml-auto text-label whitespace-nowrap text-text2">
          {position + 1} of {frames.length}
        </span>
        <PlayButtons />
        <IconButton name="One call back (undo)" onClick={undo} disabled={position < 0}>
          <UndoIcon size={15} aria-hidden />
        </IconButton>
        <IconButton name="One call forward (redo)" onClick={redo} disabled={position + 1 >= frames.length}>
          <RedoIcon size={15} aria-hidden />
        </IconButton>
      </header>
      <ol
        ref={setScroller}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowDown' ? redo : event.key === 'ArrowUp' ? undo : null;
          if (step === null) return;
          event.preventDefault();
          step();
        }}
        aria-label="Timeline"
        tabIndex={0}
        className="relative m-0 min-h-0 flex-1 list-none overflow-y-auto p-0 pb-1"
      >
        {frames.length === 0 && (
          <li className="px-4 py-2 text-small text-text3">
            No calls yet. Type one below, or drag a device onto a page table.
          </li>
        )}
        <Rows
          as="li"
          most={300}
          count={frames.length}
          height={row}
          scroller={scroller}
          keyOf={(index) => frames[index]?.node ?? index}
          draw={draw}
        />
      </ol>
    </section>
  );
}

/** The other ends of the tree of calls, when there are any. */
function Branches() {
  const nodes = usePlayground((state) => state.document.nodes);
  const tip = usePlayground((state) => state.document.tip);
  const switchBranch = usePlayground((state) => state.switchBranch);
  const tips = useMemo(() => branchTips(nodes), [nodes]);
  if (tips.length < 2) return null;
  return (
    <Menu
      label="Branches"
      className="!h-7 !gap-1 !px-2 !text-small"
      title="Calls made in the past began a new branch; the others are kept"
      entries={tips.map((end, index) => {
        const node = nodes[end];
        return {
          id: String(end),
          text: `Branch ${index + 1}`,
          detail: `${pathTo(nodes, end).length} calls, the last: ${node === undefined ? '' : printCommand(node.command)}`,
          checked: end === tip,
          onSelect: () => {
            switchBranch(end);
          },
        };
      })}
    >
      <BranchIcon size={13} aria-hidden />
      {tips.length} branches
    </Menu>
  );
}

const PACE_LABELS: Readonly<Record<Pace, string>> = { slow: '0.5×', normal: '1×', fast: '2.5×' };

/** Plays and stops; the speed beside it. */
function PlayButtons() {
  const playing = useUi((state) => state.playing);
  const pace = useStore(settings, (state) => state.pace);
  const act = useAct();
  const empty = usePlayground((state) => state.frames.length === 0);
  return (
    <div className="flex items-center">
      <IconButton
        name={playing ? 'Stop playing' : 'Play the calls'}
        disabled={empty}
        onClick={() => {
          act('play');
        }}
      >
        {playing ? <PauseIcon size={15} aria-hidden /> : <PlayIcon size={15} aria-hidden />}
      </IconButton>
      <Menu
        label="Speed of playing"
        title="Speed of playing"
        className="!h-8 !px-1 !text-label touch:!h-11 touch:!px-3"
        entries={(['slow', 'normal', 'fast'] as const).map((one) => ({
          id: one,
          text: `${PACE_LABELS[one]}, a call every ${PACES[one] / 1000} s`,
          checked: one === pace,
          onSelect: () => {
            settings.getState().setPace(one);
          },
        }))}
      >
        <span className="sr-only">Speed of playing:</span>
        {PACE_LABELS[pace]}
      </Menu>
    </div>
  );
}

/** For a document from a kernel trace: how many answers agree. */
function KernelSummary({ frames }: { readonly frames: readonly Frame[] }) {
  const traced = frames.filter((frame) => frame.entry.kernel !== undefined);
  if (traced.length === 0) return null;
  const agreeing = frames.filter(
    (frame, index) =>
      frame.entry.kernel !== undefined &&
      compareAnswer(index, frame.entry.command.op, frame.entry.kernel, frame).length === 0,
  ).length;
  const all = agreeing === traced.length;
  return (
    <span className={`rounded-tag px-2 text-label leading-5 ${all ? 'bg-sunken text-text2' : 'bg-haz-soft text-haz'}`}>
      {all ? `all ${agreeing} answers are the kernel's` : `${agreeing} of ${traced.length} answers are the kernel's`}
    </span>
  );
}
