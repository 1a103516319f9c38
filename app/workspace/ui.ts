/** What of a workspace is open over it, and what its parts are asked to do. Not part of any document. */
import { createStore } from 'zustand/vanilla';
import type { ObjectRef, Op } from '../../src/index.ts';

export type DialogName = 'gallery' | 'documents' | 'share' | 'palette' | 'shortcuts' | 'glossary' | 'rulesets';

/** A form for a call, with the fields that are known already. */
export interface CallDraft {
  readonly op: Op;
  readonly fields: Partial<Record<string, unknown>>;
}

/** An object's own menu, at a point of the window. */
export interface MenuPlace {
  readonly ref: ObjectRef;
  readonly x: number;
  readonly y: number;
}

export interface UiState {
  readonly dialog: DialogName | null;
  readonly draft: CallDraft | null;
  /** A message that something could not be done, and why; with details when the page itself failed. */
  readonly problem: { readonly title: string; readonly text: string; readonly details?: string } | null;
  readonly menu: MenuPlace | null;
  /** The timeline plays. */
  readonly playing: boolean;
  /** How often a part was asked for something: the canvas to fit, the command line for the focus, the list of files. */
  readonly asked: Readonly<Record<Asked, number>>;
  readonly show: (dialog: DialogName | null) => void;
  readonly fillIn: (op: Op, fields?: CallDraft['fields']) => void;
  readonly closeForm: () => void;
  readonly report: (title: string, text: string, details?: string) => void;
  readonly dismissProblem: () => void;
  readonly openMenu: (menu: MenuPlace) => void;
  readonly closeMenu: () => void;
  readonly play: (playing: boolean) => void;
  readonly ask: (what: Asked) => void;
}

/** What a part of the workspace can be asked to do. */
export type Asked = 'fit' | 'type' | 'choose-file';

/** What is open in one workspace. */
export function createUi() {
  return createStore<UiState>()((set, get) => ({
    dialog: null,
    draft: null,
    problem: null,
    menu: null,
    playing: false,
    asked: { fit: 0, type: 0, 'choose-file': 0 },
    show: (dialog) => {
      set({ dialog });
    },
    fillIn: (op, fields = {}) => {
      set({ draft: { op, fields }, dialog: null });
    },
    closeForm: () => {
      set({ draft: null });
    },
    report: (title, text, details) => {
      set({ problem: { title, text, ...(details === undefined ? {} : { details }) } });
    },
    dismissProblem: () => {
      set({ problem: null });
    },
    openMenu: (menu) => {
      set({ menu });
    },
    closeMenu: () => {
      set({ menu: null });
    },
    play: (playing) => {
      set({ playing });
    },
    ask: (what) => {
      const { asked } = get();
      set({ asked: { ...asked, [what]: asked[what] + 1 } });
    },
  }));
}

export type Ui = ReturnType<typeof createUi>;
