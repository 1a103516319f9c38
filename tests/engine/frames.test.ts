/** A branch replayed: what each frame knows, which frames are taken over, and states that are worked out again. */
import { describe, expect, test } from 'vitest';
import {
  answerOf,
  append,
  choiceOf,
  EMPTY_MACHINE,
  framesOf,
  newDocument,
  objectsOf,
  replaying,
  sameRules,
  steps,
  type Document,
} from '../../src/index.ts';
import { command, MAINLINE, stateAfter } from '../calls.ts';

const alloc = command('ioas_alloc');
const EMPTY = newDocument('Calls', EMPTY_MACHINE);
const repeated = (times: number): Document => append(EMPTY, ...Array.from({ length: times }, () => alloc));

describe('the frames of a branch', () => {
  const document = append(EMPTY, alloc, command('destroy id=9'), alloc);

  test('have the answers, and how many objects were made before and after', () => {
    const frames = framesOf(document);
    expect(frames.map(answerOf)).toEqual(['0', 'ENOENT', '0']);
    expect(frames.map(({ born }) => born)).toEqual([
      [0, 1],
      [1, 1],
      [1, 2],
    ]);
    expect(frames.map(({ node }) => node)).toEqual([0, 1, 2]);
    expect(frames.map(({ entry }) => entry)).toEqual(document.nodes);
  });

  test('are those on the way to the tip, and no others', () => {
    const branched = append({ ...document, cursor: 0 }, alloc);
    expect(framesOf(branched).map(({ node }) => node)).toEqual([0, 3]);
    expect(framesOf(EMPTY)).toEqual([]);
  });

  test('begin on the machine of the document', () => {
    const { machine } = stateAfter(['plug_unit unit=0']);
    const [first] = framesOf(append(newDocument('Machine', machine), alloc));
    expect(first?.before.machine).toBe(machine);
  });

  test('are refused for an entry that the log does not have', () => {
    expect(() => framesOf({ ...EMPTY, tip: 5 })).toThrow('the document has no entry 5');
  });
});

describe('known frames', () => {
  const document = append(EMPTY, alloc, alloc);
  const known = framesOf(document);

  test('are taken over when calls are added behind them', () => {
    const frames = framesOf(append(document, command('destroy id=2')), known);
    expect(frames.slice(0, 2)).toEqual(known);
    expect(frames[0]).toBe(known[0]);
    expect(frames[1]).toBe(known[1]);
    expect(frames[2]?.before).toBe(known[1]?.outcome.next);
  });

  test('are taken over up to where another branch leaves, and no further', () => {
    const branched = append({ ...document, cursor: 0 }, command('destroy id=1'), alloc);
    const frames = framesOf(branched, known);
    expect(frames[0]).toBe(known[0]);
    expect(frames.map(answerOf)).toEqual(['0', '0', '0']);
    expect(objectsOf(frames[2]?.outcome.next ?? stateAfter([])).map(({ id }) => id)).toEqual([1]);
    const back = framesOf(document, frames);
    expect(back[0]).toBe(known[0]);
    expect(back[1]).not.toBe(frames[1]);
  });

  test('get a new note and keep their outcome', () => {
    const nodes = document.nodes.map((node, at) => (at === 0 ? { ...node, note: 'first' } : node));
    const frames = framesOf({ ...document, nodes }, known);
    expect(frames[0]?.entry.note).toBe('first');
    expect(frames[0]?.outcome).toBe(known[0]?.outcome);
    expect(frames[1]).toBe(known[1]);
  });

  test('of another machine are worth nothing', () => {
    const { machine } = stateAfter(['plug_unit unit=0']);
    const frames = framesOf({ ...document, machine }, known);
    expect(frames[0]).not.toBe(known[0]);
    expect(frames[1]).not.toBe(known[1]);
    expect(frames[1]?.before.machine).toBe(machine);
  });
});

describe('a long branch', () => {
  const LONG = 1300;
  const document = repeated(LONG);
  const outcomes = steps(
    MAINLINE,
    stateAfter([]),
    document.nodes.map((node) => node.command),
  );

  test('has the right state before and after every frame, whichever is asked for first', () => {
    const frames = framesOf(document);
    for (const at of [LONG - 1, 0, 700, 699, 1, 255, 256, 1299, 5, 650]) {
      const count = (state: ReturnType<typeof stateAfter> | undefined): number | undefined => state?.objects.count;
      expect(count(frames[at]?.before)).toBe(at);
      expect(count(frames[at]?.outcome.next)).toBe(outcomes[at]?.next.objects.count);
      expect(frames[at]?.result).toEqual(outcomes[at]?.result);
    }
  });

  test('keeps the outcomes that were looked at last, and gives up those of before', () => {
    const frames = framesOf(document);
    const [first, second] = [frames[1], frames[2]];
    const before = first?.outcome;
    expect(first?.outcome).toBe(before);
    expect(second?.outcome).toBe(second?.outcome);
    for (const frame of frames.slice(600, 600 + 513)) expect(frame.outcome.result.ok).toBe(true);
    expect(first?.outcome).not.toBe(before);
    expect(first?.outcome).toEqual(before);
  });

  test('keeps some states for good, evenly spread', () => {
    const frames = framesOf(document);
    // One frame in six: 1,300 frames, at most 256 states.
    const spared = frames[7]?.before;
    const given = frames[9]?.before;
    for (const frame of frames.slice(700, 700 + 513)) expect(frame.outcome.result.ok).toBe(true);
    expect(frames[7]?.before).toBe(spared);
    expect(frames[9]?.before).not.toBe(given);
    expect(frames[9]?.before).toEqual(given);
  });

  test('is replayed in pieces that say how far they are', () => {
    const replay = replaying(repeated(200));
    const told: unknown[] = [];
    let next = replay.next();
    while (next.done !== true) {
      told.push(next.value);
      next = replay.next();
    }
    expect(told).toEqual([0, 64, 128, 192].map((done) => ({ done, total: 200 })));
    expect(next.value).toHaveLength(200);
  });

  test('tells nothing of frames that are taken over', () => {
    const known = framesOf(repeated(200));
    expect(replaying(repeated(200), known.slice(0, 100)).next().done).toBe(false);
    const replay = replaying({ ...EMPTY, nodes: document.nodes, tip: 199 }, framesOf({ ...document, tip: 199 }));
    expect(replay.next().done).toBe(true);
  });
});

test('documents have the same rules when their choice is the same', () => {
  const other = newDocument('Other', EMPTY_MACHINE, choiceOf('linux-6.12', 'v4'));
  expect(sameRules(EMPTY, repeated(2))).toBe(true);
  expect(sameRules(EMPTY, other)).toBe(false);
});
