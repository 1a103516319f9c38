/** What autosaving writes and when, and what it says and does when a write does not succeed. */
import { describe, expect, test } from 'vitest';
import { append, EMPTY_MACHINE, newDocument } from '../../../src/index.ts';
import { ALLOC } from './origin.ts';
import { EMPTY, settled, setUp } from './steered.ts';

describe('a change', () => {
  test('is written after the next frame, once, with all that was done until then', async () => {
    const tab = setUp();
    tab.store.getState().run(ALLOC);
    tab.store.getState().run(ALLOC);
    expect([tab.frames.length, tab.keeps.length]).toEqual([1, 0]);
    expect(tab.status.getState().saving).toBe('saving');
    await tab.frame();
    expect(tab.keeps.map(({ document }) => document.nodes.length)).toEqual([2]);
    await tab.answers(0);
    expect(tab.status.getState()).toMatchObject({ saving: 'saved', reason: '' });
    await tab.frame();
    expect(tab.keeps).toHaveLength(1);
  });

  test('that comes while a write is under way is written right behind it, and no frame is waited for', async () => {
    const tab = setUp();
    tab.store.getState().run(ALLOC);
    await tab.frame();
    tab.store.getState().run(ALLOC);
    expect(tab.frames).toHaveLength(0);
    await tab.answers(0);
    expect(tab.status.getState().saving).toBe('saving');
    expect(tab.keeps.map(({ document }) => document.nodes.length)).toEqual([1, 2]);
    await tab.answers(1);
    expect(tab.status.getState().saving).toBe('saved');
  });

  test('tells the library which revision it knows: none at first, then its own', async () => {
    const tab = setUp();
    tab.store.getState().run(ALLOC);
    await tab.frame();
    expect(tab.keepAt(0).seen).toEqual({ revisions: [], document: null });
    await tab.answers(0);
    tab.store.getState().run(ALLOC);
    await tab.frame();
    expect(tab.keepAt(1).seen).toEqual({ revisions: [tab.keepAt(0).revision], document: tab.keepAt(0).document });
  });

  test('is told of once, when the first was kept', async () => {
    const tab = setUp();
    tab.store.getState().run(ALLOC);
    await tab.frame();
    expect(tab.firstKept()).toBe(0);
    await tab.answers(0);
    tab.store.getState().run(ALLOC);
    await tab.frame();
    await tab.answers(1);
    expect(tab.firstKept()).toBe(1);
  });

  test('made before keeping began is written, and nothing is where there was none', async () => {
    const changed = setUp(append(EMPTY, ALLOC));
    expect(changed.status.getState().saving).toBe('saving');
    await changed.frame();
    await changed.answers(0);
    expect([changed.keeps.length, changed.firstKept()]).toEqual([1, 0]);
    const untouched = setUp();
    await untouched.frame();
    expect([untouched.status.getState().saving, untouched.keeps.length]).toEqual(['unchanged', 0]);
  });

  test('is no change when the library shows what it has', async () => {
    const tab = setUp();
    tab.show(append(EMPTY, ALLOC));
    await tab.frame();
    expect([tab.keeps.length, tab.status.getState().saving]).toEqual([0, 'saved']);
    tab.store.getState().run(ALLOC);
    await tab.frame();
    expect(tab.keepAt(0)).toMatchObject({ id: 'kept', seen: { revisions: ['r0'] } });
  });

  test('of a document that is left is written at once, and said of no other', async () => {
    const tab = setUp();
    tab.store.getState().run(ALLOC);
    const left = tab.id();
    tab.store.getState().open(newDocument('other', EMPTY_MACHINE));
    await settled();
    expect(tab.keeps.map(({ id }) => id)).toEqual([left]);
    expect(tab.status.getState().saving).toBe('unchanged');
    await tab.answers(0);
    expect(tab.status.getState().saving).toBe('unchanged');
  });

  test('is not seen any more after the end', async () => {
    const tab = setUp();
    tab.autosave.stop();
    tab.store.getState().run(ALLOC);
    await tab.frame();
    expect(tab.keeps).toHaveLength(0);
  });
});

describe('a write that fails', () => {
  const failed = async () => {
    const tab = setUp();
    tab.store.getState().run(ALLOC);
    await tab.frame();
    tab.keepAt(0).fail(new Error('the disk is full'));
    await settled();
    return tab;
  };

  test('is said, with its reason, and stays said while calls go on', async () => {
    const tab = await failed();
    expect(tab.status.getState().saving).toBe('failed');
    expect(tab.status.getState().reason).toContain('the disk is full');
    tab.store.getState().run(ALLOC);
    expect(tab.status.getState().saving).toBe('failed');
  });

  test('is made again after 2 s, then after twice as long, a minute at most, with the latest', async () => {
    const tab = await failed();
    for (let attempt = 1; attempt <= 7; attempt += 1) {
      tab.timers.at(-1)?.task();
      await settled();
      tab.keepAt(attempt).fail(new Error('the disk is full'));
      await settled();
    }
    expect(tab.timers.map(({ after }) => after)).toEqual([2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    tab.store.getState().run(ALLOC);
    tab.timers.at(-1)?.task();
    await settled();
    expect(tab.keeps.at(-1)?.document.nodes).toHaveLength(2);
    await tab.answers(tab.keeps.length - 1);
    expect(tab.status.getState()).toMatchObject({ saving: 'saved', reason: '' });
  });

  test('waits 2 s again once a write succeeded', async () => {
    const tab = await failed();
    tab.timers.at(-1)?.task();
    await settled();
    await tab.answers(1);
    tab.store.getState().run(ALLOC);
    await tab.frame();
    tab.keepAt(2).fail(new Error('the disk is full'));
    await settled();
    expect(tab.timers.map(({ after }) => after)).toEqual([2000, 2000]);
  });

  test('is not made again after the end', async () => {
    const tab = await failed();
    tab.autosave.stop();
    expect(tab.timers.map(({ off }) => off)).toEqual([true]);
  });

  test('is not kept, and can be asked for', async () => {
    const tab = await failed();
    expect(tab.autosave.unkept(tab.id())).toBe(tab.shown());
    const kept = tab.autosave.keepShown();
    await settled();
    await tab.answers(1);
    expect(await kept).toBe(true);
    expect(tab.autosave.unkept(tab.id())).toBeNull();
  });
});

describe('a document that the library refuses', () => {
  test('is said with the reason, is not kept, and is forgotten when it can be kept', async () => {
    const tab = setUp();
    tab.store.getState().run(ALLOC);
    await tab.frame();
    await tab.answers(0, { kind: 'refused', reason: 'a name is too long' });
    expect(tab.status.getState()).toMatchObject({
      saving: 'failed',
      reason: 'it could not be read back: a name is too long',
    });
    const refused = tab.shown();
    expect(tab.autosave.unkept(tab.id())).toBe(refused);
    tab.store.getState().run(ALLOC);
    await tab.frame();
    await tab.answers(1);
    expect(tab.autosave.unkept(tab.id())).toBeNull();
    expect(tab.status.getState().saving).toBe('saved');
  });

  test('is said nothing of while a newer one waits', async () => {
    const tab = setUp();
    tab.store.getState().run(ALLOC);
    await tab.frame();
    tab.store.getState().run(ALLOC);
    await tab.answers(0, { kind: 'refused', reason: 'a name is too long' });
    expect(tab.status.getState().saving).toBe('saving');
  });
});

describe('a document whose place is taken', () => {
  test('moves to an id of its own, on the screen too, and says so', async () => {
    const tab = setUp();
    tab.store.getState().run(ALLOC);
    const before = tab.id();
    await tab.frame();
    await tab.answers(0, { kind: 'occupied' });
    expect(tab.id()).not.toBe(before);
    expect(tab.status.getState().notice).toContain('kept beside it');
    expect(tab.keepAt(1)).toMatchObject({ id: tab.id(), seen: { revisions: [] } });
    expect(tab.autosave.unkept(before)).toBeNull();
    await tab.answers(1);
    expect(tab.status.getState().saving).toBe('saved');
  });

  test('moves with what was done meanwhile, and its note under the old id goes', async () => {
    const tab = setUp();
    tab.store.getState().run(ALLOC);
    const before = tab.id();
    await tab.frame();
    tab.store.getState().run(ALLOC);
    expect(tab.autosave.note()).toBe(true);
    await tab.answers(0, { kind: 'occupied' });
    expect(tab.keepAt(1).document.nodes).toHaveLength(2);
    expect(tab.notes.has(before)).toBe(false);
  });

  test('leaves the screen alone where another document is shown', async () => {
    const tab = setUp();
    tab.store.getState().run(ALLOC);
    await tab.frame();
    tab.store.getState().open(newDocument('other', EMPTY_MACHINE), 'other');
    await tab.answers(0, { kind: 'occupied' });
    expect([tab.id(), tab.shown().name]).toEqual(['other', 'other']);
  });
});

describe('a note', () => {
  test('is taken of what waits, with the revisions that it has everything of, and goes when it is kept', async () => {
    const tab = setUp();
    tab.show(append(EMPTY, ALLOC));
    tab.store.getState().run(ALLOC);
    expect(tab.autosave.note()).toBe(true);
    expect(tab.notes.get('kept')).toEqual({ id: 'kept', document: tab.shown(), revisions: ['r0'] });
    await tab.frame();
    expect(tab.autosave.note()).toBe(true);
    expect(tab.notes.get('kept')?.revisions).toEqual(['r0', tab.keepAt(0).revision]);
    await tab.answers(0);
    expect(tab.notes.size).toBe(0);
  });

  test('of a document that was never kept knows no revision but its own', async () => {
    const tab = setUp();
    tab.store.getState().run(ALLOC);
    tab.autosave.note();
    expect(tab.notes.get(tab.id())?.revisions).toEqual([]);
    await tab.frame();
    tab.autosave.note();
    expect(tab.notes.get(tab.id())?.revisions).toEqual([tab.keepAt(0).revision]);
  });

  test('stays while a newer one waits', async () => {
    const tab = setUp();
    tab.store.getState().run(ALLOC);
    await tab.frame();
    tab.store.getState().run(ALLOC);
    tab.autosave.note();
    await tab.answers(0);
    expect(tab.notes.size).toBe(1);
    await tab.answers(1);
    expect(tab.notes.size).toBe(0);
  });

  test('is none where all is kept', () => {
    const tab = setUp();
    tab.show(append(EMPTY, ALLOC));
    expect(tab.autosave.note()).toBe(true);
    expect(tab.notes.size).toBe(0);
  });
});
