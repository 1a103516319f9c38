/** What a reload finds of documents that are in no library, and what the page says of them before. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { EMPTY_MACHINE, newDocument } from '../../../src/index.ts';
import {
  ALLOC,
  createOrigin,
  idOf,
  kept,
  keptDocument,
  logOf,
  MemoryStorage,
  ONE,
  saved,
  shown,
  started,
  type Origin,
} from './origin.ts';

let origin: Origin;

beforeEach(() => {
  origin = createOrigin();
});

describe('a reload', () => {
  const forbidden = (): IDBFactory => {
    throw new Error('a mutation operation was attempted');
  };

  test('shows what was noted down where the library can not be opened any more', async () => {
    const tab = await started(origin, { factory: forbidden });
    tab.store.getState().run(ALLOC);
    await vi.waitFor(() => {
      expect(tab.status.getState().saving).toBe('failed');
    });
    expect(tab.keeping.leaving()).toBe(true);
    const next = await started(origin, { factory: forbidden, state: idOf(tab) });
    expect(logOf(shown(next))).toEqual(['null ioas_alloc']);
    expect([idOf(next), next.status.getState().saving]).toEqual([idOf(tab), 'failed']);
    const mended = await started(origin, { state: idOf(tab) });
    expect(logOf(shown(mended))).toEqual(['null ioas_alloc']);
    expect((await keptDocument(origin, idOf(tab))).nodes).toHaveLength(1);
  });

  test('shows an opened document again that was never changed, and keeps it no sooner', async () => {
    const session = new MemoryStorage();
    await kept(origin, 'last', ONE);
    const tab = await started(origin, { session });
    const opened = newDocument('from a file', EMPTY_MACHINE);
    tab.store.getState().open(opened);
    tab.keeping.leaving();
    const next = await started(origin, { session, state: idOf(tab) });
    expect([shown(next).name, idOf(next)]).toEqual(['from a file', idOf(tab)]);
    expect(await next.keeping.library.list()).toHaveLength(1);
    next.store.getState().run(ALLOC);
    await saved(next);
    next.keeping.leaving();
    expect(session.length).toBe(0);
  });

  test('of another tab shows what was kept last', async () => {
    const session = new MemoryStorage();
    await kept(origin, 'last', ONE);
    const tab = await started(origin, { session });
    tab.store.getState().open(newDocument('from a file', EMPTY_MACHINE));
    tab.keeping.leaving();
    expect(shown(await started(origin, { state: idOf(tab) })).name).toBe('one');
  });
});

describe('documents that could not be kept', () => {
  test('are counted and listed once another one is shown, and not any more when they are kept', async () => {
    let broken = true;
    const factory = (): IDBFactory => {
      if (broken) throw new Error('no room');
      return origin.factory;
    };
    const tab = await started(origin, { factory });
    tab.store.getState().run(ALLOC);
    await vi.waitFor(() => {
      expect(tab.status.getState().saving).toBe('failed');
    });
    expect([tab.status.getState().others, tab.keeping.stranded()]).toEqual([0, []]);
    const id = idOf(tab);
    tab.store.getState().open(newDocument('other', EMPTY_MACHINE));
    await vi.waitFor(() => {
      expect(tab.status.getState().others).toBe(1);
    });
    expect(tab.keeping.stranded().map(([one, document]) => [one, document.nodes.length])).toEqual([[id, 1]]);
    broken = false;
    for (const { task } of tab.timers.splice(0)) task();
    await vi.waitFor(() => {
      expect(tab.status.getState().others).toBe(0);
    });
    expect((await keptDocument(origin, id)).nodes).toHaveLength(1);
  });
});
