/** Two copies of a document as one: whose fields, notes and branches it has, and where it stands. */
import { describe, expect, test } from 'vitest';
import {
  append,
  EMPTY_MACHINE,
  mergeDocuments,
  newDocument,
  printCommand,
  type Document,
  type DocumentLayout,
  type LogNode,
} from '../../src/index.ts';
import { command, stateAfter } from '../calls.ts';

const alloc = command('ioas_alloc');
const destroy = (id: number) => command(`destroy id=${id}`);

const BASE = append(newDocument('Base', EMPTY_MACHINE), alloc);

/** The log as lines, each with the number of the entry before it. */
const logOf = (document: Document | null): string[] =>
  (document?.nodes ?? []).map((node) => `${node.parent ?? '-'} ${printCommand(node.command)}`);

function noted(document: Document, note: string | undefined, node = 0): Document {
  const nodes = document.nodes.map((entry, at): LogNode => {
    if (at !== node) return entry;
    const { parent, command: given } = entry;
    return note === undefined ? { parent, command: given } : { parent, command: given, note };
  });
  return { ...document, nodes };
}

describe('the calls of a merge', () => {
  test('are those of both, each where it was made', () => {
    const ours = append(BASE, destroy(1));
    const theirs = append(BASE, alloc, destroy(2));
    expect(logOf(mergeDocuments(BASE, ours, theirs))).toEqual([
      '- ioas_alloc',
      '0 destroy id=1',
      '0 ioas_alloc',
      '2 destroy id=2',
    ]);
  });

  test('that both made alike are one', () => {
    const ours = append(BASE, destroy(1), alloc);
    const theirs = append(BASE, destroy(1), destroy(1));
    expect(logOf(mergeDocuments(BASE, ours, theirs))).toEqual([
      '- ioas_alloc',
      '0 destroy id=1',
      '1 ioas_alloc',
      '1 destroy id=1',
    ]);
  });

  test('keep apart what one copy made twice at the same place', () => {
    const once = append(BASE, destroy(1));
    const twice = append({ ...once, cursor: 0 }, destroy(1));
    expect(logOf(mergeDocuments(BASE, once, twice))).toEqual(['- ioas_alloc', '0 destroy id=1', '0 destroy id=1']);
    expect(mergeDocuments(BASE, twice, once)).toBe(twice);
    const thrice = append({ ...twice, cursor: 0 }, destroy(1));
    expect(logOf(mergeDocuments(BASE, twice, thrice))).toEqual([
      '- ioas_alloc',
      ...Array<string>(3).fill('0 destroy id=1'),
    ]);
  });

  test('go by their path, not by their number', () => {
    const one = append(append(BASE, destroy(1)), alloc);
    const other = append({ ...append(BASE, alloc), cursor: 0 }, destroy(1));
    expect(logOf(mergeDocuments(BASE, one, other))).toEqual([
      '- ioas_alloc',
      '0 destroy id=1',
      '1 ioas_alloc',
      '0 ioas_alloc',
    ]);
  });

  test('may begin at the root again', () => {
    const theirs = append({ ...BASE, cursor: null }, destroy(9));
    expect(logOf(mergeDocuments(BASE, BASE, theirs))).toEqual(['- ioas_alloc', '- destroy id=9']);
  });
});

test('a merge to which theirs only adds calls has the fields of ours', () => {
  const ours = { ...BASE, about: 'What it shows.' };
  const { nodes: _, tip: __, ...fields } = ours;
  expect(mergeDocuments(ours, ours, append(ours, alloc))).toMatchObject(fields);
});

describe('a merge that is none', () => {
  test('is ours itself when theirs adds nothing', () => {
    const ours = append(BASE, alloc);
    expect(mergeDocuments(BASE, ours, BASE)).toBe(ours);
    expect(mergeDocuments(null, ours, structuredClone(ours))).toBe(ours);
  });

  test('is refused for other machines, and not for equal ones', () => {
    const machine = () => stateAfter(['plug_unit unit=0']).machine;
    const one = newDocument('One', machine());
    expect(mergeDocuments(null, one, newDocument('One', EMPTY_MACHINE))).toBeNull();
    expect(mergeDocuments(null, one, newDocument('One', machine()))).toBe(one);
  });
});

describe('a field of the document', () => {
  const named = (name: string): Document => ({ ...BASE, name });
  const nameOf = (base: Document | null, ours: string, theirs: string): string | undefined =>
    mergeDocuments(base, named(ours), named(theirs))?.name;

  test('is taken from the side that changed it, and from ours where both did', () => {
    expect(nameOf(BASE, 'Base', 'Theirs')).toBe('Theirs');
    expect(nameOf(BASE, 'Ours', 'Base')).toBe('Ours');
    expect(nameOf(BASE, 'Ours', 'Theirs')).toBe('Ours');
    expect(nameOf(null, 'Ours', 'Theirs')).toBe('Ours');
  });

  test('that they took out is out', () => {
    const about = { ...BASE, about: 'What it shows.' };
    const merged = mergeDocuments(about, about, BASE);
    expect(merged).not.toHaveProperty('about');
    expect(merged).toMatchObject({ name: 'Base', machine: BASE.machine });
  });

  test('that they added is there', () => {
    expect(mergeDocuments(BASE, BASE, { ...BASE, about: 'New.' })).toMatchObject({ about: 'New.' });
    expect(mergeDocuments(null, BASE, { ...BASE, about: 'New.' })).not.toHaveProperty('about', undefined);
  });

  test('is compared by what is in it', () => {
    const placed = (x: number, collapsed: readonly string[] = []): Document => ({
      ...BASE,
      layout: { positions: { 'ioas:1': [x, 5] }, collapsed },
    });
    const ours = placed(1);
    expect(mergeDocuments(placed(0), ours, placed(0))).toBe(ours);
    expect(mergeDocuments(placed(1), ours, placed(2))?.layout?.positions).toEqual({ 'ioas:1': [2, 5] });
    expect(mergeDocuments(placed(1), ours, placed(1, ['unit:0']))?.layout?.collapsed).toEqual(['unit:0']);
    const more = { ...ours, layout: { positions: { 'ioas:1': [1, 5], 'ioas:2': [0, 0] }, collapsed: [] } } as const;
    expect(mergeDocuments(placed(1), ours, more)?.layout).toEqual(more.layout);
    expect(mergeDocuments(more, more, ours)?.layout).toEqual(ours.layout);
  });

  test('has each card where the side has it that moved it, and what either side collapsed or opened', () => {
    const laid = (positions: DocumentLayout['positions'], ...collapsed: string[]): Document => ({
      ...BASE,
      layout: { positions, collapsed },
    });
    const base = laid({ a: [1, 1], b: [1, 1], c: [1, 1], gone: [1, 1] }, 'opened', 'same');
    const ours = laid({ a: [2, 2], b: [1, 1], c: [7, 7], gone: [1, 1] }, 'opened', 'same', 'z');
    const theirs = laid({ a: [1, 1], b: [3, 3], c: [8, 8], new: [4, 4] }, 'same', 'y');
    const merged = mergeDocuments(base, ours, theirs);
    expect(merged?.layout).toEqual({
      positions: { a: [2, 2], b: [3, 3], c: [7, 7], new: [4, 4] },
      collapsed: ['same', 'y', 'z'],
    });
    expect(mergeDocuments(base, theirs, ours)?.layout?.collapsed).toEqual(merged?.layout?.collapsed);
    if (merged === null) throw new Error('they do not merge');
    expect(mergeDocuments(merged, merged, merged)).toBe(merged);
  });

  test('leaves our cursor where it is', () => {
    const ours = { ...append(BASE, alloc), cursor: 0 };
    const theirs = { ...append(BASE, destroy(1)), name: 'Theirs' };
    expect(mergeDocuments(BASE, ours, theirs)).toMatchObject({ name: 'Theirs', cursor: 0, tip: 1 });
  });
});

describe('a note', () => {
  const noteOf = (was: string | undefined, ours: string | undefined, theirs: string | undefined) =>
    mergeDocuments(noted(BASE, was), noted(BASE, ours), noted(BASE, theirs))?.nodes[0]?.note;

  test.each<[string, string | undefined, string | undefined, string | undefined, string | undefined]>([
    ['that they wrote is taken', undefined, undefined, 'b', 'b'],
    ['that we wrote stays', undefined, 'a', undefined, 'a'],
    ['that they changed is theirs', 'a', 'a', 'b', 'b'],
    ['that we changed is ours', 'a', 'b', 'a', 'b'],
    ['that they took out is out', 'a', 'a', undefined, undefined],
    ['that both wrote has both', undefined, 'b', 'a', 'a\n\nb'],
    ['that both wrote has both in the same order on either side', undefined, 'a', 'b', 'a\n\nb'],
    ['that has all that theirs has stays in its order', 'x', 'c\n\nb\n\na', 'a', 'c\n\nb\n\na'],
    ['that lacks what theirs has is theirs in its order', 'x', 'a', 'c\n\nb\n\na', 'c\n\nb\n\na'],
    ['that both wrote alike is there once', undefined, 'a', 'a', 'a'],
    ['that we took out and they changed is theirs', 'a', undefined, 'b', 'b'],
    ['that they took out and we changed is ours', 'a', 'b', undefined, 'b'],
    ['that has all that theirs has stays', 'x', 'a\n\nb\n\nc', 'c\n\na', 'a\n\nb\n\nc'],
    ['that lacks what theirs has is theirs', 'x', 'c\n\na', 'a\n\nb\n\nc', 'a\n\nb\n\nc'],
    ['has each paragraph once', 'x', 'a\n\nc', 'a\n\nb', 'a\n\nb\n\nc'],
  ])('%s', (_, was, ours, theirs, merged) => {
    expect(noteOf(was, ours, theirs)).toBe(merged);
  });

  test('is on the same call, whatever its number, and the call stays the same', () => {
    const ours = append(append(BASE, destroy(1)), alloc);
    const theirs = noted(append(append(BASE, alloc), destroy(1)), 'theirs', 0);
    const merged = mergeDocuments(BASE, ours, theirs);
    expect(merged?.nodes[0]).toEqual({ parent: null, command: alloc, note: 'theirs' });
    expect(merged?.nodes.slice(1, 3)).toEqual(ours.nodes.slice(1));
  });

  test('of a call that only they have goes with it', () => {
    const theirs = noted(append(BASE, destroy(1)), 'theirs', 1);
    expect(mergeDocuments(BASE, BASE, theirs)?.nodes[1]).toEqual({ parent: 0, command: destroy(1), note: 'theirs' });
  });

  test('is compared with what it was on that call', () => {
    const base = noted(append(append(BASE, destroy(1)), alloc), 'old', 2);
    const ours = noted(base, undefined, 2);
    expect(mergeDocuments(base, ours, base)).toBe(ours);
  });
});

describe('the tip of a merge', () => {
  const tipOf = (ours: Document, theirs: Document): number | null | undefined =>
    mergeDocuments(null, ours, theirs)?.tip;

  test('is ours while ours is a leaf', () => {
    expect(tipOf(append(BASE, alloc), append(BASE, destroy(1)))).toBe(1);
  });

  test('moves on to theirs where that goes on behind ours', () => {
    expect(tipOf(BASE, append(BASE, alloc, destroy(2)))).toBe(2);
    expect(tipOf(newDocument('Base', EMPTY_MACHINE), append(BASE, alloc))).toBe(1);
  });

  test('moves on to theirs also where that is not on their first branch', () => {
    const both = append({ ...append(BASE, alloc), cursor: 0 }, destroy(1));
    expect(tipOf(BASE, both)).toBe(2);
    const roots = append({ ...BASE, cursor: null }, destroy(9));
    expect(tipOf(newDocument('Base', EMPTY_MACHINE), roots)).toBe(1);
    expect(tipOf(newDocument('Base', EMPTY_MACHINE), { ...roots, tip: null, cursor: null })).toBe(0);
  });

  test('moves on along their first branch where theirs is elsewhere', () => {
    const theirs = append(BASE, alloc, destroy(2));
    const elsewhere = append({ ...theirs, cursor: null }, destroy(9));
    expect(tipOf(BASE, elsewhere)).toBe(2);
  });

  test('stays on an entry that had others behind it before the merge', () => {
    const ours = { ...append(BASE, alloc), tip: 0, cursor: 0 };
    expect(tipOf(ours, append(BASE, destroy(1)))).toBe(0);
  });

  test('is none where nobody made a call', () => {
    const empty = newDocument('Base', EMPTY_MACHINE);
    expect(tipOf(empty, { ...empty, about: 'New.' })).toBeNull();
  });
});
