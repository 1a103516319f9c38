/** What a screen reader hears of what is done, and what goes on meanwhile. */
import { beforeEach, describe, expect, test } from 'vitest';
import { append, choiceOf, newDocument, scenarioDocument, SCENARIOS, type Document } from '../../../src/index.ts';
import { createPlayground, type Playground } from '../../../app/workspace/playground.ts';
import { command, stateAfter } from '../../calls.ts';

function scenario(id: string): Document {
  const found = SCENARIOS.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no scenario ${id}`);
  return scenarioDocument(found);
}

const { machine } = stateAfter(['plug_unit unit=0 driver=intel', 'plug_device device=0 unit=0 group=0']);
const BARE = newDocument('Mine', machine, choiceOf('linux-6.12'));
let store: Playground;
const now = () => store.getState();

beforeEach(() => {
  store = createPlayground(append(BARE, command('ioas_alloc')));
});

describe('said is', () => {
  test('nothing at first', () => {
    expect(now().announcement).toBe('');
  });

  test('the last call with its answer', () => {
    now().run(command('ioas_alloc'), command('destroy id=99'));
    expect(now().announcement).toBe('destroy: ENOENT');
  });

  test('the call that one travels to, counted from 1', () => {
    now().travel(0);
    expect(now().announcement).toBe('Call 1: ioas_alloc');
  });

  test('which document was opened', () => {
    now().open(scenario('group'));
    expect(now().announcement).toBe(`Opened ${scenario('group').name}`);
  });

  test('that rules change no answer, or how many', () => {
    now().setRules(choiceOf('linux-6.12', 'v4'));
    expect(now().announcement).toMatch(/: no answer changes$/);
    store = createPlayground(scenario('refused'));
    now().setRules(choiceOf('linux-6.12', 'v4'));
    expect(now().announcement).toMatch(/: 1 answers? changes?$/);
  });

  test('what is going on, when it takes long; a document without a name is the document', () => {
    store = createPlayground(BARE, () => undefined);
    const calls = Array.from({ length: 2000 }, () => command('destroy id=99'));
    now().open({ ...append(BARE, ...calls), name: '' });
    expect(now().replay?.what).toBe('Opening the document');
  });

  test('that what was given up changed nothing', () => {
    now().giveUp();
    expect(now()).toMatchObject({ replay: null, announcement: 'Given up; nothing has changed' });
  });

  test('what a part of the page says', () => {
    now().announce('copied');
    expect(now().announcement).toBe('copied');
  });
});

describe('a place before the first call or behind the last', () => {
  test.each([-1, 99])('%i stands before the first', (position) => {
    now().travel(position);
    expect(now()).toMatchObject({ position: -1, announcement: 'Before the first call' });
    expect(now().document.cursor).toBe(null);
  });

  test('a comparison from before the first call is with nothing', () => {
    now().undo();
    now().compareWith(0);
    expect(now()).toMatchObject({ position: 0, marked: null });
  });

  test('a comparison from the first call is with it', () => {
    now().run(command('ioas_alloc'));
    now().travel(0);
    now().compareWith(1);
    expect(now()).toMatchObject({ position: 1, marked: 0 });
  });
});

describe('closing', () => {
  test('takes away what it is asked for, and nothing else', () => {
    now().setRules(choiceOf('linux-6.12', 'v4'));
    now().light(['ioas:1']);
    now().closeNotice();
    expect(now()).toMatchObject({ ruleSwitch: null, aboutClosed: false, lit: ['ioas:1'] });
    now().closeAbout();
    expect(now().aboutClosed).toBe(true);
    now().dismiss();
    expect(now().dismissed).toBe(now().document.cursor);
    now().select('ioas:1');
    expect(now().lit).toEqual([]);
  });
});

describe('bringing something in under another id', () => {
  test('keeps the marks of a switch while the rules are the same, and drops them with the rules', () => {
    now().setRules(choiceOf('linux-6.12', 'v4'));
    const switched = now().ruleSwitch;
    now().absorb(append(now().document, command('ioas_alloc')), 'other');
    expect(now().documentId).toBe('other');
    expect(now().ruleSwitch).toBe(switched);
    now().absorb({ ...now().document, rules: choiceOf('linux-6.12') });
    expect(now().ruleSwitch).toBe(null);
  });

  test('a switch of rules remembers what each call answered', () => {
    store = createPlayground(append(BARE, command('ioas_alloc'), command('destroy id=99')));
    const nodes = now().frames.map(({ node }) => node);
    now().setRules(choiceOf('linux-6.12', 'v4'));
    expect([...(now().ruleSwitch?.answers.keys() ?? [])]).toEqual(nodes);
    expect([...(now().ruleSwitch?.answers.values() ?? [])][1]).toBe('ENOENT');
  });
});

describe('connecting', () => {
  beforeEach(() => {
    store = createPlayground(append(BARE, command('ioas_alloc'), command('device_bind device=0')));
  });

  test('goes on to the targets of its own device, and tells no one when it stays the same', () => {
    now().connect({ kind: 'choose', device: 0 });
    expect(now().connecting).toEqual({ device: 0, over: 1, by: 'choosing' });
    let told = 0;
    store.subscribe(() => {
      told += 1;
    });
    now().connect({ kind: 'over', target: 1 });
    expect(told).toBe(0);
    now().connect({ kind: 'turn', by: 1 });
    expect(now().connecting?.over).toBe(1);
  });

  test('that is cancelled makes no call', () => {
    now().connect({ kind: 'draw', device: 0 });
    now().connect({ kind: 'cancel' });
    expect(now().connecting).toBe(null);
    expect(now().frames).toHaveLength(2);
  });
});

test('notes are written into the call at the place, and others keep theirs', () => {
  now().run(command('ioas_alloc'));
  now().note(0, 'first');
  now().note(1, 'second');
  expect(now().document.nodes.map(({ note }) => note)).toEqual(['first', 'second']);
  now().note(0, '');
  expect(now().document.nodes.map(({ note }) => note)).toEqual([undefined, 'second']);
});
