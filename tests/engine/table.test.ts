/** The object table at the ids where a level of it begins or ends. */
import { describe, expect, test } from 'vitest';
import {
  EMPTY_TABLE,
  tableAt,
  tableFind,
  tableList,
  tableWith,
  tableWithout,
  type Table,
} from '../../src/model/table.ts';

const of = (...ids: readonly number[]): Table<string> =>
  ids.reduce<Table<string>>((table, id) => tableWith(table, id, `#${id}`), EMPTY_TABLE);
const upTo = (last: number): Table<string> => of(...Array.from({ length: last }, (_, at) => at + 1));

/** The last ids of one level of 32 and the first of the next. */
const EDGES = [1, 31, 32, 33, 1023, 1024, 1025, 32_767, 32_768];

describe('an id', () => {
  test.each(EDGES)('%i holds what was put there and no other does', (id) => {
    const table = of(id);
    expect(tableAt(table, id)).toBe(`#${id}`);
    for (const other of EDGES) if (other !== id) expect(tableAt(table, other)).toBeUndefined();
    expect(tableAt(table, id + 32)).toBeUndefined();
    expect(tableAt(table, id + 1024)).toBeUndefined();
  });

  test('that is none has nothing', () => {
    const table = of(...EDGES);
    for (const id of [-1, 0, 0.5, 1.5, NaN, Infinity, 2 ** 31, 2 ** 32 + 1]) expect(tableAt(table, id)).toBeUndefined();
    expect(tableAt(EMPTY_TABLE, 1)).toBeUndefined();
  });

  test('takes another thing, and the table of before keeps its own', () => {
    const before = of(1, 40);
    const after = tableWith(before, 40, 'other');
    expect([tableAt(after, 40), tableAt(before, 40), tableAt(after, 1)]).toEqual(['other', '#40', '#1']);
    expect([after.count, before.count]).toEqual([2, 2]);
  });
});

describe('a table', () => {
  test('lists and finds by id, whatever was put first', () => {
    const table = of(...EDGES.toReversed());
    expect(tableList(table)).toEqual(EDGES.map((id) => `#${id}`));
    expect(tableList(table)).toBe(tableList(table));
    expect(tableFind(table, () => true)).toBe('#1');
    expect(tableFind(table, (value) => value.length === 5)).toBe('#1023');
    expect(tableFind(table, (value) => value === '#none')).toBeUndefined();
    expect(tableList(EMPTY_TABLE)).toEqual([]);
  });

  test('counts what is in it', () => {
    expect(of(...EDGES).count).toBe(EDGES.length);
    expect(tableWithout(of(...EDGES), 1024).count).toBe(EDGES.length - 1);
    expect(EMPTY_TABLE.count).toBe(0);
  });

  test('is no deeper than its highest id asks for', () => {
    expect(EDGES.map((id) => of(id).depth)).toEqual([0, 0, 1, 1, 1, 2, 2, 2, 3]);
    expect(of(32_768, 1).depth).toBe(3);
  });

  test('without an id that nothing has is the very same', () => {
    const table = of(1, 2);
    expect(tableWithout(table, 3)).toBe(table);
    expect(tableWithout(table, 33)).toBe(table);
    expect(tableList(tableWithout(table, 1))).toEqual(['#2']);
    expect(tableList(table)).toEqual(['#1', '#2']);
  });

  test('has no holes in its nodes, so that visiting all of it visits no hole', () => {
    const { root } = of(5);
    expect(Object.keys(root)).toEqual(['0', '1', '2', '3', '4', '5']);
  });
});

describe('the lowest free id', () => {
  test('is behind what is filled without a gap', () => {
    expect(EMPTY_TABLE.free).toBe(1);
    expect(upTo(31).free).toBe(32);
    expect(upTo(32).free).toBe(33);
    expect(upTo(1024).free).toBe(1025);
  });

  test('is the first gap, and behind the next run once that is filled', () => {
    const gaps = of(1, 2, 4, 5, 7);
    expect(gaps.free).toBe(3);
    expect(tableWith(gaps, 3, 'x').free).toBe(6);
    expect(tableWith(gaps, 9, 'x').free).toBe(3);
  });

  test('is given back, the lower one first', () => {
    const full = upTo(40);
    const one = tableWithout(full, 35);
    expect(one.free).toBe(35);
    expect(tableWithout(one, 7).free).toBe(7);
    expect(tableWithout(tableWithout(full, 7), 35).free).toBe(7);
  });
});
