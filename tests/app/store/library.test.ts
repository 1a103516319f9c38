/** The library: what is kept, in what order it is listed, what is found again, and what is left as it is. */
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { append, type Document } from '../../../src/index.ts';
import { createLibrary, type Library } from '../../../app/store/library.ts';
import { storageProblem } from '../../../app/store/database.ts';
import { takeOver } from '../../../app/store/takeover.ts';
import { ALLOC, createOrigin, DESTROY, ONE, recordsIn, textOf, type Origin } from './origin.ts';

let origin: Origin;
let library: Library;
let time: number;
const announced = vi.fn<(id: string, revision: string) => void>();

beforeEach(() => {
  announced.mockClear();
  origin = createOrigin();
  time = 100;
  library = createLibrary(origin.database, () => time, announced);
});

const put = (key: string, value: unknown): Promise<void> =>
  origin.database.transact('readwrite', (records) => records.put(key, value));
const entryOf = async (id: string): Promise<unknown> => (await recordsIn(origin)).get(`entry:${id}`);
const idsIn = async (): Promise<string[]> => (await library.list()).map(({ id }) => id);

describe('keeping', () => {
  test('writes what the list needs, and when it was first kept', async () => {
    await library.keep('a', ONE, undefined, 'r1');
    expect(await entryOf('a')).toEqual({ id: 'a', name: 'one', calls: 1, saved: 100, since: 100, revision: 'r1' });
    time = 200;
    await library.keep('a', append(ONE, ALLOC), { revisions: ['r1'], document: ONE }, 'r2');
    expect(await entryOf('a')).toEqual({ id: 'a', name: 'one', calls: 2, saved: 200, since: 100, revision: 'r2' });
    expect(announced.mock.calls).toEqual([
      ['a', 'r1'],
      ['a', 'r2'],
    ]);
  });

  test('over a copy of which it has everything replaces it, and merges any other', async () => {
    await library.keep('a', append(ONE, ALLOC), undefined, 'r1');
    const replaced = await library.keep('a', ONE, { revisions: ['r0', 'r1'], document: null }, 'r2');
    expect(replaced).toEqual({ kind: 'kept', document: ONE });
    await library.keep('a', append(ONE, ALLOC), { revisions: ['r2'], document: ONE }, 'r3');
    const merged = await library.keep('a', append(ONE, DESTROY), { revisions: ['r2'], document: ONE });
    const ops = merged.kind === 'kept' ? merged.document.nodes.map(({ command: { op } }) => op) : [];
    expect(ops.toSorted()).toEqual(['destroy', 'ioas_alloc', 'ioas_alloc']);
  });

  test('what could not be read back is refused, and what was there stays', async () => {
    await library.keep('a', ONE, undefined, 'r1');
    announced.mockClear();
    const outcome = await library.keep('a', { ...ONE, name: 'x'.repeat(10_001) }, { revisions: ['r1'], document: ONE });
    expect(outcome).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/name must be/) });
    expect((await recordsIn(origin)).get('text:a')).toBe(textOf(ONE));
    expect(announced).not.toHaveBeenCalled();
  });

  test.each([
    ['an entry of another version', 'entry:a', { shape: 'new' }],
    ['an entry that is no object', 'entry:a', 5],
    ['an entry that is null', 'entry:a', null],
    ['an entry without a revision', 'entry:a', { name: 'one', calls: 1 }],
    ['an entry whose calls are no number', 'entry:a', { name: 'one', calls: '1', revision: 'r' }],
    ['an entry whose name is no text', 'entry:a', { name: 1, calls: 1, revision: 'r' }],
    ['a text that is none', 'text:a', 5],
    ['a text that is damaged', 'text:a', '{'],
  ])('over %s writes nothing', async (_, key, value) => {
    await put(key, value);
    expect(await library.keep('a', ONE)).toEqual({ kind: 'occupied' });
    expect([...(await recordsIn(origin))]).toEqual([[key, value]]);
    expect(announced).not.toHaveBeenCalled();
  });

  test('over a text that lost its entry merges with it', async () => {
    await put('text:a', textOf(ONE));
    expect(await library.keep('a', append(ONE, ALLOC))).toMatchObject({ kind: 'kept' });
    expect(await entryOf('a')).toMatchObject({ calls: 2, since: 100 });
  });
});

describe('the list', () => {
  test('has the latest first, and those with no date last', async () => {
    for (const [id, at] of [
      ['old', 1],
      ['new', 3],
      ['middle', 2],
    ] as const) {
      time = at;
      await library.keep(id, ONE);
    }
    await put('text:lost', textOf(ONE));
    expect(await idsIn()).toEqual(['new', 'middle', 'old', 'lost']);
    expect((await library.list()).at(-1)).toEqual({
      id: 'lost',
      entry: null,
      reason: 'its entry is damaged, or of another version of this page',
    });
  });

  test.each([
    ['a number', 8.64e15, 8.64e15],
    ['too late', 8.64e15 + 2, 0],
    ['too early', -8.64e15 - 2, 0],
    ['text', '5', 0],
  ])('shows a date that is %s', async (_, saved, shown) => {
    await library.keep('a', ONE);
    await put('entry:a', { id: 'a', name: 'one', calls: 1, revision: 'r', saved, since: saved });
    expect((await library.list())[0]?.entry).toMatchObject({ saved: shown, since: shown });
  });
});

describe('fetching', () => {
  test('gives the document with its revision', async () => {
    await library.keep('a', ONE, undefined, 'r1');
    expect(await library.fetch('a')).toEqual({ ok: true, copy: { document: ONE, revision: 'r1' } });
  });

  test('says what is missing, and what is only unreadable', async () => {
    expect(await library.fetch('a')).toEqual({
      ok: false,
      missing: true,
      reason: 'the document is no longer kept here',
    });
    await put('entry:a', { name: 'one', calls: 1, revision: 'r' });
    expect(await library.fetch('a')).toEqual({ ok: false, missing: false, reason: 'its content is missing' });
    await put('text:a', '{');
    expect(await library.fetch('a')).toMatchObject({
      ok: false,
      missing: false,
      reason: expect.stringMatching(/damaged/),
    });
  });

  test('gives a document whose entry is lost, without a revision', async () => {
    await put('text:a', textOf(ONE));
    expect(await library.fetch('a')).toEqual({ ok: true, copy: { document: ONE, revision: '' } });
  });

  test('gives as raw text what is there, whatever it is', async () => {
    await put('text:a', '{');
    await put('entry:b', 17);
    expect(await library.raw('a')).toBe('{');
    expect(JSON.parse(await library.raw('b'))).toEqual({ entry: 17 });
  });
});

describe('finding the same document', () => {
  const at = (document: Document, cursor: number | null): Document => ({ ...document, cursor });

  test('minds its content and not where its cursor stands', async () => {
    await library.keep('other', { ...ONE, name: 'other' });
    await library.keep('longer', append(ONE, ALLOC));
    await library.keep('a', ONE);
    expect(await library.find(at(ONE, null))).toBe('a');
    expect(await library.find(append(ONE, ALLOC))).toBe('longer');
    expect(await library.find(append(ONE, DESTROY))).toBe(null);
    expect(await library.find({ ...ONE, name: 'none' })).toBe(null);
  });

  test('passes over what can not be read', async () => {
    await library.keep('a', ONE);
    await put('text:a', '{');
    expect(await library.find(ONE)).toBe(null);
  });
});

describe('the document that was open last', () => {
  test('is the one kept or opened last, and none at first or when it is no id', async () => {
    expect(await library.last()).toBe(null);
    await library.keep('a', ONE);
    await library.keep('b', ONE);
    expect(await library.last()).toBe('b');
    await library.touch('a');
    expect(await library.last()).toBe('a');
    await put('last', 5);
    expect(await library.last()).toBe(null);
  });
});

describe('forgetting', () => {
  test('takes out both records, and puts back only what is not there again', async () => {
    await library.keep('a', ONE, undefined, 'r1');
    const forgotten = await library.forget('a');
    expect(forgotten.records.map(([key]) => key)).toEqual(['entry:a', 'text:a']);
    expect(await idsIn()).toEqual([]);
    await library.keep('a', { ...ONE, name: 'anew' });
    await library.putBack(forgotten);
    expect(await entryOf('a')).toMatchObject({ name: 'anew' });
  });

  test('remembers only what was there', async () => {
    await put('text:a', '{');
    expect(await library.forget('a')).toEqual({ id: 'a', records: [['text:a', '{']] });
  });
});

describe('work that fails', () => {
  test('leaves nothing behind, and the reason is what it threw', async () => {
    const failing = origin.database.transact('readwrite', async (records) => {
      await records.put('x', 1);
      throw new Error('half way');
    });
    await expect(failing).rejects.toThrow('half way');
    expect((await recordsIn(origin)).size).toBe(0);
  });

  test('lists only what begins with the text', async () => {
    for (const key of ['a:1', 'a:2', 'b:1', 'a']) await put(key, key);
    const found = await origin.database.transact('readonly', (records) => records.list('a:'));
    expect(found).toEqual([
      ['a:1', 'a:1'],
      ['a:2', 'a:2'],
    ]);
  });

  test.each([
    [new DOMException('x', 'QuotaExceededError'), 'the browser has no room left for this page'],
    [new DOMException('x', 'VersionError'), 'a newer version of this page has changed the storage'],
    [new DOMException('x', 'SecurityError'), 'the browser lets this page keep nothing'],
    [new DOMException('x', 'InvalidStateError'), 'the browser lets this page keep nothing'],
    [new TypeError('x'), 'the browser lets this page keep nothing'],
    [new ReferenceError('x'), 'the browser lets this page keep nothing'],
    [new Error('odd'), "the browser's storage failed (odd)"],
    ['text', "the browser's storage failed (text)"],
  ])('is said as the end of a sentence: %s', (cause, sentence) => {
    expect(storageProblem(cause)).toBe(sentence);
  });
});

describe('taking over from an earlier version', () => {
  /** The old database with these records. */
  async function old(records: Readonly<Record<string, unknown>>, table = 'keyval'): Promise<void> {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = origin.factory.open('keyval-store', 1);
      request.addEventListener('upgradeneeded', () => request.result.createObjectStore(table));
      request.addEventListener('success', () => {
        resolve(request.result);
      });
    });
    const store = database.transaction(table, 'readwrite').objectStore(table);
    for (const [key, value] of Object.entries(records)) store.put(value, key);
    database.close();
  }
  const take = (): Promise<number> => takeOver(() => origin.factory, origin.database);

  test('counts the documents, once, and keeps what the list said of them', async () => {
    await old({
      'document:a': textOf(ONE),
      'document:b': textOf(append(ONE, ALLOC)),
      'document:c': '{',
      other: 1,
      documents: [null, 5, { id: 'a', name: 'A', calls: 9, saved: 7, more: 'x' }],
      'last-document': 'b',
    });
    expect(await take()).toBe(3);
    expect(await entryOf('a')).toMatchObject({ id: 'a', name: 'A', calls: 9, saved: 7, since: 7, more: 'x' });
    expect(await entryOf('b')).toMatchObject({ id: 'b', name: 'Untitled', calls: 2, saved: 0, since: 0 });
    expect(await entryOf('c')).toMatchObject({ name: 'Untitled', calls: 0 });
    expect(await library.last()).toBe('b');
    expect((await idsIn()).toSorted()).toEqual(['a', 'b', 'c']);
    expect(await take()).toBe(0);
  });

  test('replaces nothing that is kept already', async () => {
    await library.keep('a', append(ONE, ALLOC));
    await library.keep('z', ONE);
    await old({ 'document:a': textOf(ONE), 'last-document': 'a' });
    expect(await take()).toBe(0);
    expect((await recordsIn(origin)).get('text:a')).toBe(textOf(append(ONE, ALLOC)));
    expect(await library.last()).toBe('z');
  });

  test.each(['{"log":5}', 'null', '7'])('counts no calls where there is no list of them: %s', async (text) => {
    await old({ 'document:a': text, documents: 'none' });
    await take();
    expect(await entryOf('a')).toMatchObject({ calls: 0 });
  });

  test('finds nothing in a database of someone else, and makes none', async () => {
    await old({ 'document:a': textOf(ONE) }, 'theirs');
    expect(await take()).toBe(0);
    origin = createOrigin();
    expect(await take()).toBe(0);
    expect((await origin.factory.databases()).map(({ name }) => name)).toEqual(['iommufd-playground']);
  });
});
