/** Documents from JSON: each field at its limits, refused with its place, and written back as it was read. */
import { describe, expect, test } from 'vitest';
import {
  append,
  branchTips,
  documentFromJson,
  documentText,
  documentToJson,
  EMPTY_MACHINE,
  FORMAT_VERSION,
  machineFromJson,
  MOST_NODES,
  newDocument,
  pathTo,
  traceDocument,
  traceFromJson,
  type Document,
} from '../../src/index.ts';
import { command, stateAfter } from '../calls.ts';

const { machine } = stateAfter(['plug_unit unit=0']);

/** Two branches: entries 0 1 2, and 0 3. */
function twoBranches(): Readonly<Record<string, unknown>> {
  const long = append(newDocument('Branches', machine), alloc, alloc, alloc);
  return documentToJson(append({ ...long, cursor: 0 }, alloc)) as Readonly<Record<string, unknown>>;
}

type Fields = Readonly<Record<string, unknown>>;
const alloc = command('ioas_alloc');
const DOCUMENT = append(newDocument('Two calls', stateAfter(['plug_unit unit=0']).machine), alloc, alloc);
const JSON_OF = documentToJson(DOCUMENT) as Fields;
const LOG = JSON_OF['log'] as readonly Fields[];
const read = (changes: Fields) => documentFromJson({ ...JSON_OF, ...changes });
const errorOf = (changes: Fields): string | null => {
  const one = read(changes);
  return one.ok ? null : one.error;
};
const valueOf = (changes: Fields): Document => {
  const one = read(changes);
  if (!one.ok) throw new Error(one.error);
  return one.value;
};
const withEntry = (changes: Fields): Fields => ({ log: [LOG[0], { ...LOG[1], ...changes }] });

describe('the cursor', () => {
  test.each([null, 0, 3])('may stand on the way to the tip: %s', (cursor) => {
    expect(documentFromJson({ ...twoBranches(), tip: 3, cursor })).toMatchObject({
      ok: true,
      value: { tip: 3, cursor },
    });
  });

  test.each([1, 2])('may not stand on another branch: %i', (cursor) => {
    expect(documentFromJson({ ...twoBranches(), tip: 3, cursor })).toEqual({
      ok: false,
      error: 'cursor is not on the way to tip',
    });
  });

  test('may not stand behind the tip', () => {
    expect(documentFromJson({ ...twoBranches(), tip: 0, cursor: 3 })).toMatchObject({ ok: false });
  });
});

describe('the address width of a unit', () => {
  const withWidth = (addressWidth: unknown): unknown => ({
    units: [{ id: 0, driver: 'intel', ...FLAGS, addressWidth, name: '' }],
    devices: [],
    memory: [],
  });
  const FLAGS = { coherent: true, enforceCacheCoherency: true, dirtyTracking: false, nesting: true };

  test.each([30, 64])('may be %i', (width) => {
    expect(machineFromJson(withWidth(width))).toMatchObject({ ok: true });
  });

  test.each([29, 65, 0, -48, 48.5, '48', null])('may not be %s', (width) => {
    expect(machineFromJson(withWidth(width))).toMatchObject({
      ok: false,
      error: expect.stringContaining('addressWidth must be a number from 30 to 64') as unknown,
    });
  });
});

describe('a field that is missing', () => {
  /** The value once without each of its fields, at every depth. */
  function* lacking(value: unknown): Generator<{ readonly field: string; readonly value: unknown }> {
    if (typeof value !== 'object' || value === null) return;
    for (const [field, inner] of Object.entries(value)) {
      if (!Array.isArray(value)) {
        const { [field]: _, ...rest } = value as Readonly<Record<string, unknown>>;
        yield { field, value: rest };
      }
      for (const less of lacking(inner)) {
        const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>;
        copy[field] = less.value;
        yield { field: less.field, value: copy };
      }
    }
  }

  test('is never called "undefined"', () => {
    const refused: string[] = [];
    for (const { field, value } of lacking(twoBranches())) {
      const answer = documentFromJson(value);
      if (answer.ok) continue;
      expect(answer.error).toContain(field);
      refused.push(answer.error);
    }
    expect(refused.length).toBeGreaterThan(10);
    expect(refused.filter((error) => error.includes('undefined'))).toEqual([]);
  });
});

describe('as text', () => {
  const textOf = (document: Document): unknown => {
    const text = documentText(document);
    return text.ok ? (JSON.parse(text.value) as unknown) : text.error;
  };

  test('a document is what it is as JSON, with branches, notes and more entries later', () => {
    const short = append(newDocument('Text "log":[] }', machine), alloc, alloc);
    const documents = [
      short,
      append(short, alloc),
      append({ ...short, cursor: 0 }, alloc),
      { ...short, about: 'a\n"b"' },
    ];
    for (const document of documents) {
      expect(documentText(document)).toEqual({ ok: true, value: JSON.stringify(documentToJson(document)) });
    }
  });

  test('an entry is read back for each place that it stands at', () => {
    const [first, second] = DOCUMENT.nodes;
    if (first === undefined || second === undefined) throw new Error('there are two entries');
    expect(textOf(DOCUMENT)).toEqual(JSON_OF);
    expect(textOf({ ...DOCUMENT, nodes: [second, first] })).toMatch(/^log\[0\]: parent must be null/);
    expect(textOf({ ...DOCUMENT, nodes: [first, { ...second, note: 'x'.repeat(10_001) }] })).toMatch(/^log\[1\]: note/);
    expect(textOf(DOCUMENT)).toEqual(JSON_OF);
  });

  test.each<[string, Partial<Document>, RegExp]>([
    ['a name', { name: 'x'.repeat(10_001) }, /^name must be a text/],
    ['a tip', { tip: 2 }, /^tip must be null/],
    ['a cursor', { tip: 0, cursor: 1 }, /^cursor is not on the way to tip/],
    [
      'the length of its log',
      { nodes: Array.from({ length: MOST_NODES + 1 }, () => DOCUMENT.nodes[0] as never) },
      /^log has 100001/,
    ],
  ])('it is refused for %s that the reader refuses', (_, changes, message) => {
    expect(textOf({ ...DOCUMENT, ...changes })).toMatch(message);
  });
});

describe('a document', () => {
  test('comes back as it was written', () => {
    const full: Document = {
      ...append({ ...DOCUMENT, cursor: 0 }, command('destroy id=1')),
      about: 'What it shows.',
      layout: { positions: { 'ioas:1': [1.5, -2] }, collapsed: ['unit:0'] },
      kernelState: [{ id: 1 }],
    };
    const nodes = full.nodes.map((node, at) => (at === 1 ? { ...node, note: 'here' } : node));
    const noted = { ...full, nodes: nodes.map((node, at) => (at === 0 ? { ...node, kernel: KERNEL } : node)) };
    expect(documentFromJson(JSON.parse(JSON.stringify(documentToJson(noted))))).toEqual({ ok: true, value: noted });
  });

  const KERNEL = { ret: '0', out: { out_ioas_id: 1 } };

  test('is written the same whatever the order of what was moved', () => {
    const layout = (ids: readonly string[]): Document['layout'] => ({
      positions: Object.fromEntries(ids.map((id) => [id, [0, 0] as const])),
      collapsed: ids,
    });
    const text = (ids: readonly string[]): string =>
      JSON.stringify(documentToJson({ ...DOCUMENT, layout: layout(ids) as NonNullable<Document['layout']> }));
    expect(text(['b', 'c', 'a'])).toBe(text(['a', 'b', 'c']));
    expect(text(['b', 'c', 'a'])).toContain('"positions":{"a":[0,0],"b":[0,0],"c":[0,0]},"collapsed":["a","b","c"]');
  });

  test('says of a parent only what the order does not', () => {
    const branched = documentToJson(append({ ...DOCUMENT, cursor: 0 }, alloc)) as unknown as { readonly log: Fields[] };
    expect(branched.log.map((entry) => entry['parent'])).toEqual([undefined, undefined, 0]);
    const root = documentToJson(append({ ...DOCUMENT, cursor: null }, alloc)) as unknown as { readonly log: Fields[] };
    expect(root.log.map((entry) => entry['parent'])).toEqual([undefined, undefined, null]);
    expect(Object.keys(JSON_OF)).toEqual(['format', 'version', 'name', 'rules', 'machine', 'log', 'tip', 'cursor']);
    expect(Object.keys(LOG[0] ?? {})).toEqual(['op']);
    expect(LOG[0]).toEqual({ op: 'ioas_alloc' });
  });

  test('of format 1 names its rules by one word', () => {
    const rules = { cc: 'mainline', driverRefusesMappedDomain: true };
    expect(valueOf({ version: 1, rules }).rules).toEqual(DOCUMENT.rules);
    expect(errorOf({ version: 2, rules })).not.toBeNull();
    expect(errorOf({ version: 1 })).not.toBeNull();
  });

  test.each<[string, Fields, string]>([
    ['another format', { format: 'other' }, 'format must be'],
    ['no version', { version: undefined }, 'version must be a number from 1 on'],
    ['version 0', { version: 0 }, 'version must be a number from 1 on'],
    ['half a version', { version: 1.5 }, 'version must be a number from 1 on'],
    ['a version as text', { version: '2' }, 'version must be a number from 1 on'],
    ['a newer version', { version: FORMAT_VERSION + 1 }, `format version ${FORMAT_VERSION + 1}; this playground reads`],
    ['no name', { name: 5 }, 'name must be a text'],
    ['a long name', { name: 'x'.repeat(10_001) }, 'name must be a text'],
    ['an about that is no text', { about: 5 }, 'about must be a text'],
    ['a long about', { about: 'x'.repeat(10_001) }, 'about must be a text'],
    ['rules that are none', { rules: 5 }, 'rules'],
    ['a machine that is none', { machine: [] }, 'machine: a machine must be an object'],
    ['a log that is no list', { log: {} }, 'log must be a list'],
    [
      'a log that is too long',
      { log: Array.from({ length: MOST_NODES + 1 }, () => 5) },
      `log has ${MOST_NODES + 1} entries`,
    ],
    ['an entry that is no call', { log: [LOG[0], 5] }, 'log[1]: '],
    ['a parent that is itself', withEntry({ parent: 1 }), 'log[1]: parent must be null or'],
    ['a parent before the first', withEntry({ parent: -1 }), 'log[1]: parent must be null or'],
    ['half a parent', withEntry({ parent: 0.5 }), 'log[1]: parent must be null or'],
    ['a parent as text', withEntry({ parent: '0' }), 'log[1]: parent must be null or'],
    ['an undefined parent', withEntry({ parent: undefined }), 'log[1]: parent must be null or'],
    ['a note that is no text', withEntry({ note: 5 }), 'log[1]: note must be a text'],
    ['a long note', withEntry({ note: 'x'.repeat(10_001) }), 'log[1]: note must be a text'],
    ['an answer that is none', withEntry({ ret: 'E' }), 'log[1]: ret must be "0"'],
    ['an answer as a number', withEntry({ ret: 0 }), 'log[1]: ret must be "0"'],
    ['an answer with more before it', withEntry({ ret: '-EBUSY' }), 'log[1]: ret must be "0"'],
    ['an answer with more behind it', withEntry({ ret: '0x' }), 'log[1]: ret must be "0"'],
    ['a tip behind the last', { tip: 2 }, 'tip must be null or the number of an entry'],
    ['a tip before the first', { tip: -1 }, 'tip must be null or the number of an entry'],
    ['half a tip', { tip: 0.5 }, 'tip must be null or the number of an entry'],
    ['a tip as text', { tip: '0' }, 'tip must be null or the number of an entry'],
    ['a cursor behind the last', { cursor: 2 }, 'cursor must be null or the number of an entry'],
    ['a kernel state that is no list', { kernelState: {} }, 'kernelState must be a list'],
    ['a layout that is none', { layout: [] }, 'layout must be an object'],
    ['positions that are none', { layout: { positions: 5 } }, 'layout.positions must be an object'],
    ['collapsed parts that are none', { layout: { collapsed: 5 } }, 'layout.collapsed must be a list'],
    ['a collapsed part that is no text', { layout: { collapsed: ['unit:0', 5] } }, 'layout.collapsed must be a list'],
  ])('is refused for %s', (_, changes, error) => {
    expect(errorOf(changes)).toContain(error);
  });

  test.each([
    ['a list', []],
    ['null', null],
    ['a text', 'x'],
  ])('is an object and not %s', (_, value) => {
    expect(documentFromJson(value)).toEqual({
      ok: false,
      error: expect.stringContaining('a document must be an object') as unknown,
    });
  });

  test('may have its longest name, about and notes', () => {
    const longest = 'x'.repeat(10_000);
    expect(valueOf({ name: longest, about: longest, ...withEntry({ note: longest }) })).toMatchObject({
      name: longest,
      about: longest,
      nodes: [{ parent: null }, { note: longest }],
    });
  });

  test('has of a call what the kernel answered, and nothing else', () => {
    const { nodes } = valueOf(withEntry({ ret: 'ENOMEM', out_ioas_id: 4, other: 5 }));
    expect(nodes[0]).toEqual({ parent: null, command: alloc });
    expect(nodes[1]).toEqual({ parent: 0, command: alloc, kernel: { ret: 'ENOMEM', out: { out_ioas_id: 4 } } });
  });

  test('may have branches that begin at the root', () => {
    expect(valueOf(withEntry({ parent: null })).nodes[1]).toEqual({ parent: null, command: alloc });
  });

  test('may stand before its first call', () => {
    expect(valueOf({ tip: 1, cursor: null })).toMatchObject({ tip: 1, cursor: null });
    expect(valueOf({ tip: null, cursor: null })).toMatchObject({ tip: null, cursor: null });
    expect(errorOf({ tip: null, cursor: 0 })).toBe('cursor is not on the way to tip');
  });
});

describe('where things were put', () => {
  const placed = (place: unknown): string | null => errorOf({ layout: { positions: { 'ioas:1': place } } });

  test.each([[[0, 0]], [[1e6, -1e6]], [[0.25, 3]]])('may be %j', (place) => {
    expect(placed(place)).toBeNull();
  });

  test.each([
    [[0]],
    [[0, 0, 0]],
    [5],
    [null],
    [['0', 0]],
    [[0, null]],
    [[1e6 + 1, 0]],
    [[0, -1e6 - 1]],
    [[NaN, 0]],
    [{}],
  ])('may not be %j', (place) => {
    expect(placed(place)).toBe('layout.positions of "ioas:1" must be two numbers within ±1000000');
  });

  test('may be left out', () => {
    expect(valueOf({ layout: {} }).layout).toEqual({ positions: {}, collapsed: [] });
    expect(valueOf({})).not.toHaveProperty('layout');
  });

  test('are no more than are read', () => {
    const ids = Array.from({ length: 100_001 }, (_, id) => `ioas:${id}`);
    const positions = Object.fromEntries(ids.map((id) => [id, [0, 0]]));
    expect(errorOf({ layout: { positions } })).toBe('layout.positions has more than 100000 entries');
    expect(errorOf({ layout: { collapsed: ids } })).toContain('layout.collapsed must be a list');
    expect(errorOf({ layout: { collapsed: ids.slice(1) } })).toBeNull();
    delete positions['ioas:0'];
    expect(errorOf({ layout: { positions } })).toBeNull();
  });
});

describe('the tree of calls', () => {
  const branched = append({ ...append(DOCUMENT, alloc), cursor: 0 }, alloc, alloc);

  test('has a path to each entry, from the first', () => {
    expect(pathTo(branched.nodes, 2)).toEqual([0, 1, 2]);
    expect(pathTo(branched.nodes, 4)).toEqual([0, 3, 4]);
    expect(pathTo(branched.nodes, null)).toEqual([]);
  });

  test('has a tip for each branch, in the order in which they began', () => {
    expect(branchTips(branched.nodes)).toEqual([2, 4]);
    expect(branchTips([])).toEqual([]);
  });

  test('stays as it is when no call is added, also in the past', () => {
    const past = { ...DOCUMENT, cursor: 0 };
    expect(append(past)).toEqual(past);
    expect(append(past, alloc)).toMatchObject({ cursor: 2, tip: 2, nodes: [{}, {}, { parent: 0 }] });
  });
});

describe('a trace as a document', () => {
  const UNIT = {
    id: 0,
    driver: 'smmu',
    coherent: true,
    enforceCacheCoherency: true,
    dirtyTracking: false,
    nesting: true,
  };
  const documentOf = (steps: readonly Fields[]): Document => {
    const trace = traceFromJson({
      name: 'traced',
      rules: { cc: 'mainline', driverRefusesMappedDomain: true },
      units: [{ ...UNIT, addressWidth: 48 }],
      devices: [],
      memory: [],
      steps,
      state: [{ id: 1 }],
    });
    if (!trace.ok) throw new Error(trace.error);
    return traceDocument(trace.value);
  };

  test('is one branch of its calls with the answers of the kernel, standing at its end', () => {
    const step = { op: 'ioas_alloc', ret: '0', out_ioas_id: 1 };
    const document = documentOf([step, step, step]);
    expect(document.nodes.map(({ parent }) => parent)).toEqual([null, 0, 1]);
    expect(document).toMatchObject({ name: 'traced', tip: 2, cursor: 2, kernelState: [{ id: 1 }] });
    expect(document.nodes[1]?.kernel).toEqual({ ret: '0', out: { out_ioas_id: 1 } });
    expect(document.machine.units.get(0)?.driver).toBe('smmuv3');
  });

  test('stands nowhere without calls', () => {
    expect(documentOf([])).toMatchObject({ nodes: [], tip: null, cursor: null });
    expect(newDocument('New', EMPTY_MACHINE)).toMatchObject({ nodes: [], tip: null, cursor: null });
  });
});
