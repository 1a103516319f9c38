/** The document on the screen when something is brought into it. */
import { describe, expect, test, vi } from 'vitest';
import { append, mergeDocuments, withSeries, scenarioDocument, SCENARIOS } from '../../../src/index.ts';
import { newId } from '../../../app/workspace/ids.ts';
import { createPlayground } from '../../../app/workspace/playground.ts';

const [scenario] = SCENARIOS;
if (scenario === undefined) throw new Error('there are no scenarios');
const document = scenarioDocument(scenario);

describe('absorbing a merge', () => {
  test('keeps cursor, selection, mark and the frames that still hold', () => {
    const store = createPlayground(document);
    store.getState().select('ioas:1');
    store.getState().compareWith(0);
    const before = store.getState();
    const theirs = append(document, { op: 'ioas_alloc' });
    const merged = mergeDocuments(document, before.document, theirs);
    if (merged === null) throw new Error('the copies do not merge');
    store.getState().absorb(merged);
    const after = store.getState();
    expect(after).toMatchObject({ position: 0, selected: ['ioas:1'], marked: before.marked, opened: 0 });
    expect(after.documentId).toBe(before.documentId);
    expect(after.frames).toHaveLength(before.frames.length + 1);
    expect(after.frames.slice(0, -1).every((frame, index) => frame === before.frames[index])).toBe(true);
  });

  test('replays every call when the rule set is another one', () => {
    const store = createPlayground(document);
    const before = store.getState().frames;
    store.getState().absorb({ ...document, rules: withSeries(document.rules, 'attach', 'v4') });
    expect(store.getState().frames.some((frame, index) => frame === before[index])).toBe(false);
  });
});

test('an id needs no secure context', () => {
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
  const ids = new Set(Array.from({ length: 100 }, newId));
  expect(ids.size).toBe(100);
  expect(createPlayground(document).getState().documentId).toMatch(/^[0-9a-f]{32}$/);
  vi.unstubAllGlobals();
});
