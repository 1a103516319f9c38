/** The object table against a plain map. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EMPTY_TABLE, tableAt, tableList, tableWith, tableWithout, type Table } from '../../src/model/table.ts';

type Edit = { readonly id: number; readonly value: string | null };

const edit: fc.Arbitrary<Edit> = fc.record({
  id: fc.oneof(
    fc.integer({ min: 1, max: 40 }),
    fc.integer({ min: 1, max: 3000 }),
    fc.constantFrom(31, 32, 1023, 1024, 33_000),
  ),
  value: fc.option(fc.string({ minLength: 1 })),
});

const lowestFree = (map: ReadonlyMap<number, string>): number => {
  let id = 1;
  while (map.has(id)) id += 1;
  return id;
};

test('holds what was put in, in id order, knows its lowest free id, and changes no table of before', () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 120 }), (edits) => {
      let table: Table<string> = EMPTY_TABLE;
      const map = new Map<number, string>();
      const history: { table: Table<string>; list: readonly string[] }[] = [];
      for (const { id, value } of edits) {
        if (value === null) {
          const before = table;
          table = tableWithout(table, id);
          if (!map.delete(id)) expect(table).toBe(before);
        } else {
          table = tableWith(table, id, value);
          map.set(id, value);
        }
        const list = [...map].toSorted(([a], [b]) => a - b).map(([, one]) => one);
        expect(tableList(table)).toEqual(list);
        expect(tableAt(table, id)).toBe(map.get(id));
        expect(table.free).toBe(lowestFree(map));
        expect(table.count).toBe(map.size);
        history.push({ table, list });
      }
      for (const { table: old, list } of history) expect(tableList(structuredClone(old))).toEqual(list);
    }),
    { numRuns: 200 },
  );
});

test('nothing has an id that is none', () => {
  const table = tableWith<string>(EMPTY_TABLE, 1, 'one');
  for (const id of [-1, 0, 1.5, NaN, Infinity, 2 ** 40, 4_294_967_295]) expect(tableAt(table, id)).toBe(undefined);
});
