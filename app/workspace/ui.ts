/** What of a workspace is open over it, and what its parts are asked to do. Not part of any document. */
import { createStore } from 'zustand/vanilla';
import type { ObjectRef, Op } from '../../src/index.ts';

export type DialogName = 'gallery' | 'documents' | 'share' | 'palette' | 'shortcuts' | 'glossary' | 'rulesets';

/** A form for a call, with the fields that are known already. */
export interface CallDraft {
  readonly op: Op;
  readonly fields: Partial<Record<string, unknown>>;
}

/** What was filled into a form that was closed without making the call. */
export interface HalfFilled {
  readonly draft: CallDraft;
  readonly values: Readonly<Record<string, string>>;
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
  /** The form that was left last, so that opening it again goes on. */
  readonly halfFilled: HalfFilled | null;
  /** A message that something could not be done, and why; with details when the page itself failed. */
  readonly problem: { readonly title: string; readonly text: string; readonly details?: string } | null;
  readonly menu: MenuPlace | null;
  /** The timeline plays. */
  readonly playing: boolean;
  /** How often a part was asked for something: the canvas to fit, the command line for the focus, the list of files. */
  readonly asked: Readonly<Record<Asked, number>>;
  readonly show: (dialog: DialogName | null) => void;
  readonly fillIn: (op: Op, fields?: CallDraft['fields']) => void;
  /** Closes the form, and keeps what was filled in. */
  readonly closeForm: (values?: HalfFilled['values']) => void;
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
    halfFilled: null,
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
    closeForm: (values) => {
      const { draft } = get();
      set({ draft: null, halfFilled: draft === null || values === undefined ? null : { draft, values } });
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
