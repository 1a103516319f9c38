/** Two copies of a document as one: what holds whatever was done to them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  append,
  branchTips,
  documentFromJson,
  documentToJson,
  EMPTY_MACHINE,
  choiceOf,
  mergeDocuments,
  newDocument,
  type Command,
  type Document,
} from '../../src/index.ts';
import { MACHINE } from './arbitrary.ts';
import { stateAfter } from '../calls.ts';

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.constant<Command>({ op: 'ioas_alloc' }),
  fc.nat({ max: 2 }).map((id): Command => ({ op: 'destroy', id })),
);
/** A call somewhere in the log; -1 stands before the first. */
const edit = fc.record({ at: fc.integer({ min: -1, max: 12 }), command });
const edits = fc.array(edit, { maxLength: 10 });
const note = fc.option(fc.constantFrom('a', 'b', 'c\n\nd', 'a\n\nb'), { nil: undefined });
const notes = fc.array(fc.record({ at: fc.nat({ max: 12 }), note }), { maxLength: 4 });
const EMPTY = newDocument('start', EMPTY_MACHINE);

type Edits = readonly { readonly at: number; readonly command: Command }[];

function edited(document: Document, made: Edits): Document {
  let result = document;
  for (const one of made) {
    const at = Math.min(one.at, result.nodes.length - 1);
    result = append({ ...result, cursor: at < 0 ? null : at }, one.command);
  }
  return result;
}

function noted(
  document: Document,
  made: readonly { readonly at: number; readonly note: string | undefined }[],
): Document {
  const nodes = [...document.nodes];
  for (const { at, note: text } of made) {
    const node = nodes[at];
    if (node === undefined) continue;
    const { note: _, ...bare } = node;
    nodes[at] = text === undefined ? bare : { ...bare, note: text };
  }
  return { ...document, nodes };
}

/** The path of every node, how often it is there, and what is noted at it, in the order of the alphabet. */
function pathsOf({ nodes }: Document, withNotes = false): string[] {
  const paths: string[] = [];
  for (const node of nodes) {
    const parent = node.parent === null ? '' : paths[node.parent];
    paths.push(`${parent}/${JSON.stringify(node.command)}`);
  }
  return paths.map((path, index) => (withNotes ? `${path} ${nodes[index]?.note ?? ''}` : path)).toSorted();
}

function merged(base: Document | null, ours: Document, theirs: Document): Document {
  const result = mergeDocuments(base, ours, theirs);
  if (result === null) throw new Error('the copies do not merge');
  return result;
}

const counted = (paths: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const path of paths) counts.set(path, (counts.get(path) ?? 0) + 1);
  return counts;
};

describe('the merge of two copies', () => {
  test('has every path of either, as often as either has it, and is a document that can be read', () => {
    fc.assert(
      fc.property(edits, edits, edits, (common, mine, other) => {
        const base = edited(EMPTY, common);
        const ours = edited(base, mine);
        const theirs = edited(base, other);
        const result = merged(base, ours, theirs);
        const counts = counted(pathsOf(result));
        for (const copy of [ours, theirs]) {
          for (const [path, times] of counted(pathsOf(copy)))
            expect(counts.get(path) ?? 0).toBeGreaterThanOrEqual(times);
        }
        for (const path of counts.keys()) expect([...pathsOf(ours), ...pathsOf(theirs)]).toContain(path);
        expect(result.nodes.slice(0, ours.nodes.length)).toEqual(ours.nodes);
        expect(result.cursor).toBe(ours.cursor);
        if (ours.tip !== null && branchTips(ours.nodes).includes(ours.tip)) {
          expect(branchTips(result.nodes)).toContain(result.tip);
        }
        expect(documentFromJson(documentToJson(result))).toMatchObject({ ok: true });
      }),
    );
  });

  test('changes nothing when it is done again', () => {
    fc.assert(
      fc.property(edits, edits, edits, notes, notes, (common, mine, other, ourNotes, theirNotes) => {
        const base = edited(EMPTY, common);
        const ours = noted(edited(base, mine), ourNotes);
        const theirs = noted(edited(base, other), theirNotes);
        const once = merged(base, ours, theirs);
        expect(merged(base, once, theirs)).toEqual(once);
        expect(merged(theirs, once, theirs)).toBe(once);
        expect(merged(base, ours, ours)).toBe(ours);
      }),
    );
  });

  test('is the same from either side, up to the numbers', () => {
    fc.assert(
      fc.property(edits, edits, edits, notes, notes, (common, mine, other, ourNotes, theirNotes) => {
        const base = edited(EMPTY, common);
        const ours = noted(edited(base, mine), ourNotes);
        const theirs = noted(edited(base, other), theirNotes);
        expect(pathsOf(merged(base, ours, theirs), true)).toEqual(pathsOf(merged(base, theirs, ours), true));
      }),
    );
  });

  test('of three copies does not depend on which two come first', () => {
    fc.assert(
      fc.property(edits, edits, edits, edits, (common, first, second, third) => {
        const base = edited(EMPTY, common);
        const [a, b, c] = [edited(base, first), edited(base, second), edited(base, third)];
        expect(pathsOf(merged(base, merged(base, a, b), c))).toEqual(pathsOf(merged(base, a, merged(base, b, c))));
      }),
    );
  });
});

describe('what is not a call', () => {
  const base: Document = { ...edited(EMPTY, [{ at: -1, command: { op: 'ioas_alloc' } }]), about: 'old' };
  const v4 = choiceOf('linux-6.12', 'v4');
  const layout = { positions: { 'hwpt:1~0': [1, 2] as const }, collapsed: [] };

  test('a field is taken from the side that changed it, whichever it is', () => {
    const ours = { ...base, name: 'ours' };
    const theirs = { ...base, rules: v4, about: 'new', layout };
    const result = merged(base, ours, theirs);
    expect(result).toMatchObject({ name: 'ours', rules: v4, about: 'new', layout });
    expect(merged(base, theirs, ours)).toMatchObject({ name: 'ours', rules: v4, layout });
  });

  test('a field that one side took away is gone, and one that both changed is ours', () => {
    const { about: _, ...bare } = base;
    expect(merged(base, base, bare)).not.toHaveProperty('about');
    expect(merged(base, { ...base, name: 'ours' }, { ...base, name: 'theirs' }).name).toBe('ours');
  });

  test('of two notes at one call both are kept, and one that was taken away does not take the other along', () => {
    const ours = noted(base, [{ at: 0, note: 'mine' }]);
    const theirs = noted(base, [{ at: 0, note: 'other' }]);
    expect(merged(base, ours, theirs).nodes[0]?.note).toBe('mine\n\nother');
    expect(merged(ours, noted(base, [{ at: 0, note: 'more' }]), base).nodes[0]?.note).toBe('more');
    expect(merged(ours, base, noted(base, [{ at: 0, note: 'more' }])).nodes[0]?.note).toBe('more');
  });

  test('a tip that got a call behind it moves on to the leaf, and the cursor stays', () => {
    const theirs = edited(base, [{ at: 0, command: { op: 'destroy', id: 1 } }]);
    expect(merged(base, base, theirs)).toMatchObject({ tip: 1, cursor: 0 });
    expect(merged(null, EMPTY, theirs)).toMatchObject({ tip: 1, cursor: null });
    const branched = edited(theirs, [{ at: 0, command: { op: 'destroy', id: 2 } }]);
    expect(merged(base, base, branched)).toMatchObject({ tip: 2, cursor: 0 });
    expect(merged(base, base, { ...branched, tip: 1 })).toMatchObject({ tip: 1, cursor: 0 });
  });

  test('copies that begin with different machines do not merge', () => {
    expect(mergeDocuments(null, base, { ...base, machine: stateAfter(MACHINE).machine })).toBeNull();
  });
});
