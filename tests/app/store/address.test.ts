/** Links and the history: what was there is kept, and there is a way back to it. */
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  ALLOC,
  createOrigin,
  idOf,
  kept,
  linkOf,
  ONE,
  openTab,
  recordsIn,
  saved,
  shown,
  started,
  type Origin,
} from './origin.ts';

let origin: Origin;

beforeEach(() => {
  origin = createOrigin();
});

describe('a link', () => {
  test('at the start is kept at once under an id of its own, and what was there stays', async () => {
    await kept(origin, 'a', ONE);
    const tab = await started(origin, { hash: await linkOf({ ...ONE, name: 'linked' }) });
    expect(shown(tab)).toMatchObject({ name: 'linked' });
    expect(tab.place).toEqual({ hash: '', state: idOf(tab) });
    const names = (await tab.keeping.library.list()).map(({ entry }) => entry?.name ?? '');
    expect(names.toSorted()).toEqual(['linked', 'one']);
    expect(shown(await started(origin, { state: idOf(tab) }))).toMatchObject({ name: 'linked' });
  });

  test('opened twice makes no second copy, unless the first was changed', async () => {
    const hash = await linkOf(ONE);
    const tab = await started(origin, { hash });
    await started(origin, { hash });
    expect(await tab.keeping.library.list()).toHaveLength(1);
    tab.store.getState().run(ALLOC);
    await saved(tab);
    await started(origin, { hash });
    expect(await tab.keeping.library.list()).toHaveLength(2);
  });

  test('in a running page keeps the changes made just before, and Back and Forward go between them', async () => {
    const tab = await started(origin);
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
    const tab = await started(origin);
    tab.store.getState().open({ ...ONE, name: 'from a file' });
    const before = idOf(tab);
    Object.assign(tab.place, { hash: await linkOf({ ...ONE, name: 'linked' }), state: null });
    await tab.keeping.addressChanged();
    tab.place.state = before;
    await tab.keeping.addressChanged();
    expect(shown(tab)).toMatchObject({ name: 'from a file' });
  });

  test('that is bad changes nothing, stays in the address, and never shows the document of another tab', async () => {
    const tab = await started(origin);
    tab.store.getState().run(ALLOC, ALLOC);
    await kept(origin, 'z', { ...ONE, name: 'of another tab' });
    const before = shown(tab);
    Object.assign(tab.place, { hash: '#d1=%%%', state: null });
    await tab.keeping.addressChanged();
    await tab.keeping.addressChanged();
    expect(shown(tab)).toBe(before);
    expect(tab.reports).toHaveLength(1);
    expect(tab.place).toEqual({ hash: '#d1=%%%', state: idOf(tab) });
    await saved(tab);
    expect(shown(await started(origin, { hash: '#d1=%%%', state: idOf(tab) }))).toEqual(before);
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

  test('that could not be kept is opened once, and the way back to it leads to what was done there', async () => {
    const tab = openTab(origin, {
      factory: () => {
        throw new DOMException('no', 'SecurityError');
      },
    });
    await tab.keeping.start();
    const before = idOf(tab);
    const hash = await linkOf({ ...ONE, name: 'linked' });
    Object.assign(tab.place, { hash, state: null });
    // A browser tells of it twice: popstate and hashchange.
    await tab.keeping.addressChanged();
    const linked = idOf(tab);
    await tab.keeping.addressChanged();
    expect(idOf(tab)).toBe(linked);
    tab.store.getState().run(ALLOC);
    const changed = shown(tab);
    Object.assign(tab.place, { hash: '', state: before });
    await tab.keeping.addressChanged();
    expect(shown(tab)).not.toBe(changed);
    Object.assign(tab.place, { hash, state: linked });
    await tab.keeping.addressChanged();
    expect(shown(tab)).toBe(changed);
    expect(idOf(tab)).toBe(linked);
  });

  test('is what begins with #d; any other hash belongs to someone else', async () => {
    const tab = await started(origin, { hash: '#/compare' });
    tab.place.state = null;
    await tab.keeping.addressChanged();
    expect(tab.place.hash).toBe('#/compare');
    expect(tab.reports).toEqual([]);
  });
});

describe('an entry of the history', () => {
  test('that a mode has made shows, after a reload, what was shown there, whatever another tab did last', async () => {
    const tab = await started(origin);
    tab.store.getState().run(ALLOC);
    await saved(tab);
    Object.assign(tab.place, { hash: '#/build', state: null });
    await tab.keeping.addressChanged();
    expect(tab.place).toEqual({ hash: '#/build', state: idOf(tab) });
    await kept(origin, 'z', { ...ONE, name: 'of another tab' });
    expect(shown(await started(origin, { hash: '#/build', state: tab.place.state }))).toEqual(shown(tab));
  });

  test('that could not be shown does not hold up the next one', async () => {
    const tab = await started(origin);
    Object.assign(tab.place, { hash: await linkOf({ ...ONE, name: 'linked' }), state: null });
    const fail = tab.store.subscribe(() => {
      throw new Error('a listener failed');
    });
    await expect(tab.keeping.addressChanged()).rejects.toThrow('a listener failed');
    fail();
    Object.assign(tab.place, { hash: await linkOf({ ...ONE, name: 'another' }), state: null });
    await tab.keeping.addressChanged();
    expect(shown(tab)).toMatchObject({ name: 'another' });
  });
});

describe('forgetting', () => {
  test('is undone with everything that was kept', async () => {
    await kept(origin, 'a', ONE);
    const before = await recordsIn(origin);
    const { library } = (await started(origin, { channel: false })).keeping;
    const forgotten = await library.forget('a');
    expect(await library.list()).toEqual([]);
    await library.putBack(forgotten);
    expect((await recordsIn(origin)).get('text:a')).toEqual(before.get('text:a'));
    expect((await recordsIn(origin)).get('entry:a')).toEqual(before.get('entry:a'));
  });
});
