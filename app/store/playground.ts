/** The document on the screen, its replay, and what is selected. Everything else is worked out from these. */
import { createStore } from 'zustand/vanilla';
import {
  answerOf,
  append,
  choiceKey,
  choiceTitle,
  framesOf,
  initialState,
  newDocument,
  REFUSED,
  scenarioDocument,
  type Command,
  type Document,
  type Frame,
  type LogNode,
  type Machine,
  type RuleChoice,
  type State,
} from '../../src/index.ts';
import type { ViewRef } from '../view/refs.ts';
import { newId } from './ids.ts';

/** A connection being drawn, or chosen by keyboard, from a device. */
export interface Connecting {
  readonly device: number;
  /** The object id of the page table or IOAS under the pointer, or null. */
  readonly over: number | null;
  /** The target is chosen by keyboard, not by a pointer. */
  readonly keyboard?: boolean;
}

export interface RuleSwitch {
  readonly from: RuleChoice;
  /** What each call of the branch answered before, by its node. */
  readonly answers: ReadonlyMap<number, string>;
}

export interface PlaygroundState {
  readonly document: Document;
  /** Under which the document is kept in this browser. */
  readonly documentId: string;
  readonly frames: readonly Frame[];
  /** The place of the cursor in `frames`; −1 stands before the first call. */
  readonly position: number;
  /** Counts the documents opened, so that a view can tell a new one from a change. */
  readonly opened: number;
  /** What is selected, in the order of selecting. */
  readonly selected: readonly ViewRef[];
  /** The one that is selected when it is one alone. */
  readonly selection: ViewRef | null;
  /** The node whose refused edge was dismissed, or null. */
  readonly dismissed: number | null;
  readonly connecting: Connecting | null;
  /** The call that the one at the cursor is compared with, by its place in `frames`, or null. */
  readonly marked: number | null;
  /** The nodes that a DMA probe went through; empty when none is shown. */
  readonly lit: readonly string[];
  /** The last switch of rule sets, until the next call. */
  readonly ruleSwitch: RuleSwitch | null;
  /** Said to screen readers when something happens that they can't see. */
  readonly announcement: string;

  readonly run: (...commands: readonly Command[]) => void;
  readonly travel: (position: number) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly setRules: (rules: RuleChoice) => void;
  /** Shows a document: a new one, or one that is kept under an id. */
  readonly open: (document: Document, id?: string) => void;
  /** Takes over the same document with what another tab did to it; what is selected and where the cursor is stays. */
  readonly absorb: (document: Document, id?: string) => void;
  readonly note: (position: number, note: string) => void;
  readonly switchBranch: (tip: number) => void;
  readonly startOn: (name: string, machine: Machine) => void;
  readonly rename: (name: string) => void;
  /** Selects these and nothing else. */
  readonly select: (...refs: readonly ViewRef[]) => void;
  /** Selects it with the others, or no more. */
  readonly alsoSelect: (ref: ViewRef) => void;
  readonly dismiss: () => void;
  /** Takes the marks of the last switch of rule sets away. */
  readonly closeNotice: () => void;
  readonly connect: (connecting: Connecting | null) => void;
  readonly announce: (text: string) => void;
  readonly light: (lit: readonly string[]) => void;
  /** Compares the call at the cursor with another one from now on; null ends it. */
  readonly mark: (position: number | null) => void;
  /** Travels to a call and compares it with the one that was at the cursor. */
  readonly compareWith: (position: number) => void;
}

function shown(document: Document, known: readonly Frame[] = []) {
  const frames = framesOf(document, known);
  return { document, frames, position: frames.findIndex((frame) => frame.node === document.cursor) };
}

function selecting(selected: readonly ViewRef[]) {
  return { selected, selection: selected.length === 1 ? (selected[0] ?? null) : null };
}

/** The state that the screen shows: after the call at the cursor. */
export function currentState(state: Pick<PlaygroundState, 'document' | 'frames' | 'position'>): State {
  return state.frames[state.position]?.outcome.next ?? initialStateOf(state.document.machine);
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
export function createPlayground(document: Document = scenarioDocument(REFUSED)) {
  return createStore<PlaygroundState>()((set, get) => ({
    ...shown(document),
    documentId: newId(),
    opened: 0,
    ...selecting([]),
    dismissed: null,
    connecting: null,
    lit: [],
    marked: null,
    ruleSwitch: null,
    announcement: '',

    run: (...commands) => {
      const next = shown(append(get().document, ...commands), get().frames);
      const last = next.frames[next.position];
      set({
        ...next,
        dismissed: null,
        connecting: null,
        lit: [],
        ruleSwitch: null,
        announcement: last === undefined ? '' : `${last.entry.command.op}: ${answerOf(last)}`,
      });
    },
    travel: (position) => {
      const frame = get().frames[position];
      set({
        document: { ...get().document, cursor: frame?.node ?? null },
        position: frame === undefined ? -1 : position,
        dismissed: null,
        lit: [],
        announcement: frame === undefined ? 'Before the first call' : `Call ${position + 1}: ${frame.entry.command.op}`,
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
      const next = shown({ ...old, rules });
      const answers = new Map(frames.map((frame) => [frame.node, answerOf(frame)]));
      const changed = next.frames.filter((frame) => answers.get(frame.node) !== answerOf(frame)).length;
      set({
        ...next,
        ruleSwitch: { from: old.rules, answers },
        announcement: `${choiceTitle(rules)}: ${changed === 0 ? 'no answer changes' : `${changed} answers change`}`,
      });
    },
    open: (opened, id = newId()) => {
      set({
        ...shown(opened),
        documentId: id,
        opened: get().opened + 1,
        ...selecting([]),
        dismissed: null,
        connecting: null,
        marked: null,
        lit: [],
        ruleSwitch: null,
        announcement: `Opened ${opened.name}`,
      });
    },
    absorb: (merged, id = get().documentId) => {
      const { document: old, frames, ruleSwitch } = get();
      const sameRules = JSON.stringify(old.rules) === JSON.stringify(merged.rules);
      set({
        ...shown(merged, sameRules ? frames : []),
        documentId: id,
        ruleSwitch: sameRules ? ruleSwitch : null,
      });
    },
    note: (position, note) => {
      const frame = get().frames[position];
      if (frame === undefined) return;
      const { document: old } = get();
      const nodes = old.nodes.map((node, index): LogNode => {
        if (index !== frame.node) return node;
        const { note: _, ...rest } = node;
        return note.trim() === '' ? rest : { ...rest, note };
      });
      set(shown({ ...old, nodes }, get().frames));
    },
    switchBranch: (tip) => {
      set({
        ...shown({ ...get().document, tip, cursor: tip }, get().frames),
        dismissed: null,
        marked: null,
        ruleSwitch: null,
      });
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
    connect: (connecting) => {
      set({ connecting });
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
  }));
}

export type Playground = ReturnType<typeof createPlayground>;
