/** What this browser keeps: nothing that was done is lost, by two tabs, by leaving, or by what can't be read. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { append, EMPTY_MACHINE, newDocument } from '../../../src/index.ts';
import { stateAfter } from '../../calls.ts';
import { MACHINE } from '../../properties/arbitrary.ts';
import {
  ALLOC,
  createOrigin,
  DESTROY,
  idOf,
  kept,
  keptDocument,
  logOf,
  ONE,
  openTab,
  recordsIn,
  saved,
  shown,
  started,
  textOf,
  type Origin,
} from './origin.ts';

let origin: Origin;

beforeEach(() => {
  origin = createOrigin();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a change', () => {
  test('is kept at once, and is there at the next start with its cursor', async () => {
    const tab = await started(origin);
    tab.store.getState().run(ALLOC, ALLOC);
    tab.store.getState().undo();
    await saved(tab);
    const next = await started(origin);
    expect(shown(next)).toEqual(shown(tab));
    expect(idOf(next)).toBe(idOf(tab));
  });

  test('does not wait for a pause: while calls go on, what was done is kept', async () => {
    const tab = await started(origin);
    for (let call = 0; call < 20; call++) {
      tab.store.getState().run(ALLOC);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect((await keptDocument(origin, idOf(tab))).nodes.length).toBeGreaterThan(10);
  });

  test('belongs to its document, also when another one is opened right after it', async () => {
    const tab = await started(origin);
    tab.store.getState().run(ALLOC);
    const id = idOf(tab);
    tab.store.getState().open(newDocument('other', EMPTY_MACHINE));
    await vi.waitFor(async () => {
      expect(logOf(await keptDocument(origin, id))).toEqual(['null ioas_alloc']);
    });
    expect(await keptDocument(origin, id)).toMatchObject({ name: 'start' });
    expect(tab.status.getState().saving).toBe('unchanged');
  });

  test('that was made before keeping was loaded is kept too', async () => {
    await kept(origin, 'a', ONE);
    const tab = await started(origin, { early: DESTROY });
    await saved(tab);
    expect(logOf(shown(tab))).toEqual(['null destroy']);
    expect(logOf(await keptDocument(origin, idOf(tab)))).toEqual(['null destroy']);
    expect(await keptDocument(origin, 'a')).toEqual(ONE);
  });

  test('asks the browser once not to clear what is kept', async () => {
    const tab = await started(origin);
    expect(tab.asked.persist).toBe(0);
    tab.store.getState().run(ALLOC);
    await saved(tab);
    tab.store.getState().run(ALLOC);
    await saved(tab);
    expect(tab.asked.persist).toBe(1);
  });
});

test('a document that was opened and not changed is kept before the page is told to go', async () => {
  const tab = await started(origin);
  tab.store.getState().open({ ...ONE, name: 'from a file' });
  expect(await tab.keeping.settled()).toBe(true);
  expect(shown(await started(origin, { state: idOf(tab) }))).toMatchObject({ name: 'from a file' });
});

describe('leaving the page', () => {
  test('what could not be read back is noted down, and set aside by the next start', async () => {
    const tab = await started(origin);
    tab.store.getState().run(ALLOC);
    await saved(tab);
    tab.store.getState().rename('x'.repeat(10_001));
    await vi.waitFor(() => expect(tab.status.getState().saving).toBe('failed'));
    expect(tab.keeping.leaving()).toBe(true);
    const next = await started(origin, { state: idOf(tab) });
    expect(shown(next)).toMatchObject({ name: 'start' });
    expect(next.keeping.journal.aside().map(({ text }) => text)).toEqual([expect.stringContaining('xxxx')]);
  });

  test('notes down what is not kept yet, and the next start has it and takes the note away', async () => {
    await kept(origin, 'a', ONE);
    const tab = await started(origin, { state: 'a' });
    tab.store.getState().run(DESTROY);
    expect(tab.keeping.leaving()).toBe(true);
    expect(origin.small.length).toBe(1);
    const next = await started(origin, { state: 'a' });
    expect(logOf(shown(next))).toEqual(['null ioas_alloc', '0 destroy']);
    await saved(tab);
    expect(origin.small.length).toBe(0);
  });

  test('a note is merged with what another tab kept meanwhile', async () => {
    await kept(origin, 'a', ONE);
    const note = { id: 'a', revisions: ['old'], document: JSON.parse(textOf(append(ONE, DESTROY))) as unknown };
    origin.small.setItem('iommufd-playground:journal:gone:a', JSON.stringify(note));
    await kept(origin, 'a', append(ONE, ALLOC));
    const tab = await started(origin, { state: 'a' });
    expect(logOf(shown(tab)).toSorted()).toEqual(['0 destroy', '0 ioas_alloc', 'null ioas_alloc']);
    expect(origin.small.length).toBe(0);
  });

  test('a damaged note is reported and set aside', async () => {
    origin.small.setItem('iommufd-playground:journal:gone:a', '{"id":');
    const tab = await started(origin);
    expect(tab.status.getState().notice).toMatch(/could not be read/);
    expect(tab.keeping.journal.aside()).toEqual([{ key: 'iommufd-playground:damaged:gone:a', text: '{"id":' }]);
    expect(origin.small.length).toBe(1);
  });

  test('says so when a document is too long to be noted down', async () => {
    const tab = await started(origin);
    const nodes = Array.from({ length: 60_000 }, (_, index) => ({
      parent: index === 0 ? null : index - 1,
      command: { op: 'destroy' as const, id: index },
      note: 'x'.repeat(20),
    }));
    tab.store.getState().absorb({ ...newDocument('long', EMPTY_MACHINE), nodes, tip: null, cursor: null });
    expect(tab.keeping.leaving()).toBe(false);
  });
});

describe('two tabs', () => {
  test('with one document show the same calls, and each stays where it was', async () => {
    await kept(origin, 'a', ONE);
    const [first, second] = [await started(origin, { state: 'a' }), await started(origin, { state: 'a' })];
    await vi.waitFor(() => expect(first.status.getState().elsewhere).toBe(1));
    first.store.getState().select('ioas:1');
    second.store.getState().run(DESTROY);
    await vi.waitFor(() => expect(shown(first).nodes).toHaveLength(2));
    expect(shown(first)).toMatchObject({ cursor: 0, tip: 1 });
    expect(first.store.getState()).toMatchObject({ position: 0, selected: ['ioas:1'] });
    expect(first.status.getState()).toMatchObject({ cameIn: 1, saving: 'saved' });
  });

  test.each([
    ['that hear of each other', true],
    ['that do not', false],
  ])('%s lose no call of either', async (_, channel) => {
    await kept(origin, 'a', ONE);
    const tabs = [await started(origin, { state: 'a', channel }), await started(origin, { state: 'a', channel })];
    for (let round = 0; round < 3; round++) {
      tabs[0]?.store.getState().run(ALLOC);
      tabs[1]?.store.getState().run(DESTROY);
    }
    for (const tab of tabs) await saved(tab);
    await vi.waitFor(async () => {
      const ops = (await keptDocument(origin, 'a')).nodes.map((node) => node.command.op);
      expect(ops.filter((op) => op === 'destroy').length).toBeGreaterThanOrEqual(3);
      expect(ops.filter((op) => op === 'ioas_alloc').length).toBeGreaterThanOrEqual(4);
    });
    for (const tab of tabs) {
      tab.keeping.returned();
      await vi.waitFor(async () => {
        expect(logOf(shown(tab))).toHaveLength((await keptDocument(origin, 'a')).nodes.length);
      });
    }
  });

  test('a moved cursor in one does not move the other, nor make it write', async () => {
    await kept(origin, 'a', append(ONE, ALLOC));
    const [first, second] = [await started(origin, { state: 'a' }), await started(origin, { state: 'a' })];
    second.store.getState().undo();
    await saved(second);
    const revision = (await recordsIn(origin)).get('entry:a');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(shown(first).cursor).toBe(1);
    expect((await recordsIn(origin)).get('entry:a')).toEqual(revision);
  });

  test('a tab that does not answer any more is not counted', async () => {
    await kept(origin, 'a', ONE);
    const [first, second] = [await started(origin, { state: 'a' }), await started(origin, { state: 'a' })];
    await vi.waitFor(() => expect(first.status.getState().elsewhere).toBe(1));
    second.keeping.stop();
    first.keeping.tabs.ask();
    for (const { milliseconds, task } of first.timers.splice(0)) if (milliseconds < 5000) task();
    first.keeping.tabs.ask();
    for (const { milliseconds, task } of first.timers.splice(0)) if (milliseconds < 5000) task();
    expect(first.status.getState().elsewhere).toBe(0);
  });
});

describe('what can not be read', () => {
  const newer = JSON.stringify({ format: 'iommufd-playground', version: 99, log: ['what is to come'] });

  async function put(key: string, value: unknown): Promise<void> {
    await origin.database.transact('readwrite', (records) => records.put(key, value));
  }

  test('stays as it is when it was open last, and the page says why', async () => {
    await kept(origin, 'a', ONE);
    await put('text:a', newer);
    const tab = await started(origin, { state: 'a' });
    expect(tab.reports.join()).toMatch(/can't be read: .*version 99/);
    tab.store.getState().run(ALLOC);
    await saved(tab);
    expect(idOf(tab)).not.toBe('a');
    expect((await recordsIn(origin)).get('text:a')).toBe(newer);
    expect(await tab.keeping.library.raw('a')).toBe(newer);
  });

  test('is not replaced when it appears under an open document', async () => {
    await kept(origin, 'a', ONE);
    const tab = await started(origin, { state: 'a', channel: false });
    await put('text:a', newer);
    await put('entry:a', { shape: 'of a later version' });
    tab.store.getState().run(DESTROY);
    await vi.waitFor(() => expect(idOf(tab)).not.toBe('a'));
    await saved(tab);
    expect((await recordsIn(origin)).get('text:a')).toBe(newer);
    expect((await recordsIn(origin)).get('entry:a')).toEqual({ shape: 'of a later version' });
    expect(logOf(await keptDocument(origin, idOf(tab)))).toEqual(['null ioas_alloc', '0 destroy']);
    expect(tab.status.getState().notice).toMatch(/kept beside it/);
  });

  test('is listed with its reason, and a date that can not be is no date', async () => {
    await kept(origin, 'a', ONE);
    await put('entry:b', 17);
    await put('text:c', '{');
    const entry = (await recordsIn(origin)).get('entry:a') as object;
    await put('entry:a', { ...entry, saved: 1e300, other: 'field' });
    const tab = await started(origin);
    const list = await tab.keeping.library.list();
    expect(list.map(({ id }) => id).toSorted()).toEqual(['a', 'b', 'c']);
    expect(list.find(({ id }) => id === 'a')?.entry?.saved).toBe(0);
    expect(list.find(({ id }) => id === 'b')).toMatchObject({ entry: null, reason: expect.stringMatching(/entry/) });
    expect(await tab.keeping.open('c')).toMatch(/damaged/);
    await tab.keeping.library.keep('a', ONE);
    expect((await recordsIn(origin)).get('entry:a')).toMatchObject({ other: 'field' });
    expect((await recordsIn(origin)).get('entry:b')).toBe(17);
  });

  test('is not written: the old copy stays, and the page says why', async () => {
    const tab = await started(origin);
    tab.store.getState().run(ALLOC);
    await saved(tab);
    tab.store.getState().rename('x'.repeat(10_001));
    await vi.waitFor(() => expect(tab.status.getState().saving).toBe('failed'));
    expect(tab.status.getState().reason).toMatch(/could not be read back: name must be/);
    expect(await keptDocument(origin, idOf(tab))).toMatchObject({ name: 'start' });
    expect(await tab.keeping.settled()).toBe(false);
    tab.store.getState().rename('short');
    await saved(tab);
    expect(await tab.keeping.settled()).toBe(true);
  });

  test('a document with another machine under the id stays, and this one moves beside it', async () => {
    await kept(origin, 'a', ONE);
    const tab = await started(origin, { state: 'a', channel: false });
    const other = textOf({ ...ONE, machine: stateAfter(MACHINE).machine });
    await put('text:a', other);
    await put('entry:a', { id: 'a', name: 'other', calls: 1, saved: 1, since: 1, revision: 'r' });
    tab.store.getState().run(DESTROY);
    await vi.waitFor(() => expect(idOf(tab)).not.toBe('a'));
    await saved(tab);
    expect((await recordsIn(origin)).get('text:a')).toBe(other);
  });
});

describe('storage', () => {
  test('that is forbidden is said, and everything else works', async () => {
    const tab = openTab(origin, {
      factory: () => {
        throw new DOMException('no', 'SecurityError');
      },
    });
    await tab.keeping.start();
    expect(tab.status.getState()).toMatchObject({
      saving: 'failed',
      reason: 'the browser lets this page keep nothing',
    });
    tab.store.getState().run(ALLOC);
    expect(logOf(shown(tab))).toHaveLength(1);
  });

  test('that never answers is said after three seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const silent = new IDBFactory();
    silent.open = () => new EventTarget() as IDBOpenDBRequest;
    const tab = openTab(origin, { factory: () => silent });
    const start = tab.keeping.start();
    await vi.advanceTimersByTimeAsync(7000);
    await start;
    expect(tab.status.getState().reason).toBe("the browser's storage does not answer");
  });

  test('that was full is tried again until there is room', async () => {
    let full = true;
    const tab = openTab(origin, {
      factory: () => {
        if (full) throw new DOMException('full', 'QuotaExceededError');
        return origin.factory;
      },
    });
    await tab.keeping.start();
    tab.store.getState().run(ALLOC);
    await vi.waitFor(() => expect(tab.status.getState().reason).toMatch(/no room left/));
    full = false;
    await vi.waitFor(() => expect(tab.timers.some(({ milliseconds }) => milliseconds === 2000)).toBe(true));
    for (const { task } of tab.timers.splice(0)) task();
    await saved(tab);
    expect(logOf(await keptDocument(origin, idOf(tab)))).toHaveLength(1);
  });

  test('of an earlier version is taken over once, and left as it is', async () => {
    const old = await new Promise<IDBDatabase>((resolve) => {
      const request = origin.factory.open('keyval-store', 1);
      request.addEventListener('upgradeneeded', () => request.result.createObjectStore('keyval'));
      request.addEventListener('success', () => {
        resolve(request.result);
      });
    });
    const store = old.transaction('keyval', 'readwrite').objectStore('keyval');
    store.put(textOf(ONE), 'document:a');
    store.put('{', 'document:b');
    store.put([{ id: 'a', name: 'one', calls: 1, saved: 5 }, { odd: true }], 'documents');
    store.put('a', 'last-document');
    const tab = await started(origin);
    expect(shown(tab)).toEqual(ONE);
    expect((await tab.keeping.library.list()).map(({ id }) => id).toSorted()).toEqual(['a', 'b']);
    await tab.keeping.library.forget('a');
    await started(origin);
    expect((await recordsIn(origin)).has('text:a')).toBe(false);
    expect(await tab.keeping.library.raw('b')).toBe('{');
  });

  test('of an earlier version that is not there is not made', async () => {
    await started(origin);
    expect((await origin.factory.databases()).map(({ name }) => name)).toEqual(['iommufd-playground']);
  });
});
