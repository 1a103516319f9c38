/** Everything that can be done on the page: menus, keys, palette and toolbar read this one list. */
import { deviceOfRef, documentToJson, OPS, specOf } from '../../src/index.ts';
import { refsOf } from '../view/refs.ts';
import { attachTargets } from '../view/targets.ts';
import { currentState, type Playground } from '../store/playground.ts';
import { rulesFor } from '../../src/index.ts';
import { layout } from '../store/layout.ts';
import { settings, type Pace } from '../store/settings.ts';
import { ui } from '../store/ui.ts';

export interface Action {
  readonly id: string;
  readonly title: string;
  readonly group: 'Document' | 'Time' | 'Canvas' | 'Page' | 'Calls' | 'Machine';
  /** Keys, as {@link keyOf} writes them; the first is shown. */
  readonly keys?: readonly string[];
  readonly enabled?: (store: Playground) => boolean;
  readonly run: (store: Playground) => void;
}

/** Hands a text to the browser as a file. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 1000);
}

/** A file name from a document's name. */
export function fileName(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return `${plain === '' ? 'document' : plain.slice(0, 60)}.json`;
}

/** The device that is selected, or null. */
function selectedDevice(store: Playground): number | null {
  return deviceOfRef(store.getState().selection);
}

/** Begins to attach the selected device by keyboard: the arrows go through the targets, Enter drops. */
function startConnecting(store: Playground): void {
  const device = selectedDevice(store);
  if (device === null) return;
  const state = store.getState();
  const targets = attachTargets(rulesFor(state.document.rules), currentState(state), device);
  const first = targets.find((target) => target.legal) ?? targets[0];
  if (first !== undefined) state.connect({ device, over: first.id, keyboard: true });
}

const focusCommand = (): void => {
  document.querySelector<HTMLInputElement>('input[aria-label="Command"]')?.focus();
};

const PACE_TITLES: Readonly<Record<Pace, string>> = {
  slow: 'Play slowly',
  normal: 'Play at the usual speed',
  fast: 'Play fast',
};

const PACE_ACTIONS = (['slow', 'normal', 'fast'] as const).map((pace): Action => ({
  id: `pace:${pace}`,
  title: PACE_TITLES[pace],
  group: 'Time',
  enabled: (store) => store.getState().frames.length > 0,
  run: () => {
    settings.getState().setPace(pace);
    ui.getState().play(true);
  },
}));

const PAGE_ACTIONS: readonly Action[] = [
  {
    id: 'gallery',
    title: 'Open a scenario or a machine …',
    group: 'Document',
    keys: ['mod+g'],
    run: () => {
      ui.getState().show('gallery');
    },
  },
  {
    id: 'documents',
    title: 'Documents kept in this browser …',
    group: 'Document',
    run: () => {
      ui.getState().show('documents');
    },
  },
  {
    id: 'open',
    title: 'Open a file …',
    group: 'Document',
    keys: ['mod+o'],
    run: () => document.querySelector<HTMLInputElement>('input[aria-label="Open file"]')?.click(),
  },
  {
    id: 'save',
    title: 'Save as a file',
    group: 'Document',
    keys: ['mod+s'],
    run: (store) => {
      const { document: open } = store.getState();
      download(fileName(open.name), `${JSON.stringify(documentToJson(open), null, 1)}\n`);
    },
  },
  {
    id: 'share',
    title: 'Share: link, Markdown, script …',
    group: 'Document',
    run: () => {
      ui.getState().show('share');
    },
  },
  {
    id: 'undo',
    title: 'Undo: one call back',
    group: 'Time',
    keys: ['mod+z', '['],
    enabled: (store) => store.getState().position >= 0,
    run: (store) => {
      store.getState().undo();
    },
  },
  {
    id: 'redo',
    title: 'Redo: one call forward',
    group: 'Time',
    keys: ['mod+shift+z', 'mod+y', ']'],
    enabled: (store) => store.getState().position + 1 < store.getState().frames.length,
    run: (store) => {
      store.getState().redo();
    },
  },
  {
    id: 'start',
    title: 'Go before the first call',
    group: 'Time',
    keys: ['{'],
    run: (store) => {
      store.getState().travel(-1);
    },
  },
  {
    id: 'end',
    title: 'Go to the last call',
    group: 'Time',
    keys: ['}'],
    run: (store) => {
      store.getState().travel(store.getState().frames.length - 1);
    },
  },
  {
    id: 'play',
    title: 'Play from here, or stop',
    group: 'Time',
    keys: ['p'],
    enabled: (store) => store.getState().frames.length > 0,
    run: () => {
      ui.getState().play(!ui.getState().playing);
    },
  },
  ...PACE_ACTIONS,
  {
    id: 'compare',
    title: 'Compare with this call from now on, or stop comparing',
    group: 'Time',
    keys: ['m'],
    enabled: (store) => store.getState().position >= 0,
    run: (store) => {
      const { marked, position, mark } = store.getState();
      mark(marked === null ? position : null);
    },
  },
  {
    id: 'attach',
    title: 'Attach the selected device: choose a target by arrows',
    group: 'Canvas',
    keys: ['c'],
    enabled: (store) => selectedDevice(store) !== null,
    run: startConnecting,
  },
  {
    id: 'fit',
    title: 'Fit the graph into view',
    group: 'Canvas',
    keys: ['f'],
    run: () => {
      ui.getState().fitView();
    },
  },
  {
    id: 'undo-move',
    title: 'Undo the last move on the canvas',
    group: 'Canvas',
    keys: ['alt+z'],
    enabled: () => layout.getState().before.length > 0,
    run: () => {
      layout.getState().undoMove();
    },
  },
  {
    id: 'tidy',
    title: 'Tidy: give up moved positions',
    group: 'Canvas',
    keys: ['t'],
    run: () => {
      ui.getState().tidyUp();
    },
  },
  {
    id: 'dismiss',
    title: 'Dismiss the refused edge',
    group: 'Canvas',
    run: (store) => {
      store.getState().dismiss();
    },
  },
  {
    id: 'palette',
    title: 'All actions …',
    group: 'Page',
    keys: ['mod+k'],
    run: () => {
      ui.getState().show('palette');
    },
  },
  { id: 'command', title: 'Type a call', group: 'Page', keys: ['/'], run: focusCommand },
  {
    id: 'shortcuts',
    title: 'Keyboard shortcuts',
    group: 'Page',
    keys: ['?'],
    run: () => {
      ui.getState().show('shortcuts');
    },
  },
  {
    id: 'rulesets',
    title: 'Rule sets: what each is',
    group: 'Page',
    run: () => {
      ui.getState().show('rulesets');
    },
  },
  {
    id: 'outline',
    title: 'Show or hide the outline',
    group: 'Page',
    keys: ['o'],
    run: () => {
      settings.getState().togglePanel('outline');
    },
  },
  {
    id: 'inspector',
    title: 'Show or hide the inspector',
    group: 'Page',
    keys: ['i'],
    run: () => {
      settings.getState().togglePanel('inspector');
    },
  },
  {
    id: 'select-all',
    title: 'Select everything',
    group: 'Canvas',
    keys: ['mod+a'],
    run: (store) => {
      store.getState().select(...refsOf(currentState(store.getState())));
    },
  },
  {
    id: 'select-none',
    title: 'Select nothing, end the comparison',
    group: 'Canvas',
    keys: ['Escape'],
    enabled: (store) => store.getState().selected.length > 0 || store.getState().marked !== null,
    run: (store) => {
      store.getState().select();
      store.getState().mark(null);
    },
  },
  {
    id: 'glossary',
    title: 'Glossary',
    group: 'Page',
    run: () => {
      ui.getState().show('glossary');
    },
  },
  {
    id: 'theme',
    title: 'Theme: light or dark',
    group: 'Page',
    run: () => {
      settings.getState().toggleTheme();
    },
  },
];

const CALL_ACTIONS: readonly Action[] = OPS.map((op) => ({
  id: `call:${op}`,
  title: `${op}: ${specOf(op).summary} …`,
  group: specOf(op).of === 'machine' ? 'Machine' : 'Calls',
  run: () => {
    ui.getState().fillIn(op);
  },
}));

export const ACTIONS: readonly Action[] = [...PAGE_ACTIONS, ...CALL_ACTIONS];

const BY_KEY = new Map(ACTIONS.flatMap((one) => (one.keys ?? []).map((key) => [key, one] as const)));

/** The action of the id. Throws when there is none. */
export function action(id: string): Action {
  const found = ACTIONS.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no action ${id}`);
  return found;
}

/** A key press as the registry writes it: `mod+shift+z`, `?`. */
export function keyOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>): string {
  const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const mod = event.ctrlKey || event.metaKey;
  const shift = event.shiftKey && /^[a-z]$/.test(letter);
  return `${mod ? 'mod+' : ''}${event.altKey ? 'alt+' : ''}${shift ? 'shift+' : ''}${letter}`;
}

/** The keys as people read them. */
export function keyText(key: string): string {
  const mac = /mac/i.test(navigator.userAgent);
  return key
    .replace('Escape', 'Esc')
    .replace('mod+', mac ? '⌘' : 'Ctrl ')
    .replace('shift+', mac ? '⇧' : 'Shift ')
    .replace('alt+', mac ? '⌥' : 'Alt ')
    .toUpperCase()
    .replace('CTRL', 'Ctrl')
    .replace('SHIFT', 'Shift')
    .replace('ALT', 'Alt')
    .replace('ESC', 'Esc');
}

/** The action of a key, or undefined. */
export function actionOfKey(key: string): Action | undefined {
  return BY_KEY.get(key);
}
