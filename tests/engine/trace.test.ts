/** Kernel traces: what is read, what is refused with its place, and the differences that a comparison names. */
import { describe, expect, test } from 'vitest';
import { compareAnswer, compareState, conform, traceFromJson, traceFromLine, type Json } from '../../src/index.ts';

const UNIT = {
  id: 0,
  driver: 'intel',
  coherent: true,
  enforceCacheCoherency: true,
  dirtyTracking: false,
  nesting: true,
  addressWidth: 48,
};
const TRACE = {
  name: 'one call',
  rules: { cc: 'mainline', driverRefusesMappedDomain: true },
  units: [UNIT],
  devices: [],
  memory: [],
  steps: [{ op: 'ioas_alloc', ret: '0', out_ioas_id: 1 }],
  state: [
    {
      id: 1,
      type: 'ioas',
      users: 1,
      iova_alignment: 1,
      huge_pages: true,
      areas: [],
      reserved: [],
      allowed: [],
      hwpts: [],
    },
  ],
};

function read(changes: Readonly<Record<string, unknown>> = {}) {
  const trace = traceFromJson({ ...TRACE, ...changes });
  if (!trace.ok) throw new Error(trace.error);
  return trace.value;
}

describe('a trace', () => {
  test('is read with its calls and the answers of the kernel', () => {
    const trace = read();
    expect(trace.name).toBe('one call');
    expect(trace.steps).toEqual([{ command: { op: 'ioas_alloc' }, kernel: { ret: '0', out: { out_ioas_id: 1 } } }]);
    expect(conform(trace).differences).toEqual([]);
    expect(conform(trace).outcomes).toHaveLength(1);
  });

  test.each([
    ['no object', [], 'a trace must be an object'],
    ['a name that is no text', { ...TRACE, name: 5 }, 'name must be a string'],
    ['unknown rules', { ...TRACE, rules: 'nonsense' }, 'rules'],
    ['no machine', { ...TRACE, units: null }, 'units must be a list'],
    ['steps that are no list', { ...TRACE, steps: {} }, 'steps must be a list'],
    ['a state that is no list', { ...TRACE, state: 1 }, 'state must be a list'],
    ['a step that is no call', { ...TRACE, steps: [TRACE.steps[0], { op: 'nonsense', ret: '0' }] }, 'steps[1]: '],
    ['an answer that is none', { ...TRACE, steps: [{ op: 'ioas_alloc', ret: 'E' }] }, 'steps[0]: ret must be "0"'],
    ['an answer with more around it', { ...TRACE, steps: [{ op: 'ioas_alloc', ret: '-EBUSY' }] }, 'steps[0]: ret'],
    ['an answer with more behind it', { ...TRACE, steps: [{ op: 'ioas_alloc', ret: 'EBUSY!' }] }, 'steps[0]: ret'],
    ['a number as the answer', { ...TRACE, steps: [{ op: 'ioas_alloc', ret: 0 }] }, 'steps[0]: ret'],
  ])('is refused for %s', (_, value, error) => {
    expect(traceFromJson(value)).toEqual({ ok: false, error: expect.stringContaining(error) as unknown });
  });

  test('is read from a line, and what is no JSON is refused', () => {
    expect(traceFromLine(JSON.stringify(TRACE))).toMatchObject({ ok: true, value: { name: 'one call' } });
    expect(traceFromLine('{')).toEqual({ ok: false, error: expect.stringMatching(/^not JSON: \S/) as unknown });
  });

  test('keeps what the kernel handed back and nothing else', () => {
    const [step] = read({ steps: [{ op: 'ioas_alloc', ret: '0', out_a: 7, note: 'x' }] }).steps;
    expect(step?.kernel.out).toEqual({ out_a: 7 });
  });
});

describe('an answer', () => {
  const made = { result: { ok: true, out: { outIoasId: 1 } } } as const;
  const refused = { result: { ok: false, errno: 'EBUSY', rule: 'a.rule' } } as const;

  test('that is the same has no difference', () => {
    expect(compareAnswer(4, 'ioas_alloc', { ret: '0', out: { out_ioas_id: 1 } }, made)).toEqual([]);
    expect(compareAnswer(4, 'destroy', { ret: 'EBUSY', out: {} }, refused)).toEqual([]);
  });

  test('that is another is named with its step, by each field', () => {
    expect(compareAnswer(4, 'ioas_alloc', { ret: '0', out: { out_ioas_id: 2 } }, made)).toEqual([
      { step: 4, field: 'out_ioas_id', expected: '2', actual: '1' },
    ]);
    expect(compareAnswer(0, 'ioas_alloc', { ret: '0', out: { out_ioas_id: 1 } }, refused)).toEqual([
      { step: 0, field: 'ret', expected: '"0"', actual: '"EBUSY"' },
      { step: 0, field: 'out_ioas_id', expected: '1', actual: '(none)' },
    ]);
    expect(compareAnswer(0, 'ioas_alloc', { ret: 'ENOMEM', out: {} }, made)).toEqual([
      { step: 0, field: 'ret', expected: '"ENOMEM"', actual: '"0"' },
      { step: 0, field: 'out_ioas_id', expected: '(none)', actual: '1' },
    ]);
  });
});

describe('an object table', () => {
  const fieldsOf = (expected: readonly Json[], actual: readonly Json[]): string[] =>
    compareState(expected, actual).map(({ field }) => field);

  test('is the same in any order of objects and of their fields', () => {
    const a = { id: 1, list: [{ x: 1, y: null }], n: 2 };
    const b = { n: 2, id: 1, list: [{ y: null, x: 1 }] };
    expect(compareState([a, { id: 2 }], [{ id: 2 }, b])).toEqual([]);
  });

  test.each<[string, Json, Json]>([
    ['a value', 1, 2],
    ['a type', 1, '1'],
    ['null for an object', null, {}],
    ['an object for null', {}, null],
    ['null for a list', null, []],
    ['a list for an object', [], {}],
    ['an object for a list', {}, []],
    ['a longer list', [1], [1, 2]],
    ['a shorter list', [1, 2], [1]],
    ['an item of a list', [1, 2], [1, 3]],
    ['a field within', { x: 1 }, { x: 2 }],
    ['a field more', { x: 1 }, { x: 1, y: 1 }],
    ['a field less', { x: 1, y: 1 }, { x: 1 }],
    ['a field of another name', { x: 1 }, { y: 1 }],
    ['a null of another name', { x: 1, y: null }, { x: 1, z: null }],
  ])('differs by %s', (_, left, right) => {
    expect(compareState([{ id: 1, f: left }], [{ id: 1, f: right }])).toEqual([
      { step: null, field: 'object 1 f', expected: JSON.stringify(left), actual: JSON.stringify(right) },
    ]);
  });

  test('names what only one side has', () => {
    expect(fieldsOf([{ id: 1 }], [])).toEqual(['object 1 id']);
    expect(fieldsOf([], [{ id: 1, type: 'ioas' }])).toEqual(['object 1 id', 'object 1 type']);
  });

  test('differs by its length alone where an object stands twice', () => {
    expect(compareState([{ id: 1 }], [{ id: 1 }, { id: 1 }])).toEqual([
      { step: null, field: 'objects', expected: '1', actual: '2' },
    ]);
    expect(
      fieldsOf(
        [{ id: 1, f: 1 }],
        [
          { id: 1, f: 2 },
          { id: 1, f: 2 },
        ],
      ),
    ).toEqual(['object 1 f']);
  });

  test('passes over an entry that is no object', () => {
    expect(compareState([5], [6])).toEqual([]);
  });

  test('is compared at the end of a replay', () => {
    expect(conform(read({ state: [{ ...TRACE.state[0], users: 2 }] })).differences).toEqual([
      { step: null, field: 'object 1 users', expected: '2', actual: '1' },
    ]);
  });
});
