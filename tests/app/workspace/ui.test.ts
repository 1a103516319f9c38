/** What is open over a workspace: each thing opens and closes alone. */
import { beforeEach, describe, expect, test } from 'vitest';
import { createUi, type Ui } from '../../../app/workspace/ui.ts';

let ui: Ui;
const now = () => ui.getState();

beforeEach(() => {
  ui = createUi();
});

describe('what is open', () => {
  test('is nothing at first, and nobody was asked for anything', () => {
    expect(now()).toMatchObject({ dialog: null, draft: null, problem: null, menu: null, playing: false });
    expect(now().asked).toEqual({ fit: 0, type: 0, 'choose-file': 0 });
  });

  test('is one dialog at a time, until it is closed', () => {
    now().show('gallery');
    now().show('share');
    expect(now().dialog).toBe('share');
    now().show(null);
    expect(now().dialog).toBe(null);
  });

  test('is a form with what is known, in place of the dialog that it came from', () => {
    now().show('palette');
    now().fillIn('hwpt_alloc', { ptId: 4 });
    expect(now()).toMatchObject({ dialog: null, draft: { op: 'hwpt_alloc', fields: { ptId: 4 } } });
    now().closeForm();
    expect(now().draft).toBe(null);
  });

  test('is a form without fields when none is known', () => {
    now().fillIn('ioas_map');
    expect(now().draft).toEqual({ op: 'ioas_map', fields: {} });
  });

  test('is the menu of one thing, where it was asked for', () => {
    now().openMenu({ ref: 'ioas:1', x: 3, y: 4 });
    expect(now().menu).toEqual({ ref: 'ioas:1', x: 3, y: 4 });
    now().closeMenu();
    expect(now().menu).toBe(null);
  });
});

describe('a problem', () => {
  test('is said until it is dismissed, with details only when there are some', () => {
    now().report('No', 'It is not there.');
    expect(now().problem).toStrictEqual({ title: 'No', text: 'It is not there.' });
    now().report('No', 'The page failed.', 'at line 1');
    expect(now().problem).toStrictEqual({ title: 'No', text: 'The page failed.', details: 'at line 1' });
    now().dismissProblem();
    expect(now().problem).toBe(null);
  });
});

test('the timeline plays until it is stopped', () => {
  now().play(true);
  expect(now().playing).toBe(true);
  now().play(false);
  expect(now().playing).toBe(false);
});

test('each part counts how often it was asked, and the others do not', () => {
  now().ask('type');
  now().ask('type');
  now().ask('fit');
  expect(now().asked).toEqual({ fit: 1, type: 2, 'choose-file': 0 });
});
