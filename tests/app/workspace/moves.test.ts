/** Where things were put: part of the document, kept beside what is collapsed, and taken back move by move. */
import { describe, expect, test } from 'vitest';
import { newDocument, READY_MACHINES, type Document } from '../../../src/index.ts';
import { collapsedIn, moved, moveUndone, putIn, tidied, toggled, type Moves } from '../../../app/workspace/moves.ts';
import { NOT_MOVED } from '../../../app/view/layout.ts';

const [ready] = READY_MACHINES;
if (ready === undefined) throw new Error('there are no machines');
const BARE = newDocument('x', ready.machine);
const NO_MOVES: Moves = { dragged: null, before: [] };
const laidOut = (layout: Document['layout']): Document => ({ ...BARE, ...(layout === undefined ? {} : { layout }) });
const COLLAPSED = laidOut({ positions: {}, collapsed: ['unit:0'] });
const PUT = laidOut({ positions: { 'unit:0': [1, 2] }, collapsed: ['group:1'] });
const to = (id: string, x: number, y: number) => new Map([[id, { x, y }]]);

describe('a drag', () => {
  test('gathers what is dragged, and leaves the document', () => {
    const first = moved(BARE, NO_MOVES, to('unit:0', 1, 2), true);
    expect(first).toEqual({ moves: { dragged: to('unit:0', 1, 2), before: [] } });
    const second = moved(BARE, first.moves ?? NO_MOVES, to('unit:1', 3, 4), true);
    expect(second.moves?.dragged).toEqual(new Map([...to('unit:0', 1, 2), ...to('unit:1', 3, 4)]));
  });

  test('ends with everything in the document beside what is there, and one step to take back', () => {
    const dragged: Moves = { dragged: to('unit:1', 3, 4), before: [] };
    const { document, moves } = moved(PUT, dragged, to('hwpt:4~1', 5, 6), false);
    expect(document?.layout).toEqual({
      positions: { 'unit:0': [1, 2], 'unit:1': [3, 4], 'hwpt:4~1': [5, 6] },
      collapsed: ['group:1'],
    });
    expect(moves).toEqual({ dragged: null, before: [PUT.layout] });
  });
});

describe('what can be taken back', () => {
  const before = { positions: { 'unit:0': [7, 8] as const }, collapsed: ['unit:9'] };

  test('is the last hundred moves', () => {
    const moves: Moves = { dragged: null, before: Array.from({ length: 100 }, () => before) };
    const after = moved(PUT, moves, to('unit:1', 3, 4), false).moves?.before ?? [];
    expect(after).toHaveLength(100);
    expect(after.at(-1)).toBe(PUT.layout);
    expect(tidied(PUT, moves).moves?.before).toHaveLength(100);
  });

  test('is one move after the other; what is collapsed meanwhile stays', () => {
    const older = { positions: {}, collapsed: [] };
    const undone = moveUndone(PUT, { dragged: to('unit:0', 0, 0), before: [older, before] });
    expect(undone.document?.layout).toEqual({ positions: before.positions, collapsed: ['group:1'] });
    expect(undone.moves).toEqual({ dragged: null, before: [older] });
  });

  test('is nothing without a move', () => {
    expect(moveUndone(PUT, NO_MOVES)).toEqual({});
  });
});

describe('tidying', () => {
  test('gives up every place, keeps what is collapsed, and can be taken back', () => {
    const { document, moves } = tidied(PUT, { dragged: to('unit:0', 0, 0), before: [] });
    expect(document?.layout).toEqual({ positions: {}, collapsed: ['group:1'] });
    expect(moves).toEqual({ dragged: null, before: [PUT.layout] });
  });

  test('is no move where nothing was put anywhere', () => {
    expect(tidied(BARE, NO_MOVES)).toEqual({});
    expect(tidied(COLLAPSED, NO_MOVES)).toEqual({});
  });
});

describe('collapsing', () => {
  test('adds to what is collapsed, and takes away only what is asked for', () => {
    const both = toggled(COLLAPSED, 'group:2').document;
    expect(both?.layout?.collapsed).toEqual(['unit:0', 'group:2']);
    expect(toggled(both ?? BARE, 'unit:0').document?.layout?.collapsed).toEqual(['group:2']);
  });

  test('leaves no layout in a document in which nothing is put or collapsed any more', () => {
    expect(toggled(COLLAPSED, 'unit:0').document).toEqual(BARE);
    expect(toggled(COLLAPSED, 'unit:0').document).not.toHaveProperty('layout');
    expect(toggled(PUT, 'group:1').document?.layout).toEqual({ positions: { 'unit:0': [1, 2] }, collapsed: [] });
  });
});

describe('the layout of a document', () => {
  test('is read once, and is nothing where there is none', () => {
    expect(putIn(PUT)).toEqual(to('unit:0', 1, 2));
    expect(putIn({ ...PUT, name: 'another' })).toBe(putIn(PUT));
    expect(collapsedIn({ ...PUT, name: 'another' })).toBe(collapsedIn(PUT));
    expect(putIn(BARE)).toBe(NOT_MOVED);
    expect(putIn(COLLAPSED)).toBe(NOT_MOVED);
    expect(collapsedIn(BARE).size).toBe(0);
  });

  test('collapses units and groups only, whatever a file says', () => {
    const odd = ['unit:0', 'group:12', 'ioas:1', 'unit:', 'a unit:1', 'unit:1 or so', 'unit:x'];
    expect([...collapsedIn(laidOut({ positions: {}, collapsed: odd }))]).toEqual(['unit:0', 'group:12']);
  });
});
