/** Actions: predicates over a snapshot, and what they do as data. */
import { beforeEach, describe, expect, test } from 'vitest';
import {
  act,
  action,
  ACTIONS,
  actionOfKeys,
  isEnabled,
  snapshot,
  type Snapshot,
} from '../../../app/commands/actions.ts';
import { fileName } from '../../../app/commands/download.ts';
import { keyOf, keyText } from '../../../app/commands/keys.ts';
import { isMachineChange, OPS, specOf } from '../../../src/index.ts';
import { createWorkspace, type Workspace } from '../../../app/workspace/workspace.ts';

const NOW: Snapshot = { position: 2, calls: 5, device: null, selected: 0, marked: null, moved: false, playing: false };
let workspace: Workspace;

beforeEach(() => {
  workspace = createWorkspace();
});

const document = () => workspace.playground.getState();

describe('the registry', () => {
  test('has every id and every key once, and a call for every command', () => {
    const ids = ACTIONS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const keys = ACTIONS.flatMap((one) => one.keys ?? []);
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(actionOfKeys(key)?.keys).toContain(key);
    for (const op of OPS) {
      expect(action(`call:${op}`).group).toBe(specOf(op).of === 'machine' ? 'Machine' : 'Calls');
      expect(isMachineChange({ op } as never)).toBe(specOf(op).of === 'machine');
    }
    expect(() => action('nope')).toThrow('there is no action nope');
    expect(actionOfKeys('mod+nope')).toBe(undefined);
  });

  test('what can’t be done now says what is needed first', () => {
    for (const one of ACTIONS) if (one.enabled !== undefined) expect(one.needs, one.id).toMatch(/\.$/);
  });
});

describe('whether an action can be done', () => {
  test.each<[id: string, can: Partial<Snapshot>, cannot: Partial<Snapshot>]>([
    ['undo', { position: 0 }, { position: -1 }],
    ['redo', { position: 3 }, { position: 4 }],
    ['play', { calls: 1 }, { calls: 0 }],
    ['pace:fast', { calls: 1 }, { calls: 0 }],
    ['compare', { position: 0 }, { position: -1 }],
    ['attach', { device: 0 }, { device: null }],
    ['undo-move', { moved: true }, { moved: false }],
    ['select-none', { selected: 1 }, { selected: 0 }],
    ['select-none', { marked: 0 }, { marked: null }],
  ])('%s: with %j, and not with %j', (id, can, cannot) => {
    expect(isEnabled(action(id), { ...NOW, ...can })).toBe(true);
    expect(isEnabled(action(id), { ...NOW, ...cannot })).toBe(false);
  });

  test('always, without a predicate', () => {
    expect(isEnabled(action('fit'), NOW)).toBe(true);
  });
});

describe('doing', () => {
  test.each([
    ['undo', 9],
    ['start', -1],
    ['redo', 10],
    ['end', 10],
  ])('%s travels to %i', (id, position) => {
    if (id === 'redo') act(workspace, action('start'));
    if (id === 'redo') for (let at = -1; at < 9; at += 1) document().redo();
    expect(act(workspace, action(id))).toBe(true);
    expect(document().position).toBe(position);
  });

  test('what can’t be done changes nothing, and says so', () => {
    const before = document();
    expect(act(workspace, action('attach'))).toBe(false);
    expect(document()).toBe(before);
  });

  test('attach begins to choose a target for the selected device', () => {
    document().select('device:1');
    expect(act(workspace, action('attach'))).toBe(true);
    expect(document().connecting).toMatchObject({ device: 1, by: 'choosing' });
  });

  test('compare marks the call, and ends it again', () => {
    act(workspace, action('compare'));
    expect(document().marked).toBe(10);
    act(workspace, action('compare'));
    expect(document().marked).toBe(null);
  });

  test('everything is selected, and nothing', () => {
    act(workspace, action('select-all'));
    expect(document().selected.length).toBeGreaterThan(5);
    document().mark(1);
    act(workspace, action('select-none'));
    expect(document()).toMatchObject({ selected: [], marked: null });
  });

  test('dialogs, forms and requests are the workspace’s own', () => {
    const open = () => workspace.ui.getState();
    act(workspace, action('share'));
    expect(open().dialog).toBe('share');
    act(workspace, action('call:ioas_alloc'));
    expect(open()).toMatchObject({ dialog: null, draft: { op: 'ioas_alloc', fields: {} } });
    act(workspace, action('command'));
    act(workspace, action('open'));
    act(workspace, action('fit'));
    document().move(new Map([['unit:0', { x: 1, y: 1 }]]), false);
    act(workspace, action('tidy'));
    expect(open().asked).toEqual({ type: 1, 'choose-file': 1, fit: 2 });
    expect(document().document).not.toHaveProperty('layout');
    act(workspace, action('undo-move'));
    expect(document().document.layout?.positions).toEqual({ 'unit:0': [1, 1] });
    act(workspace, action('play'));
    expect(open().playing).toBe(true);
    act(workspace, action('play'));
    expect(open().playing).toBe(false);
  });

  test('the refused edge is dismissed for the call at the cursor', () => {
    act(workspace, action('dismiss'));
    expect(document().dismissed).toBe(document().document.cursor);
  });
});

test('a snapshot is plain data of the two stores', () => {
  document().select('device:1');
  const taken = snapshot(document(), workspace.ui.getState());
  expect(structuredClone(taken)).toEqual({
    position: 10,
    calls: 11,
    device: 1,
    selected: 1,
    marked: null,
    moved: false,
    playing: false,
  });
});

describe('keys', () => {
  const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {}) =>
    keyOf({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });

  test.each([
    [press('z', { ctrlKey: true }), 'mod+z'],
    [press('Z', { metaKey: true, shiftKey: true }), 'mod+shift+z'],
    [press('?', { shiftKey: true }), '?'],
    [press('z', { altKey: true }), 'alt+z'],
    [press('Escape'), 'Escape'],
  ])('%s', (pressed, keys) => {
    expect(pressed).toBe(keys);
  });

  test.each([
    ['mod+shift+z', '⌘⇧Z', 'Ctrl Shift Z'],
    ['alt+z', '⌥Z', 'Alt Z'],
    ['Escape', 'Esc', 'Esc'],
    ['?', '?', '?'],
    ['[', '[', '['],
  ])('%s reads %s on a Mac, else %s', (keys, mac, other) => {
    expect(keyText(keys, true)).toBe(mac);
    expect(keyText(keys, false)).toBe(other);
  });
});

test.each([
  ['Three lines', 'three-lines.json'],
  ['  …  ', 'document.json'],
  ['', 'document.json'],
  ['a'.repeat(200), `${'a'.repeat(60)}.json`],
])('a document called %j is saved as %s', (name, file) => {
  expect(fileName(name)).toBe(file);
});
