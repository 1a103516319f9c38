/** Walks of a DMA access: where each ends, the edges of what it passes, and stage 1 entries as people write them. */
import { describe, expect, test } from 'vitest';
import { choiceOf, probe, readStage1, rulesFor, type Access, type State } from '../../src/index.ts';
import { stateAfter } from '../calls.ts';
import { TWO_UNITS, WITH_NESTED } from '../../src/rules/samples.ts';

const writing: Access = { device: 0, iova: 0x10800n, write: true, stage1: null };
const lastHop = (state: State, one: Access): string => probe(state, one).hops.at(-1)?.sentence ?? '';
const NESTED = stateAfter([
  ...WITH_NESTED,
  'ioas_map ioas=1 iova=0x10000 length=0x2000 prot=rw',
  'device_attach device=0 pt_id=4',
]);
const PLAIN = stateAfter([
  ...TWO_UNITS,
  'ioas_map ioas=1 iova=0x10000 length=0x1000',
  'device_attach device=1 pt_id=1',
  'device_unbind device=2',
]);
const reading: Access = { device: 0, iova: 0x10800n, write: false, stage1: null };
const sentences = (state: State, one: Access): string[] => probe(state, one).hops.map((hop) => hop.sentence);
const marks = (state: State, one: Access): string =>
  probe(state, one)
    .hops.map(({ ok }) => (ok ? '+' : '!'))
    .join('');

describe('a DMA writing', () => {
  test('goes through stage 1 and stage 2 to user memory', () => {
    const walk = probe(NESTED, writing);
    expect(walk.userVa).toBe(0x1000_0000_0800n);
    expect(walk.hops.map((hop) => hop.ref)).toEqual(['device:0', 'hwpt:4', 'hwpt:3', 'ioas:1']);
  });

  test('follows the entries of the guest, and faults where the guest has none', () => {
    const stage1 = [{ start: 0n, last: 0xfffn, to: 0x11000n }];
    expect(probe(NESTED, { ...writing, iova: 0x10n, stage1 }).userVa).toBe(0x1000_0000_1010n);
    expect(probe(NESTED, { ...writing, stage1 })).toMatchObject({ userVa: null, hops: { length: 2 } });
    expect(lastHop(NESTED, { ...writing, stage1 })).toMatch(/maps nothing at 0x10800.*The fault is the guest's/);
  });

  test('faults at stage 2 without an entry, and in the msi region', () => {
    expect(lastHop(NESTED, { ...writing, iova: 0x40000n })).toContain('no entry at 0x40000');
    expect(lastHop(NESTED, { ...writing, iova: 0xfee0_0000n })).toContain('is an interrupt');
  });

  test('faults for a write to a read-only area', () => {
    const state = stateAfter([
      ...TWO_UNITS,
      'ioas_map ioas=1 iova=0x10000 length=0x1000 prot=r',
      'device_attach device=1 pt_id=1',
    ]);
    expect(lastHop(state, { ...writing, device: 1 })).toContain('a write faults');
    expect(probe(state, { ...writing, device: 1, write: false }).userVa).toBe(0x1000_0000_0800n);
  });

  test('faults on the snoop bit behind a unit that cannot enforce', () => {
    const rules = rulesFor(choiceOf('linux-6.12', 'v4-redirect'));
    const state = stateAfter(
      [
        ...TWO_UNITS,
        'hwpt_alloc dev_id=2 pt_id=1 nest_parent',
        'hwpt_alloc dev_id=2 pt_id=5 data=stage1',
        'device_attach device=0 pt_id=6',
        'hwpt_alloc dev_id=3 pt_id=5 data=stage1',
        'device_attach device=1 pt_id=7',
        'ioas_map ioas=1 iova=0x10000 length=0x1000',
      ],
      rules,
    );
    expect(lastHop(state, writing)).toContain('takes for a reserved bit');
    expect(probe(state, { ...writing, device: 1 }).userVa).not.toBeNull();
  });

  test('goes nowhere from a device that is not bound or not attached', () => {
    const bound = stateAfter(TWO_UNITS);
    expect(lastHop(bound, writing)).toContain('on no page table');
    expect(lastHop(bound, { ...writing, device: 9 })).toContain('not bound');
  });
});

test('stage 1 entries are read, and what is none is pointed at', () => {
  expect(readStage1('')).toEqual({ entries: null });
  expect(readStage1('0x0-0xfff→0x11000, 4096-8191 -> 0')).toEqual({
    entries: [
      { start: 0n, last: 0xfffn, to: 0x11000n },
      { start: 4096n, last: 8191n, to: 0n },
    ],
  });
  expect(readStage1('nonsense')).toMatchObject({ error: expect.stringContaining('"nonsense" is no entry') });
  expect(readStage1('0x10-0x0→0')).toHaveProperty('error');
});

describe('the hops of a walk', () => {
  test('are all good where it reaches memory, and only the last is bad where it faults', () => {
    expect(marks(NESTED, reading)).toBe('++++');
    expect(marks(PLAIN, { ...reading, device: 1 })).toBe('+++');
    expect(marks(NESTED, { ...reading, iova: 0x40000n })).toBe('++!');
    expect(marks(NESTED, { ...reading, stage1: [] })).toBe('+!');
    expect(marks(NESTED, { ...reading, device: 7 })).toBe('!');
  });

  test('say that stage 1 is the identity only where the guest maps nothing itself', () => {
    expect(sentences(NESTED, reading)[1]).toMatch(/0x10800 → 0x10800, identity/);
    const mapped = sentences(NESTED, { ...reading, stage1: [{ start: 0n, last: U64, to: 0n }] })[1];
    expect(mapped).toContain('0x10800 → 0x10800.');
  });

  const U64 = 0xffff_ffff_ffff_ffffn;

  test('have no stage 1 on a page table that is not nested, whatever the guest is said to map', () => {
    const walk = probe(PLAIN, { ...reading, device: 1, stage1: [{ start: 0n, last: U64, to: 0x99000n }] });
    expect(walk.hops.map(({ ref }) => ref)).toEqual(['device:1', 'hwpt:5', 'ioas:1']);
    expect(walk.userVa).toBe(0x1000_0000_0800n);
  });

  test('end at a device of the machine that is not bound', () => {
    expect(sentences(PLAIN, { ...reading, device: 2 })).toEqual([expect.stringContaining('Device 2 is not bound')]);
  });
});

describe('the msi region', () => {
  test.each([
    [0xfedf_ffffn, false],
    [0xfee0_0000n, true],
    [0xfeef_ffffn, true],
    [0xfef0_0000n, false],
  ])('at %i takes the reading: %s', (iova, interrupt) => {
    expect(
      sentences(PLAIN, { ...reading, device: 1, iova })
        .at(-1)
        ?.includes('is an interrupt'),
    ).toBe(interrupt);
  });

  test('is no other region of the device', () => {
    const direct = stateAfter([
      'plug_unit unit=0',
      'plug_device device=0 unit=0 group=0 reserved=reserved:0x20000-0x2ffff',
      'ioas_alloc',
      'device_bind device=0',
      'device_attach device=0 pt_id=1',
    ]);
    expect(sentences(direct, { ...reading, iova: 0x20000n }).at(-1)).toContain('has no entry at 0x20000');
  });
});

describe('an entry of the guest', () => {
  const stage1 = [
    { start: 0x5000n, last: 0x5fffn, to: 0x10000n },
    { start: 0x100n, last: 0x1ffn, to: 0x11000n },
  ];

  test.each([
    [0xffn, null],
    [0x100n, 0x1000_0000_1000n],
    [0x1ffn, 0x1000_0000_10ffn],
    [0x200n, null],
    [0x4fffn, null],
    [0x5000n, 0x1000_0000_0000n],
    [0x5fffn, 0x1000_0000_0fffn],
    [0x6000n, null],
  ])('takes the addresses from its first to its last: %i', (iova, userVa) => {
    expect(probe(NESTED, { ...reading, iova, stage1 }).userVa).toBe(userVa);
  });
});

describe('stage 1 as text', () => {
  test.each(['', ' \n ', 'identity', ' identity ', ',,\n'])('is the identity: %j', (text) => {
    expect(readStage1(text)).toEqual({ entries: null });
  });

  test.each([
    ['0x0-0xfff→0x11000', [[0n, 0xfffn, 0x11000n]]],
    ['0 - 4095 -> 8192', [[0n, 4095n, 8192n]]],
    ['0x10 – 0x10 to 0xABC', [[16n, 16n, 0xabcn]]],
    [
      '0x0-0x1→0x0\n\n,0x2-0x3→0x0',
      [
        [0n, 1n, 0n],
        [2n, 3n, 0n],
      ],
    ],
    ['0xffffffffffffffff-0xffffffffffffffff→0x0', [[0xffff_ffff_ffff_ffffn, 0xffff_ffff_ffff_ffffn, 0n]]],
  ])('is read: %j', (text, entries) => {
    expect(readStage1(text)).toEqual({ entries: entries.map(([start, last, to]) => ({ start, last, to })) });
  });

  test.each([
    'identity, 0x0-0x1→0x0',
    '0x0-0x1→0x0 and more',
    'about 0x0-0x1→0x0',
    '0x0-0x1',
    '0x0→0x1',
    '0x2-0x1→0x0',
    '0x10000000000000000-0x10000000000000001→0x0',
  ])('is refused with what is no entry: %j', (text) => {
    expect(readStage1(text)).toEqual({ error: expect.stringMatching(/^".+" is no entry: write a range/) as unknown });
  });

  test.each([
    ['0x0-0xf→0x0, 0xf-0x1f→0x0', '0xf-0x1f'],
    ['0x10-0x1f→0x0, 0x0-0x10→0x0', '0x0-0x10'],
    ['0x0-0xff→0x0, 0x10-0x1f→0x0', '0x10-0x1f'],
  ])('is refused where two entries share an address: %j', (text, second) => {
    expect(readStage1(text)).toEqual({
      error: expect.stringContaining(`"${second}→0x0" overlaps an entry`) as unknown,
    });
  });

  test('may have entries that touch', () => {
    expect(readStage1('0x10-0x1f→0x0, 0x0-0xf→0x0, 0x20-0x2f→0x0')).toMatchObject({ entries: { length: 3 } });
  });

  test('is quoted no further than sixty characters', () => {
    const long = 'x'.repeat(200);
    expect(readStage1(long)).toEqual({ error: expect.stringContaining(`"${'x'.repeat(60)}" is no entry`) as unknown });
    const digits = `${'0'.repeat(18)}1`;
    const wide = `${digits}-${digits}→${digits}`;
    expect(readStage1(`0-9→0, ${wide}`)).toEqual({
      error: expect.stringContaining(`"${wide.slice(0, 60)}" overlaps`) as unknown,
    });
    expect(wide.length).toBeLessThan(60);
    const spaced = `0x1 - 0x1${' '.repeat(60)}→ 0x0`;
    expect(readStage1(`0-9→0, ${spaced}`)).toEqual({
      error: expect.stringContaining(`"${spaced.slice(0, 60)}" overlaps`) as unknown,
    });
  });
});
