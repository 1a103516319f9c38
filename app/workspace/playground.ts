/** The document on the screen, its replay, and what is selected. Everything else is worked out from these. */
import { createStore } from 'zustand/vanilla';
import {
  answerOf,
  append,
  choiceKey,
  clashOf,
  choiceTitle,
  framesOf,
  initialState,
  newDocument,
  REFUSED,
  replaying,
  rulesFor,
  sameRules,
  scenarioDocument,
  type Command,
  type Document,
  type Frame,
  type LogNode,
  type Machine,
  type RuleChoice,
  type State,
} from '../../src/index.ts';
import type { ContainerRef, Moved } from '../view/layout.ts';
import type { ViewRef } from '../view/refs.ts';
import { attachTargets } from '../view/targets.ts';
import { connected, type ConnectEvent } from './connecting.ts';
import { newId } from './ids.ts';
import { moved, moveUndone, tidied, toggled } from './moves.ts';
import { inPieces, type Progress, type Soon } from './pieces.ts';
import { GONE_WITH, type Transient } from './transient.ts';

export interface PlaygroundState extends Transient {
  readonly document: Document;
  /** Under which the document is kept in this browser. */
  readonly documentId: string;
  readonly frames: readonly Frame[];
  /** The place of the cursor in `frames`; −1 stands before the first call. */
  readonly position: number;
  /** The kernel's state after the call at the cursor. Held here: a frame may have to work it out anew. */
  readonly kernel: State;
  /** Counts the documents opened, so that a view can tell a new one from a change. */
  readonly opened: number;
  /** A long replay that goes on, after which something else is shown; null when none does. */
  readonly replay: (Progress & { readonly what: string }) | null;
  /** Said to screen readers when something happens that they can't see. */
  readonly announcement: string;

  readonly run: (...commands: readonly Command[]) => void;
  readonly travel: (position: number) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly setRules: (rules: RuleChoice) => void;
  /** Shows a document: a new one, or one that is kept under an id. */
  readonly open: (document: Document, id?: string) => void;
  /** Takes over what was brought into the document elsewhere; cursor, selection and view stay. */
  readonly absorb: (merged: Document, id?: string) => void;
  /** Gives a long replay up: what was shown stays. */
  readonly giveUp: () => void;
  readonly note: (position: number, note: string) => void;
  readonly switchBranch: (tip: number) => void;
  readonly startOn: (name: string, machine: Machine) => void;
  readonly rename: (name: string) => void;
  /** Selects these and nothing else. */
  readonly select: (...refs: readonly ViewRef[]) => void;
  /** Selects it with the others, or no more. */
  readonly alsoSelect: (ref: ViewRef) => void;
  readonly dismiss: () => void;
  readonly closeAbout: () => void;
  /** Takes the marks of the last switch of rule sets away. */
  readonly closeNotice: () => void;
  /** Something happens to a connection being made; where it ends at a target, the attach is made. */
  readonly connect: (event: ConnectEvent) => void;
  readonly announce: (text: string) => void;
  readonly light: (lit: readonly string[]) => void;
  /** Compares the call at the cursor with another one from now on; null ends it. */
  readonly mark: (position: number | null) => void;
  /** Travels to a call and compares it with the one that was at the cursor. */
  readonly compareWith: (position: number) => void;
  /** Nodes are here now; still dragged, or put down. */
  readonly move: (to: Moved, dragging: boolean) => void;
  readonly undoMove: () => void;
  readonly tidy: () => void;
  readonly toggle: (container: ContainerRef) => void;
}

type Shown = Pick<PlaygroundState, 'document' | 'frames' | 'position' | 'kernel'>;

function shownWith(document: Document, frames: readonly Frame[]): Shown {
  const position = frames.findIndex((frame) => frame.node === document.cursor);
  return { document, frames, position, kernel: kernelAt(document, frames, position) };
}

function selecting(selected: readonly ViewRef[]) {
  return { selected, selection: selected.length === 1 ? (selected[0] ?? null) : null };
}

/** How many answers a switch of rules changed, in words. */
function answersChange(many: number): string {
  if (many === 0) return 'no answer changes';
  return many === 1 ? '1 answer changes' : `${many} answers change`;
}

/** The state that the screen shows: after the call at the cursor. */
export function currentState({ kernel }: Pick<PlaygroundState, 'kernel'>): State {
  return kernel;
}

function kernelAt(document: Document, frames: readonly Frame[], position: number): State {
  return frames[position]?.outcome.next ?? initialStateOf(document.machine);
}

const initialStates = new WeakMap<Machine, State>();

function initialStateOf(machine: Machine): State {
  let state = initialStates.get(machine);
  if (state === undefined) {
    state = initialState(machine);
    initialStates.set(machine, state);
  }
  return state;
}

/** A store that shows the document; by default the scenario that says what this is about. */
export function createPlayground(document: Document = scenarioDocument(REFUSED), later?: Soon) {
  let stop = (): void => undefined;
  return createStore<PlaygroundState>()((set, get) => {
    /**
     * Changes the document, replays it and shows it then; a replay that still goes on is given up. What becomes of the document meanwhile,
     * such as a new name or what another tab made, is changed in turn.
     *
     * @param known the frames that may still hold
     */
    const show = (
      change: (document: Document) => Document,
      known: () => readonly Frame[],
      what: string,
      then: (shown: Shown) => object,
    ): void => {
      stop();
      const before = get().document;
      const next = change(before);
      stop = inPieces(
        replaying(next, known()),
        (frames) => {
          if (get().document !== before) {
            show(change, known, what, then);
            return;
          }
          const shown = shownWith(next, frames);
          set({ ...shown, replay: null, ...then(shown) });
        },
        (progress) => {
          set({ replay: { ...progress, what } });
        },
        later,
      );
    };
    const ofBranch = (): readonly Frame[] => get().frames;
    const none = (): readonly Frame[] => [];
    return {
      ...shownWith(document, framesOf(document)),
      documentId: newId(),
      opened: 0,
      ...GONE_WITH.document,
      replay: null,
      announcement: '',

      run: (...commands) => {
        const { document: old, position, marked } = get();
        const { cursor } = old;
        const what = `Making ${commands.length} calls`;
        show(
          (now) => append({ ...now, cursor }, ...commands),
          ofBranch,
          what,
          (shown) => {
            const last = shown.frames[shown.position];
            return {
              ...GONE_WITH.call,
              // A call in the past begins another branch, on which the later ones are not.
              marked: marked !== null && marked <= position ? marked : null,
              announcement: last === undefined ? '' : `${last.entry.command.op}: ${answerOf(last)}`,
            };
          },
        );
      },
      travel: (position) => {
        const { document: old, frames } = get();
        const frame = frames[position];
        set({
          document: { ...old, cursor: frame?.node ?? null },
          position: frame === undefined ? -1 : position,
          kernel: kernelAt(old, frames, position),
          ...GONE_WITH.state,
          announcement:
            frame === undefined ? 'Before the first call' : `Call ${position + 1}: ${frame.entry.command.op}`,
        });
      },
      undo: () => {
        if (get().position >= 0) get().travel(get().position - 1);
      },
      redo: () => {
        if (get().position + 1 < get().frames.length) get().travel(get().position + 1);
      },
      setRules: (rules) => {
        const { document: old, frames } = get();
        if (choiceKey(old.rules) === choiceKey(rules)) return;
        const clash = clashOf(rules);
        if (clash !== null) {
          set({ announcement: `The rules stay: ${rules.patch?.name ?? 'the patch'} does not fit, ${clash}` });
          return;
        }
        const answers = new Map(frames.map((frame) => [frame.node, answerOf(frame)]));
        show(
          (now) => ({ ...now, rules }),
          none,
          `Replaying under ${choiceTitle(rules)}`,
          (shown) => {
            const changed = shown.frames.filter((frame) => answers.get(frame.node) !== answerOf(frame)).length;
            return {
              ...GONE_WITH.state,
              ruleSwitch: { from: old.rules, answers },
              announcement: `${choiceTitle(rules)}: ${answersChange(changed)}`,
            };
          },
        );
      },
      open: (opened, id = newId()) => {
        const what = `Opening ${opened.name === '' ? 'the document' : opened.name}`;
        show(
          () => opened,
          none,
          what,
          () => ({
            documentId: id,
            opened: get().opened + 1,
            ...GONE_WITH.document,
            announcement: `Opened ${opened.name}`,
          }),
        );
      },
      absorb: (merged, id = get().documentId) => {
        const { document: old, frames } = get();
        const same = sameRules(old, merged);
        // At once: what was made elsewhere is kept already, so it can't be given up.
        const shown = shownWith(merged, framesOf(merged, same ? frames : []));
        set({ ...shown, documentId: id, ...(same ? {} : GONE_WITH.call) });
      },
      giveUp: () => {
        stop();
        set({ replay: null, announcement: 'Given up; nothing has changed' });
      },
      note: (position, note) => {
        const frame = get().frames[position];
        if (frame === undefined) return;
        const noted = (node: LogNode, index: number): LogNode => {
          if (index !== frame.node) return node;
          const { note: _, ...rest } = node;
          return note.trim() === '' ? rest : { ...rest, note };
        };
        show(
          (now) => ({ ...now, nodes: now.nodes.map(noted) }),
          ofBranch,
          'Writing the note',
          () => ({}),
        );
      },
      switchBranch: (tip) => {
        show(
          (now) => ({ ...now, tip, cursor: tip }),
          ofBranch,
          'Going to the branch',
          () => GONE_WITH.branch,
        );
      },
      startOn: (name, machine) => {
        get().open(newDocument(name, machine, get().document.rules));
      },
      rename: (name) => {
        set({ document: { ...get().document, name } });
      },
      select: (...refs) => {
        set({ ...selecting(refs), lit: [] });
      },
      alsoSelect: (ref) => {
        const { selected } = get();
        set(selecting(selected.includes(ref) ? selected.filter((one) => one !== ref) : [...selected, ref]));
      },
      dismiss: () => {
        set({ dismissed: get().document.cursor });
      },
      closeNotice: () => {
        set({ ruleSwitch: null });
      },
      closeAbout: () => {
        set({ aboutClosed: true });
      },
      connect: (event) => {
        const state = get();
        const device = 'device' in event ? event.device : state.connecting?.device;
        const targets = () =>
          device === undefined ? [] : attachTargets(rulesFor(state.document.rules), currentState(state), device);
        const { next, attach } = connected(state.connecting, event, targets);
        if (next !== state.connecting) set({ connecting: next });
        if (attach !== null) state.run({ op: 'device_attach', ...attach });
      },
      mark: (marked) => {
        set({ marked });
      },
      compareWith: (position) => {
        const { position: from, travel } = get();
        travel(position);
        set({ marked: from >= 0 && from !== position ? from : null });
      },
      light: (lit) => {
        set({ lit });
      },
      announce: (announcement) => {
        set({ announcement });
      },
      move: (to, dragging) => {
        set(moved(get().document, get().moves, to, dragging));
      },
      undoMove: () => {
        set(moveUndone(get().document, get().moves));
      },
      tidy: () => {
        set(tidied(get().document, get().moves));
      },
      toggle: (container) => {
        set(toggled(get().document, container));
      },
    };
  });
}

export type Playground = ReturnType<typeof createPlayground>;
