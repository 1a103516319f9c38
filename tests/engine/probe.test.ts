import { describe, expect, test } from 'vitest';
import { probe, readStage1, choiceOf, rulesFor, type Access } from '../../src/index.ts';
import { stateAfter } from '../calls.ts';
import { TWO_UNITS, WITH_NESTED } from '../../src/rules/samples.ts';

const nested = stateAfter([
  ...WITH_NESTED,
  'ioas_map ioas=1 iova=0x10000 length=0x2000 prot=rw',
  'device_attach device=0 pt_id=4',
]);
const access: Access = { device: 0, iova: 0x10800n, write: true, stage1: null };
const last = (state: typeof nested, one: Access): string => probe(state, one).hops.at(-1)?.sentence ?? '';

describe('a DMA access', () => {
  test('goes through stage 1 and stage 2 to user memory', () => {
    const walk = probe(nested, access);
    expect(walk.userVa).toBe(0x1000_0000_0800n);
    expect(walk.hops.map((hop) => hop.ref)).toEqual(['device:0', 'hwpt:4', 'hwpt:3', 'ioas:1']);
  });

  test('follows the entries of the guest, and faults where the guest has none', () => {
    const stage1 = [{ start: 0n, last: 0xfffn, to: 0x11000n }];
    expect(probe(nested, { ...access, iova: 0x10n, stage1 }).userVa).toBe(0x1000_0000_1010n);
    expect(probe(nested, { ...access, stage1 })).toMatchObject({ userVa: null, hops: { length: 2 } });
    expect(last(nested, { ...access, stage1 })).toMatch(/maps nothing at 0x10800.*The fault is the guest's/);
  });

  test('faults at stage 2 without an entry, and in the msi region', () => {
    expect(last(nested, { ...access, iova: 0x40000n })).toContain('no entry at 0x40000');
    expect(last(nested, { ...access, iova: 0xfee0_0000n })).toContain('is an interrupt');
  });

  test('faults for a write to a read-only area', () => {
    const state = stateAfter([
      ...TWO_UNITS,
      'ioas_map ioas=1 iova=0x10000 length=0x1000 prot=r',
      'device_attach device=1 pt_id=1',
    ]);
    expect(last(state, { ...access, device: 1 })).toContain('a write faults');
    expect(probe(state, { ...access, device: 1, write: false }).userVa).toBe(0x1000_0000_0800n);
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
    expect(last(state, access)).toContain('takes for a reserved bit');
    expect(probe(state, { ...access, device: 1 }).userVa).not.toBeNull();
  });

  test('goes nowhere from a device that is not bound or not attached', () => {
    const bound = stateAfter(TWO_UNITS);
    expect(last(bound, access)).toContain('on no page table');
    expect(last(bound, { ...access, device: 9 })).toContain('not bound');
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
