/** What this browser keeps: nothing that was done is lost, by two tabs, by leaving, by links, or by what can't be read. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { append, EMPTY_MACHINE, newDocument, type Document } from '../../../src/index.ts';
import { encodeLink } from '../../../app/store/share.ts';
import { stateAfter } from '../../calls.ts';
import { MACHINE } from '../../properties/arbitrary.ts';
import { ALLOC, createOrigin, DESTROY, logOf, openTab, recordsIn, textOf, type Origin } from './origin.ts';

let origin: Origin;

beforeEach(() => {
  origin = createOrigin();
});

afterEach(() => {
  vi.useRealTimers();
});

type Tab = ReturnType<typeof openTab>;
const shown = ({ store }: Tab): Document => store.getState().document;
const idOf = ({ store }: Tab): string => store.getState().documentId;
const saved = (tab: Tab): Promise<void> => vi.waitFor(() => expect(tab.status.getState().saving).toBe('saved'));

/** A started tab. */
async function started(options: Parameters<typeof openTab>[1] = {}): Promise<Tab> {
  const tab = openTab(origin, options);
  await tab.keeping.start();
  return tab;
}

/** A document in the library, as a tab had made it. */
async function kept(id: string, document: Document): Promise<void> {
  const tab = openTab(origin, { channel: false });
  await tab.keeping.library.keep(id, document);
}

async function keptDocument(id: string): Promise<Document> {
  const fetched = await openTab(origin, { channel: false }).keeping.library.fetch(id);
  if (!fetched.ok) throw new Error(fetched.reason);
  return fetched.copy.document;
}

const ONE = append(newDocument('one', EMPTY_MACHINE), ALLOC);
const linkOf = async (document: Document): Promise<string> => {
  const link = await encodeLink(document);
  if (!link.ok) throw new Error(link.error);
  return link.value;
};

describe('a change', () => {
  test('is kept at once, and is there at the next start with its cursor', async () => {
    const tab = await started();
    tab.store.getState().run(ALLOC, ALLOC);
    tab.store.getState().undo();
    await saved(tab);
    const next = await started();
    expect(shown(next)).toEqual(shown(tab));
    expect(idOf(next)).toBe(idOf(tab));
  });

  test('does not wait for a pause: while calls go on, what was done is kept', async () => {
    const tab = await started();
    for (let call = 0; call < 20; call++) {
      tab.store.getState().run(ALLOC);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect((await keptDocument(idOf(tab))).nodes.length).toBeGreaterThan(10);
  });

  test('belongs to its document, also when another one is opened right after it', async () => {
    const tab = await started();
    tab.store.getState().run(ALLOC);
    const id = idOf(tab);
    tab.store.getState().open(newDocument('other', EMPTY_MACHINE));
    await vi.waitFor(async () => {
      expect(logOf(await keptDocument(id))).toEqual(['null ioas_alloc']);
    });
    expect(await keptDocument(id)).toMatchObject({ name: 'start' });
    expect(tab.status.getState().saving).toBe('unchanged');
  });

  test('that was made before keeping was loaded is kept too', async () => {
    await kept('a', ONE);
    const tab = await started({ early: DESTROY });
    await saved(tab);
    expect(logOf(shown(tab))).toEqual(['null destroy']);
    expect(logOf(await keptDocument(idOf(tab)))).toEqual(['null destroy']);
    expect(await keptDocument('a')).toEqual(ONE);
  });

  test('asks the browser once not to clear what is kept', async () => {
    const tab = await started();
    expect(tab.asked.persist).toBe(0);
    tab.store.getState().run(ALLOC);
    await saved(tab);
    tab.store.getState().run(ALLOC);
    await saved(tab);
    expect(tab.asked.persist).toBe(1);
  });
});

describe('leaving the page', () => {
  test('notes down what is not kept yet, and the next start has it and takes the note away', async () => {
    await kept('a', ONE);
    const tab = await started({ state: 'a' });
    tab.store.getState().run(DESTROY);
    expect(tab.keeping.leaving()).toBe(true);
    expect(origin.small.length).toBe(1);
    const next = await started({ state: 'a' });
    expect(logOf(shown(next))).toEqual(['null ioas_alloc', '0 destroy']);
    await saved(tab);
    expect(origin.small.length).toBe(0);
  });

  test('a note is merged with what another tab kept meanwhile', async () => {
    await kept('a', ONE);
    const note = { id: 'a', revisions: ['old'], document: JSON.parse(textOf(append(ONE, DESTROY))) as unknown };
    origin.small.setItem('iommufd-playground:journal:gone:a', JSON.stringify(note));
    await kept('a', append(ONE, ALLOC));
    const tab = await started({ state: 'a' });
    expect(logOf(shown(tab)).toSorted()).toEqual(['0 destroy', '0 ioas_alloc', 'null ioas_alloc']);
    expect(origin.small.length).toBe(0);
  });

  test('a damaged note is reported and set aside', async () => {
    origin.small.setItem('iommufd-playground:journal:gone:a', '{"id":');
    const tab = await started();
    expect(tab.status.getState().notice).toMatch(/could not be read/);
    expect(tab.keeping.journal.aside()).toEqual([{ key: 'iommufd-playground:damaged:gone:a', text: '{"id":' }]);
    expect(origin.small.length).toBe(1);
  });

  test('says so when a document is too long to be noted down', async () => {
    const tab = await started();
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
    await kept('a', ONE);
    const [first, second] = [await started({ state: 'a' }), await started({ state: 'a' })];
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
    await kept('a', ONE);
    const tabs = [await started({ state: 'a', channel }), await started({ state: 'a', channel })];
    for (let round = 0; round < 3; round++) {
      tabs[0]?.store.getState().run(ALLOC);
      tabs[1]?.store.getState().run(DESTROY);
    }
    for (const tab of tabs) await saved(tab);
    await vi.waitFor(async () => {
      const ops = (await keptDocument('a')).nodes.map((node) => node.command.op);
      expect(ops.filter((op) => op === 'destroy').length).toBeGreaterThanOrEqual(3);
      expect(ops.filter((op) => op === 'ioas_alloc').length).toBeGreaterThanOrEqual(4);
    });
    for (const tab of tabs) {
      tab.keeping.returned();
      await vi.waitFor(async () => {
        expect(logOf(shown(tab))).toHaveLength((await keptDocument('a')).nodes.length);
      });
    }
  });

  test('a moved cursor in one does not move the other, nor make it write', async () => {
    await kept('a', append(ONE, ALLOC));
    const [first, second] = [await started({ state: 'a' }), await started({ state: 'a' })];
    second.store.getState().undo();
    await saved(second);
    const revision = (await recordsIn(origin)).get('entry:a');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(shown(first).cursor).toBe(1);
    expect((await recordsIn(origin)).get('entry:a')).toEqual(revision);
  });

  test('a tab that does not answer any more is not counted', async () => {
    await kept('a', ONE);
    const [first, second] = [await started({ state: 'a' }), await started({ state: 'a' })];
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
    await kept('a', ONE);
    await put('text:a', newer);
    const tab = await started({ state: 'a' });
    expect(tab.reports.join()).toMatch(/can't be read: .*version 99/);
    tab.store.getState().run(ALLOC);
    await saved(tab);
    expect(idOf(tab)).not.toBe('a');
    expect((await recordsIn(origin)).get('text:a')).toBe(newer);
    expect(await tab.keeping.library.raw('a')).toBe(newer);
  });

  test('is not replaced when it appears under an open document', async () => {
    await kept('a', ONE);
    const tab = await started({ state: 'a', channel: false });
    await put('text:a', newer);
    await put('entry:a', { shape: 'of a later version' });
    tab.store.getState().run(DESTROY);
    await vi.waitFor(() => expect(idOf(tab)).not.toBe('a'));
    await saved(tab);
    expect((await recordsIn(origin)).get('text:a')).toBe(newer);
    expect((await recordsIn(origin)).get('entry:a')).toEqual({ shape: 'of a later version' });
    expect(logOf(await keptDocument(idOf(tab)))).toEqual(['null ioas_alloc', '0 destroy']);
    expect(tab.status.getState().notice).toMatch(/kept beside it/);
  });

  test('is listed with its reason, and a date that can not be is no date', async () => {
    await kept('a', ONE);
    await put('entry:b', 17);
    await put('text:c', '{');
    const entry = (await recordsIn(origin)).get('entry:a') as object;
    await put('entry:a', { ...entry, saved: 1e300, other: 'field' });
    const tab = await started();
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
    const tab = await started();
    tab.store.getState().run(ALLOC);
    await saved(tab);
    tab.store.getState().rename('x'.repeat(10_001));
    await vi.waitFor(() => expect(tab.status.getState().saving).toBe('failed'));
    expect(tab.status.getState().reason).toMatch(/could not be read back: name must be/);
    expect(await keptDocument(idOf(tab))).toMatchObject({ name: 'start' });
    tab.store.getState().rename('short');
    await saved(tab);
  });

  test('a document with another machine under the id stays, and this one moves beside it', async () => {
    await kept('a', ONE);
    const tab = await started({ state: 'a', channel: false });
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
    expect(logOf(await keptDocument(idOf(tab)))).toHaveLength(1);
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
    const tab = await started();
    expect(shown(tab)).toEqual(ONE);
    expect((await tab.keeping.library.list()).map(({ id }) => id).toSorted()).toEqual(['a', 'b']);
    await tab.keeping.library.forget('a');
    await started();
    expect((await recordsIn(origin)).has('text:a')).toBe(false);
    expect(await tab.keeping.library.raw('b')).toBe('{');
  });

  test('of an earlier version that is not there is not made', async () => {
    await started();
    expect((await origin.factory.databases()).map(({ name }) => name)).toEqual(['iommufd-playground']);
  });
});

describe('a link', () => {
  test('at the start is kept at once under an id of its own, and what was there stays', async () => {
    await kept('a', ONE);
    const tab = await started({ hash: await linkOf({ ...ONE, name: 'linked' }) });
    expect(shown(tab)).toMatchObject({ name: 'linked' });
    expect(tab.place).toEqual({ hash: '', state: idOf(tab) });
    const names = (await tab.keeping.library.list()).map(({ entry }) => entry?.name ?? '');
    expect(names.toSorted()).toEqual(['linked', 'one']);
    expect(shown(await started({ state: idOf(tab) }))).toMatchObject({ name: 'linked' });
  });

  test('opened twice makes no second copy, unless the first was changed', async () => {
    const hash = await linkOf(ONE);
    const tab = await started({ hash });
    await started({ hash });
    expect(await tab.keeping.library.list()).toHaveLength(1);
    tab.store.getState().run(ALLOC);
    await saved(tab);
    await started({ hash });
    expect(await tab.keeping.library.list()).toHaveLength(2);
  });

  test('in a running page keeps the changes made just before, and Back and Forward go between them', async () => {
    const tab = await started();
    tab.store.getState().run(ALLOC);
    const before = { id: idOf(tab), document: shown(tab) };
    tab.place.hash = await linkOf({ ...ONE, name: 'linked' });
    tab.place.state = null;
    await tab.keeping.addressChanged();
    const linked = idOf(tab);
    expect(linked).not.toBe(before.id);
    tab.place.state = before.id;
    await tab.keeping.addressChanged();
    expect(shown(tab)).toEqual(before.document);
    tab.place.state = linked;
    await tab.keeping.addressChanged();
    expect(shown(tab)).toMatchObject({ name: 'linked' });
    expect(tab.reports).toEqual([]);
  });

  test('leaves a way back to a document that was never changed', async () => {
    const tab = await started();
    tab.store.getState().open({ ...ONE, name: 'from a file' });
    const before = idOf(tab);
    Object.assign(tab.place, { hash: await linkOf({ ...ONE, name: 'linked' }), state: null });
    await tab.keeping.addressChanged();
    tab.place.state = before;
    await tab.keeping.addressChanged();
    expect(shown(tab)).toMatchObject({ name: 'from a file' });
  });

  test('that is bad changes nothing, stays in the address, and never shows the document of another tab', async () => {
    const tab = await started();
    tab.store.getState().run(ALLOC, ALLOC);
    await kept('z', { ...ONE, name: 'of another tab' });
    const before = shown(tab);
    Object.assign(tab.place, { hash: '#d1=%%%', state: null });
    await tab.keeping.addressChanged();
    await tab.keeping.addressChanged();
    expect(shown(tab)).toBe(before);
    expect(tab.reports).toHaveLength(1);
    expect(tab.place).toEqual({ hash: '#d1=%%%', state: idOf(tab) });
    await saved(tab);
    expect(shown(await started({ hash: '#d1=%%%', state: idOf(tab) }))).toEqual(before);
  });

  test('stays in the address while it could not be kept, and the way back leads to what was not kept either', async () => {
    const tab = openTab(origin, {
      factory: () => {
        throw new DOMException('no', 'SecurityError');
      },
    });
    await tab.keeping.start();
    tab.store.getState().run(ALLOC);
    const before = { id: idOf(tab), document: shown(tab) };
    const hash = await linkOf({ ...ONE, name: 'linked' });
    Object.assign(tab.place, { hash, state: null });
    await tab.keeping.addressChanged();
    expect(tab.place.hash).toBe(hash);
    Object.assign(tab.place, { hash: '', state: before.id });
    await tab.keeping.addressChanged();
    expect(shown(tab)).toBe(before.document);
  });

  test('is what begins with #d; any other hash belongs to someone else', async () => {
    const tab = await started({ hash: '#/compare' });
    tab.place.state = null;
    await tab.keeping.addressChanged();
    expect(tab.place.hash).toBe('#/compare');
    expect(tab.reports).toEqual([]);
  });
});

describe('forgetting', () => {
  test('is undone with everything that was kept', async () => {
    await kept('a', ONE);
    const before = await recordsIn(origin);
    const { library } = (await started({ channel: false })).keeping;
    const forgotten = await library.forget('a');
    expect(await library.list()).toEqual([]);
    await library.putBack(forgotten);
    expect((await recordsIn(origin)).get('text:a')).toEqual(before.get('text:a'));
    expect((await recordsIn(origin)).get('entry:a')).toEqual(before.get('entry:a'));
  });
});
