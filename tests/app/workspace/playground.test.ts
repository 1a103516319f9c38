/** The document's store: what each thing that is done changes, what goes with it, and what stays. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import {
  append,
  choiceFromJson,
  choiceOf,
  newDocument,
  READY_MACHINES,
  scenarioDocument,
  SCENARIOS,
  withSeries,
  type Command,
  type Document,
} from '../../../src/index.ts';
import { collapsedIn, putIn } from '../../../app/workspace/moves.ts';
import { createPlayground, currentState, type Playground } from '../../../app/workspace/playground.ts';
import { createWorkspace } from '../../../app/workspace/workspace.ts';
import { command } from '../../calls.ts';

const scenario = (id: string): Document => {
  const found = SCENARIOS.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no scenario ${id}`);
  return scenarioDocument(found);
};

const GROUP = scenario('group');
let store: Playground;
const now = () => store.getState();

/** Everything that is shown for a while, set to something. */
function showEverything(): void {
  now().travel(6);
  now().select('hwpt:4', 'device:1');
  now().mark(2);
  now().setRules(choiceOf('linux-6.12', 'v4'));
  now().light(['hwpt:4']);
  now().dismiss();
  now().connect({ kind: 'draw', device: 1 });
  now().move(new Map([['unit:0', { x: 5, y: 7 }]]), true);
  now().closeAbout();
}

const OF_STATE = { dismissed: null, connecting: null, lit: [] };

beforeEach(() => {
  store = createPlayground(GROUP);
  showEverything();
});

describe('what is shown for a while goes with what it belongs to', () => {
  test('a call takes what belongs to the state, and the marks of the switch of rules', () => {
    now().run(command('ioas_alloc'));
    expect(now()).toMatchObject({ ...OF_STATE, ruleSwitch: null, marked: 2, selected: ['hwpt:4', 'device:1'] });
    expect(now().aboutClosed).toBe(true);
  });

  test('a call in the past takes the comparison with a call that is not on its branch', () => {
    now().travel(4);
    now().mark(6);
    now().run(command('ioas_alloc'));
    expect(now()).toMatchObject({ marked: null, position: 5 });
    expect(now().frames).toHaveLength(6);
  });

  test('what was made elsewhere under other rules takes what belongs to the state, and the marks', () => {
    now().absorb({ ...now().document, rules: choiceOf('linux-6.12') });
    expect(now()).toMatchObject({ ...OF_STATE, ruleSwitch: null, marked: 2, selected: ['hwpt:4', 'device:1'] });
  });

  test('travelling takes what belongs to the state, and leaves the comparison and the marks', () => {
    now().travel(3);
    expect(now()).toMatchObject({ ...OF_STATE, marked: 2 });
    expect(now().ruleSwitch).not.toBe(null);
  });

  test('a switch of rules takes what belongs to the state', () => {
    now().setRules(choiceOf('linux-6.12'));
    expect(now()).toMatchObject(OF_STATE);
    expect(now().ruleSwitch?.from).toEqual(choiceOf('linux-6.12', 'v4'));
  });

  test('another branch takes the comparison and the marks too', () => {
    now().travel(2);
    now().run(command('ioas_alloc'));
    now().mark(1);
    now().switchBranch(GROUP.nodes.length - 1);
    expect(now()).toMatchObject({ ...OF_STATE, marked: null, ruleSwitch: null, selected: ['hwpt:4', 'device:1'] });
  });

  test('another document takes everything', () => {
    now().open(scenario('width'));
    expect(now()).toMatchObject({
      ...OF_STATE,
      marked: null,
      ruleSwitch: null,
      selected: [],
      selection: null,
      aboutClosed: false,
      moves: { dragged: null, before: [] },
      opened: 1,
    });
  });
});

test('a switch to rules that the patch does not fit is not made, and says why', () => {
  const read = choiceFromJson({
    kernel: 'linux-6.12',
    patch: { name: 'mine', errno: { 'intel.enforce_mapped_domain': 'EBUSY' } },
  });
  if (!read.ok) throw new Error(read.error);
  now().setRules(read.value);
  const { document } = now();
  now().setRules(withSeries(read.value, 'mapped-domain', 'maps-later'));
  expect(now().document).toBe(document);
  expect(now().announcement).toBe('The rules stay: mine does not fit, no stage has a rule intel.enforce_mapped_domain');
});

describe('travelling', () => {
  test('shows the state after the call, and none before the first', () => {
    now().travel(0);
    expect(currentState(now()).objects.count).toBe(1);
    now().undo();
    expect(now()).toMatchObject({ position: -1, announcement: 'Before the first call' });
    expect(currentState(now()).objects.count).toBe(0);
    now().undo();
    expect(now().position).toBe(-1);
    now().redo();
    expect(now().position).toBe(0);
    now().travel(GROUP.nodes.length - 1);
    now().redo();
    expect(now().position).toBe(GROUP.nodes.length - 1);
  });

  test('a call made in the past begins a branch and loses nothing', () => {
    now().travel(2);
    now().run(command('ioas_alloc'));
    expect(now().frames).toHaveLength(4);
    expect(now().document.nodes).toHaveLength(GROUP.nodes.length + 1);
    now().switchBranch(GROUP.nodes.length - 1);
    expect(now().frames).toHaveLength(GROUP.nodes.length);
  });

  test('a comparison is with where one was, and with nothing when one stayed', () => {
    now().mark(null);
    now().compareWith(3);
    expect(now()).toMatchObject({ position: 3, marked: 6 });
    now().compareWith(3);
    expect(now().marked).toBe(null);
  });
});

describe('connecting', () => {
  test('makes the call where it ends, and the refused one stays for good', () => {
    now().connect({ kind: 'drop', target: 5 });
    const last = now().frames[now().position];
    expect(last?.entry.command).toEqual({ op: 'device_attach', device: 1, ptId: 5 });
    expect(now().connecting).toBe(null);
  });

  test('by choice begins at a target that is legal', () => {
    now().travel(5);
    now().connect({ kind: 'choose', device: 2 });
    expect(now().connecting).toEqual({ device: 2, over: expect.any(Number) as number, by: 'choosing' });
  });
});

describe('moves on the canvas', () => {
  const at = (id: string) => putIn(now().document).get(id);

  test('are the document only when they end, one step of undo for a whole drag', () => {
    expect(at('unit:0')).toBe(undefined);
    now().move(new Map([['unit:0', { x: 50, y: 70 }]]), true);
    now().move(new Map(), false);
    expect(at('unit:0')).toEqual({ x: 50, y: 70 });
    now().move(new Map([['unit:0', { x: 1, y: 2 }]]), false);
    expect(at('unit:0')).toEqual({ x: 1, y: 2 });
    now().undoMove();
    expect(at('unit:0')).toEqual({ x: 50, y: 70 });
    now().undoMove();
    expect(at('unit:0')).toBe(undefined);
    expect(now().document).not.toHaveProperty('layout');
    now().undoMove();
    expect(at('unit:0')).toBe(undefined);
  });

  test('tidy gives them up and can be taken back; what is collapsed stays so', () => {
    now().toggle('unit:0');
    now().move(new Map([['unit:0', { x: 1, y: 2 }]]), false);
    now().tidy();
    expect(at('unit:0')).toBe(undefined);
    expect([...collapsedIn(now().document)]).toEqual(['unit:0']);
    now().undoMove();
    expect(at('unit:0')).toEqual({ x: 1, y: 2 });
    now().toggle('unit:0');
    expect([...collapsedIn(now().document)]).toEqual([]);
  });

  test('are no calls: undo and redo leave them', () => {
    now().move(new Map([['unit:0', { x: 1, y: 2 }]]), false);
    now().undo();
    expect(at('unit:0')).toEqual({ x: 1, y: 2 });
  });

  test('of one document are not those of the next', () => {
    now().toggle('unit:0');
    now().move(new Map([['unit:0', { x: 1, y: 2 }]]), false);
    now().open(scenario('width'));
    expect(at('unit:0')).toBe(undefined);
    expect([...collapsedIn(now().document)]).toEqual([]);
    now().undoMove();
    expect(at('unit:0')).toBe(undefined);
  });
});

describe('selecting, notes and names', () => {
  test('one alone is the selection; several are none', () => {
    now().select('hwpt:4');
    expect(now().selection).toBe('hwpt:4');
    now().alsoSelect('device:1');
    expect(now()).toMatchObject({ selection: null, selected: ['hwpt:4', 'device:1'] });
    now().alsoSelect('hwpt:4');
    expect(now().selection).toBe('device:1');
  });

  test('a note is the call’s, an empty one is none, and neither replays the branch', () => {
    const [first] = now().frames;
    now().note(1, 'why');
    expect(now().frames[1]?.entry.note).toBe('why');
    expect(now().frames[0]).toBe(first);
    now().note(1, '  ');
    expect(now().document.nodes[1]).not.toHaveProperty('note');
    const before = now().document;
    now().note(99, 'nowhere');
    expect(now().document).toBe(before);
  });

  test('a new machine keeps the rules, and a name is the document’s', () => {
    now().startOn('Blank', GROUP.machine);
    now().rename('Mine');
    expect(now().document).toMatchObject({ name: 'Mine', nodes: [], rules: choiceOf('linux-6.12', 'v4') });
  });

  test('the same rules again are no switch', () => {
    const before = now();
    now().setRules(choiceOf('linux-6.12', 'v4'));
    expect(now()).toBe(before);
  });
});

describe('a long replay', () => {
  const machine = READY_MACHINES[0]?.machine ?? GROUP.machine;
  const many: readonly Command[] = Array.from({ length: 5000 }, () => ({ op: 'destroy', id: 99 }) as const);
  const long = append(newDocument('Long', machine), ...many);
  let tasks: (() => void)[];

  beforeEach(() => {
    tasks = [];
    store = createPlayground(GROUP, (task) => tasks.push(task));
  });

  const goOn = (): void => {
    for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) task();
  };

  test('goes on in pieces, says how far it is, and shows the document at its end only', () => {
    now().open(long, 'long');
    expect(now().document).toBe(GROUP);
    expect(now().replay).toMatchObject({ what: 'Opening Long', total: 5000 });
    expect(now().replay?.done).toBeGreaterThan(0);
    goOn();
    expect(now()).toMatchObject({ document: long, documentId: 'long', replay: null, position: 4999, opened: 1 });
  });

  test('given up changes nothing', () => {
    const before = now();
    now().open(long);
    now().giveUp();
    goOn();
    expect(now()).toMatchObject({ document: before.document, frames: before.frames, replay: null, opened: 0 });
  });

  test('is given up when something else is done', () => {
    now().open(long);
    now().run(command('ioas_alloc'));
    goOn();
    expect(now().document.nodes).toHaveLength(GROUP.nodes.length + 1);
    expect(now().replay).toBe(null);
  });

  test('of pasted calls makes none of them until all are replayed', () => {
    now().run(...many);
    expect(now().document).toBe(GROUP);
    expect(now().replay?.what).toBe('Making 5000 calls');
    goOn();
    expect(now().frames).toHaveLength(GROUP.nodes.length + 5000);
  });

  test('takes in what becomes of the document meanwhile: a name, a place, what another tab made', () => {
    now().travel(GROUP.nodes.length - 1);
    now().run(...many);
    now().rename('Meanwhile');
    now().toggle('unit:0');
    const { document } = now();
    now().absorb({
      ...append({ ...document, cursor: 2 }, command('destroy id=77')),
      cursor: document.cursor,
      tip: document.tip,
    });
    expect(now().document.nodes).toHaveLength(GROUP.nodes.length + 1);
    expect(now().replay).not.toBe(null);
    goOn();
    expect(now().document).toMatchObject({ name: 'Meanwhile', layout: { collapsed: ['unit:0'] } });
    expect(now().document.nodes).toHaveLength(GROUP.nodes.length + 1 + 5000);
    expect(now().frames).toHaveLength(GROUP.nodes.length + 5000);
    expect(now().replay).toBe(null);
  });

  test('makes its calls where they were asked for, wherever the cursor goes meanwhile', () => {
    now().travel(GROUP.nodes.length - 1);
    now().run(...many);
    now().travel(0);
    goOn();
    expect(now().frames).toHaveLength(GROUP.nodes.length + 5000);
  });

  test('a switch of rules goes on with what another tab made meanwhile', () => {
    store = createPlayground(long, (task) => tasks.push(task));
    now().setRules(choiceOf('linux-6.12', 'v4'));
    now().absorb(append(now().document, command('destroy id=77')));
    goOn();
    expect(now().document.rules).toEqual(choiceOf('linux-6.12', 'v4'));
    expect(now().frames).toHaveLength(long.nodes.length + 1);
  });

  test('what another tab made is there at once, and is not given up', () => {
    now().absorb(append(now().document, ...many));
    expect(now()).toMatchObject({ replay: null });
    expect(now().frames).toHaveLength(GROUP.nodes.length + 5000);
  });

  test('a short one is there at once', () => {
    now().open(scenario('width'), 'short');
    expect(now()).toMatchObject({ documentId: 'short', replay: null });
    expect(tasks).toEqual([]);
  });
});

test('two workspaces do not know of each other', () => {
  const [one, other] = [createWorkspace(GROUP), createWorkspace(GROUP)];
  const told = vi.fn();
  other.playground.subscribe(told);
  other.ui.subscribe(told);
  const { run, select, toggle, move } = one.playground.getState();
  run(command('ioas_alloc'));
  select('hwpt:4');
  toggle('unit:0');
  move(new Map([['unit:0', { x: 1, y: 1 }]]), false);
  one.ui.getState().show('share');
  one.ui.getState().ask('fit');
  expect(told).not.toHaveBeenCalled();
  expect(other.playground.getState().document).toBe(GROUP);
  expect(other.ui.getState()).toMatchObject({ dialog: null, asked: { fit: 0 } });
});
