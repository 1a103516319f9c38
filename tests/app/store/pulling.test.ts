/** What autosaving makes of what another tab kept: it comes in, into what waits too, and is written back where this tab has more. */
import { describe, expect, test } from 'vitest';
import { append, EMPTY_MACHINE, newDocument, type Document } from '../../../src/index.ts';
import type { Fetched } from '../../../app/store/library.ts';
import { ALLOC } from './origin.ts';
import { elsewhere, EMPTY, setUp } from './steered.ts';

/** The library has what another tab made of the document that is shown here; it is being fetched. */
function pulling(shown: Document = append(EMPTY, ALLOC)) {
  const tab = setUp();
  const copy = tab.show(shown);
  const pulled = tab.autosave.pull('kept');
  return {
    ...tab,
    copy,
    /** It was fetched, and what comes of it is done. */
    fetched: async (document: Document, revision = 'r1'): Promise<void> => {
      tab.fetches[0]?.answer({ ok: true, copy: { document, revision } });
      await pulled;
    },
    pulled,
  };
}

describe('what another tab kept', () => {
  test('comes in when it is pulled, is counted and announced, and is not written back', async () => {
    const tab = pulling();
    await tab.fetched(elsewhere(tab.shown()));
    expect(tab.ops()).toEqual(['ioas_alloc', 'destroy']);
    expect(tab.status.getState().cameIn).toBe(1);
    expect(tab.store.getState().announcement).toContain('1 call from another tab');
    await tab.frame();
    expect(tab.keeps).toHaveLength(0);
    tab.store.getState().run(ALLOC);
    expect(tab.status.getState().cameIn).toBe(0);
    await tab.frame();
    expect(tab.keepAt(0).seen.revisions).toEqual(['r1']);
  });

  test('is merged with a note alone without a word of calls', async () => {
    const tab = pulling();
    await tab.fetched({ ...tab.copy.document, name: 'theirs' });
    expect([tab.shown().name, tab.status.getState().cameIn]).toEqual(['theirs', 0]);
  });

  test('that is known already changes nothing', async () => {
    const tab = pulling();
    await tab.fetched(elsewhere(tab.copy.document), tab.copy.revision);
    expect(tab.shown()).toBe(tab.copy.document);
  });

  test('of another machine is left alone', async () => {
    const tab = pulling();
    const machine = { ...EMPTY_MACHINE, memory: [{ start: 0n, last: 1n }] };
    await tab.fetched(newDocument('other', machine));
    await tab.frame();
    expect([tab.shown() === tab.copy.document, tab.keeps.length]).toEqual([true, 0]);
  });

  test.each<[string, Fetched | null]>([
    ['is gone', { ok: false, missing: true, reason: 'it is not there' }],
    ['can not be fetched', null],
  ])('that %s changes nothing', async (_, fetched) => {
    const tab = pulling();
    if (fetched === null) tab.fetches[0]?.fail();
    else tab.fetches[0]?.answer(fetched);
    await tab.pulled;
    expect(tab.shown()).toBe(tab.copy.document);
  });

  test('that comes while a change waits is fetched behind the write', async () => {
    const tab = setUp();
    tab.show(append(EMPTY, ALLOC));
    tab.store.getState().run(ALLOC);
    await tab.autosave.pull('kept');
    expect(tab.fetches).toHaveLength(0);
    await tab.frame();
    await tab.answers(0);
    expect(tab.fetches.map(({ id }) => id)).toEqual(['kept']);
  });

  test('that comes while a write is under way is fetched behind it', async () => {
    const tab = setUp();
    tab.show(append(EMPTY, ALLOC));
    tab.store.getState().run(ALLOC);
    await tab.frame();
    await tab.autosave.pull('kept');
    expect(tab.fetches).toHaveLength(0);
    await tab.answers(0);
    expect(tab.fetches).toHaveLength(1);
  });

  test('is fetched anew when a change was made while it was fetched', async () => {
    const tab = pulling();
    tab.store.getState().run(ALLOC);
    await tab.fetched(elsewhere(tab.copy.document));
    expect(tab.ops()).toEqual(['ioas_alloc', 'ioas_alloc']);
    await tab.frame();
    await tab.answers(0);
    expect(tab.fetches).toHaveLength(2);
  });

  test('is not shown where another document is by now', async () => {
    const tab = pulling();
    tab.store.getState().open(newDocument('other', EMPTY_MACHINE), 'other');
    await tab.fetched(elsewhere(tab.copy.document));
    expect(tab.shown().name).toBe('other');
  });

  test('is written back only where this tab has more', async () => {
    const base = append(EMPTY, ALLOC);
    const tab = pulling(append(base, ALLOC));
    await tab.fetched(elsewhere(base));
    await tab.frame();
    expect(tab.keepAt(0)).toMatchObject({ id: 'kept', seen: { revisions: ['r1'] } });
    expect(tab.keepAt(0).document.nodes.map(({ command }) => command.op)).toEqual([
      'ioas_alloc',
      'ioas_alloc',
      'destroy',
    ]);
  });

  test('comes in with a write that met it, into what waits as well', async () => {
    const tab = setUp();
    tab.show(append(EMPTY, ALLOC));
    tab.store.getState().run(ALLOC);
    await tab.frame();
    const written = tab.keepAt(0).document;
    tab.store.getState().run(ALLOC);
    await tab.answers(0, { kind: 'kept', document: elsewhere(written) });
    expect(tab.ops().toSorted()).toEqual(['destroy', 'ioas_alloc', 'ioas_alloc', 'ioas_alloc']);
    expect(tab.status.getState().cameIn).toBe(1);
    expect(tab.keepAt(1).document.nodes).toHaveLength(4);
  });

  test('comes into what waits of a document that is not shown any more', async () => {
    const tab = setUp();
    tab.show(append(EMPTY, ALLOC));
    tab.store.getState().run(ALLOC);
    await tab.frame();
    const written = tab.keepAt(0).document;
    tab.store.getState().run(ALLOC);
    tab.store.getState().open(newDocument('other', EMPTY_MACHINE), 'other');
    await tab.answers(0, { kind: 'kept', document: elsewhere(written) });
    expect(tab.keepAt(1)).toMatchObject({ id: 'kept' });
    expect(tab.keepAt(1).document.nodes).toHaveLength(4);
    expect(tab.shown().name).toBe('other');
  });
});
