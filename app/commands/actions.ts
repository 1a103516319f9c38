/** Everything that can be done on the page: menus, keys, palette and toolbar read this one list. */
import { deviceOfRef, OPS, specOf } from '../../src/index.ts';
import type { Pace } from '../store/settings.ts';
import type { PlaygroundState } from '../workspace/playground.ts';
import type { UiState } from '../workspace/ui.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { perform, type Effect } from './effects.ts';
import type { Keys } from './keys.ts';

/** What an action may ask of a workspace to know whether and how it can be done: plain data. */
export interface Snapshot {
  /** The place of the cursor; −1 stands before the first call. */
  readonly position: number;
  readonly calls: number;
  /** The number of the device that is selected alone, or null. */
  readonly device: number | null;
  /** How much is selected. */
  readonly selected: number;
  /** The call that the one at the cursor is compared with, or null. */
  readonly marked: number | null;
  /** A move on the canvas can be taken back. */
  readonly moved: boolean;
  readonly playing: boolean;
}

/** The snapshot of a workspace's two stores. */
export function snapshot(document: PlaygroundState, { playing }: Pick<UiState, 'playing'>): Snapshot {
  return {
    position: document.position,
    calls: document.frames.length,
    device: deviceOfRef(document.selection),
    selected: document.selected.length,
    marked: document.marked,
    moved: document.moves.before.length > 0,
    playing,
  };
}

export interface Action {
  readonly id: string;
  readonly title: string;
  readonly group: 'Document' | 'Time' | 'Canvas' | 'Page' | 'Calls' | 'Machine';
  /** The first is shown. */
  readonly keys?: readonly Keys[];
  /** Whether it can be done now; without it, it always can. */
  readonly enabled?: (now: Snapshot) => boolean;
  /** What has to be done first where it can't be done, as a sentence. */
  readonly needs?: string;
  /** What it does; several things in turn. */
  readonly run: (now: Snapshot) => Effect | readonly Effect[];
}

const PACE_TITLES: Readonly<Record<Pace, string>> = {
  slow: 'Play slowly',
  normal: 'Play at the usual speed',
  fast: 'Play fast',
};

const PACE_ACTIONS = (['slow', 'normal', 'fast'] as const).map((pace): Action => ({
  id: `pace:${pace}`,
  title: PACE_TITLES[pace],
  group: 'Time',
  enabled: ({ calls }) => calls > 0,
  needs: 'There are no calls to play yet.',
  run: () => [
    { do: 'set-pace', pace },
    { do: 'play', on: true },
  ],
}));

const PAGE_ACTIONS: readonly Action[] = [
  {
    id: 'gallery',
    title: 'Open a scenario or a machine …',
    group: 'Document',
    keys: ['mod+g'],
    run: () => ({ do: 'show', dialog: 'gallery' }),
  },
  {
    id: 'documents',
    title: 'Documents kept in this browser …',
    group: 'Document',
    run: () => ({ do: 'show', dialog: 'documents' }),
  },
  {
    id: 'open',
    title: 'Open a file …',
    group: 'Document',
    keys: ['mod+o'],
    run: () => ({ do: 'ask', what: 'choose-file' }),
  },
  {
    id: 'save',
    title: 'Save as a file',
    group: 'Document',
    keys: ['mod+s'],
    run: () => ({ do: 'save' }),
  },
  {
    id: 'share',
    title: 'Share: link, Markdown, script …',
    group: 'Document',
    run: () => ({ do: 'show', dialog: 'share' }),
  },
  {
    id: 'undo',
    title: 'Undo: one call back',
    group: 'Time',
    keys: ['mod+z', '['],
    enabled: ({ position }) => position >= 0,
    needs: 'You are before the first call already.',
    run: ({ position }) => ({ do: 'travel', to: position - 1 }),
  },
  {
    id: 'redo',
    title: 'Redo: one call forward',
    group: 'Time',
    keys: ['mod+shift+z', 'mod+y', ']'],
    enabled: ({ position, calls }) => position + 1 < calls,
    needs: 'You are at the last call already.',
    run: ({ position }) => ({ do: 'travel', to: position + 1 }),
  },
  {
    id: 'start',
    title: 'Go before the first call',
    group: 'Time',
    keys: ['{'],
    run: () => ({ do: 'travel', to: -1 }),
  },
  {
    id: 'end',
    title: 'Go to the last call',
    group: 'Time',
    keys: ['}'],
    run: ({ calls }) => ({ do: 'travel', to: calls - 1 }),
  },
  {
    id: 'play',
    title: 'Play from here, or stop',
    group: 'Time',
    keys: ['p'],
    enabled: ({ calls }) => calls > 0,
    needs: 'There are no calls to play yet.',
    run: ({ playing }) => ({ do: 'play', on: !playing }),
  },
  ...PACE_ACTIONS,
  {
    id: 'compare',
    title: 'Compare with this call from now on, or stop comparing',
    group: 'Time',
    keys: ['m'],
    enabled: ({ position }) => position >= 0,
    needs: 'Go to a call first.',
    run: ({ marked, position }) => ({ do: 'mark', position: marked === null ? position : null }),
  },
  {
    id: 'attach',
    title: 'Attach the selected device: choose a target by arrows',
    group: 'Canvas',
    keys: ['c'],
    enabled: ({ device }) => device !== null,
    needs: 'Select a device first.',
    run: ({ device }) => ({ do: 'connect', event: device === null ? { kind: 'cancel' } : { kind: 'choose', device } }),
  },
  {
    id: 'fit',
    title: 'Fit the graph into view',
    group: 'Canvas',
    keys: ['f'],
    run: () => ({ do: 'ask', what: 'fit' }),
  },
  {
    id: 'undo-move',
    title: 'Undo the last move on the canvas',
    group: 'Canvas',
    keys: ['alt+z'],
    enabled: ({ moved }) => moved,
    needs: 'Nothing was moved on the canvas.',
    run: () => ({ do: 'undo-move' }),
  },
  {
    id: 'tidy',
    title: 'Tidy: give up moved positions',
    group: 'Canvas',
    keys: ['t'],
    run: () => ({ do: 'tidy' }),
  },
  {
    id: 'dismiss',
    title: 'Dismiss the refused edge',
    group: 'Canvas',
    run: () => ({ do: 'dismiss' }),
  },
  {
    id: 'palette',
    title: 'All actions …',
    group: 'Page',
    keys: ['mod+k'],
    run: () => ({ do: 'show', dialog: 'palette' }),
  },
  { id: 'command', title: 'Type a call', group: 'Page', keys: ['/'], run: () => ({ do: 'ask', what: 'type' }) },
  {
    id: 'shortcuts',
    title: 'Keyboard shortcuts',
    group: 'Page',
    keys: ['?'],
    run: () => ({ do: 'show', dialog: 'shortcuts' }),
  },
  {
    id: 'rulesets',
    title: 'Rule sets: what each is',
    group: 'Page',
    run: () => ({ do: 'show', dialog: 'rulesets' }),
  },
  {
    id: 'outline',
    title: 'Show or hide the outline',
    group: 'Page',
    keys: ['o'],
    run: () => ({ do: 'toggle-panel', panel: 'outline' }),
  },
  {
    id: 'inspector',
    title: 'Show or hide the inspector',
    group: 'Page',
    keys: ['i'],
    run: () => ({ do: 'toggle-panel', panel: 'inspector' }),
  },
  {
    id: 'select-all',
    title: 'Select everything',
    group: 'Canvas',
    keys: ['mod+a'],
    run: () => ({ do: 'select-all' }),
  },
  {
    id: 'select-none',
    title: 'Select nothing, end the comparison',
    group: 'Canvas',
    keys: ['Escape'],
    enabled: ({ selected, marked }) => selected > 0 || marked !== null,
    needs: 'Nothing is selected.',
    run: () => ({ do: 'select-none' }),
  },
  {
    id: 'glossary',
    title: 'Glossary',
    group: 'Page',
    run: () => ({ do: 'show', dialog: 'glossary' }),
  },
  {
    id: 'theme',
    title: 'Theme: light or dark',
    group: 'Page',
    run: () => ({ do: 'toggle-theme' }),
  },
];

const CALL_ACTIONS: readonly Action[] = OPS.map((op) => ({
  id: `call:${op}`,
  title: `${op}: ${specOf(op).summary} …`,
  group: specOf(op).of === 'machine' ? 'Machine' : 'Calls',
  run: () => ({ do: 'fill-in', op }),
}));

export const ACTIONS: readonly Action[] = [...PAGE_ACTIONS, ...CALL_ACTIONS];

const BY_ID = new Map(ACTIONS.map((one) => [one.id, one]));
const BY_KEYS = new Map(ACTIONS.flatMap((one) => (one.keys ?? []).map((keys) => [keys, one] as const)));

/** The action of the id. Throws when there is none. */
export function action(id: string): Action {
  const found = BY_ID.get(id);
  if (found === undefined) throw new Error(`there is no action ${id}`);
  return found;
}

/** The action of keys, or undefined. */
export function actionOfKeys(keys: Keys): Action | undefined {
  return BY_KEYS.get(keys);
}

/** True when the action can be done. */
export function isEnabled(one: Action, now: Snapshot): boolean {
  return one.enabled?.(now) !== false;
}

/** Does the action in the workspace, if it can be done now; answers whether it could. */
export function act(workspace: Workspace, one: Action): boolean {
  const now = snapshot(workspace.playground.getState(), workspace.ui.getState());
  if (!isEnabled(one, now)) return false;
  const effects = one.run(now);
  for (const effect of 'do' in effects ? [effects] : effects) perform(workspace, effect);
  return true;
}
