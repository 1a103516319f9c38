/** Repairs of each sort of call: what they change, what they are called, and what they do on the way; and which objects a call is about. */
import { describe, expect, test } from 'vitest';
import { printCommand, repairs, touchedBy } from '../../src/index.ts';
import { BOUND, CC_ON_UNIT_1, GROUP_OF_TWO, TWO_UNITS, WITH_HWPT } from '../../src/rules/samples.ts';
import { command, MAINLINE, play, stateAfter } from '../calls.ts';

const CALLS = [
  'plug_unit unit=0 driver=intel dirty_tracking=yes',
  'plug_device device=0 unit=0 group=0',
  'ioas_alloc',
  'device_bind device=0',
  'hwpt_alloc dev_id=2 pt_id=1 nest_parent',
  'hwpt_alloc dev_id=2 pt_id=3 data=stage1',
  'device_attach device=0 pt_id=4',
];
const repairsOf = (before: readonly string[], line: string, most = 99) =>
  repairs(MAINLINE, stateAfter(before), command(line), most);

/** The calls of each repair, as text. */
const callsOf = (before: readonly string[], line: string): string[][] =>
  repairsOf(before, line, 3).map(({ commands }) => commands.map(printCommand));

const titles = (before: readonly string[], line: string): string[] => repairsOf(before, line).map(({ title }) => title);
const lines = (before: readonly string[], line: string): string[] =>
  repairsOf(before, line).map(({ commands }) => commands.map(printCommand).join('; '));

describe('repairs', () => {
  test('a refused destroy releases what uses the object, the innermost use first', () => {
    expect(callsOf(CALLS, 'destroy id=1')).toContainEqual([
      'device_detach device=0',
      'destroy id=4',
      'destroy id=3',
      'destroy id=1',
    ]);
  });

  test('dirty tracking that was not asked for at allocation gets a page table that has it', () => {
    expect(callsOf(CALLS, 'set_dirty_tracking hwpt=3 enable=yes')).toContainEqual([
      'hwpt_alloc dev_id=2 pt_id=1 nest_parent dirty_tracking',
      'set_dirty_tracking hwpt=5',
    ]);
  });

  test('no more are offered than are wanted, the simplest first', () => {
    const many = stateAfter([...CC_ON_UNIT_1, 'ioas_alloc', 'ioas_alloc', 'ioas_alloc']);
    const offered = (most?: number): string[][] =>
      repairs(MAINLINE, many, command('device_attach device=0 pt_id=5'), most).map(({ commands }) =>
        commands.map(printCommand),
      );
    const all = [1, 6, 7, 8].map((ioas) => [`device_attach device=0 pt_id=${ioas}`]);
    expect(offered(99)).toEqual(all);
    expect(offered()).toEqual(all.slice(0, 3));
    expect(offered(1)).toEqual(all.slice(0, 1));
  });

  test('every repair that is offered succeeds', () => {
    for (const line of ['destroy id=1', 'destroy id=3', 'destroy id=4', 'set_dirty_tracking hwpt=3 enable=yes']) {
      for (const calls of callsOf(CALLS, line)) {
        const answers = play(calls, MAINLINE, stateAfter(CALLS)).map(({ result }) => result.ok);
        expect(answers.every(Boolean), calls.join('; ')).toBe(true);
      }
    }
  });
});

describe('what a call is about', () => {
  test('the objects and parts that it names, and what it made or moved to', () => {
    const outcomes = play(CALLS);
    const touched = CALLS.map((line, index) => {
      const before = stateAfter(CALLS.slice(0, index));
      const outcome = outcomes[index];
      return outcome === undefined ? [] : touchedBy(before, command(line), outcome);
    });
    expect(touched).toEqual([
      ['unit:0'],
      ['device:0', 'unit:0', 'group:0'],
      ['ioas:1'],
      ['device:0', 'device:0'],
      ['device:0', 'ioas:1', 'hwpt:3'],
      ['device:0', 'hwpt:3', 'hwpt:4'],
      ['device:0', 'hwpt:4', 'hwpt:4'],
    ]);
  });
});

describe('a map', () => {
  test('is offered elsewhere where an area is in the way, and behind its unmapping', () => {
    const before = [...BOUND, 'ioas_map ioas=1 iova=0x10000 length=0x1000'];
    const call = 'ioas_map ioas=1 iova=0x10000 length=0x2000';
    expect(repairsOf(before, call)[0]?.commands[0]).toMatchObject({ fixed: false, iova: 0n });
    expect(titles(before, call)[0]).toBe('With fixed no, iova 0x0');
    expect(repairsOf(before, call)[0]?.effect).toMatch(/^The kernel chose IOVA 0x/);
    expect(lines(before, call)).toContainEqual(
      expect.stringMatching(/^ioas_unmap ioas=1 iova=0x10000 length=0x1000; ioas_map ioas=1/),
    );
    expect(titles(before, call)).toContain('Unmap 0x10000 in ioas 1 first');
  });

  test('is offered on pages where it is not', () => {
    const call = 'ioas_map ioas=1 iova=0x10010 length=0x1001 user_va=0x100000000020';
    const fields = repairsOf(WITH_HWPT, call)[0]?.commands[0];
    expect(fields).toMatchObject({ fixed: true, iova: 0x1_0000n, userVa: 0x1000_0000_0000n, length: 0x2000n });
    expect(titles(WITH_HWPT, call)[0]).toBe('With iova 0x10000, user_va 0x100000000000, length 0x2000');
  });

  test('of nothing is offered as a page', () => {
    expect(repairsOf(BOUND, 'ioas_map ioas=1 iova=0x10000 length=0')[0]?.commands[0]).toMatchObject({
      length: 0x1000n,
    });
  });

  test('is offered from memory that is there', () => {
    const call = 'ioas_map ioas=1 iova=0x10000 length=0x1000 user_va=0x5000';
    expect(titles(WITH_HWPT, call)).toEqual(['With user_va 0x100000000000', 'Destroy hwpt 3 first']);
  });

  test('is offered where addresses may be chosen again', () => {
    const before = [...BOUND, 'ioas_allow_iovas ioas=1 ranges=0x3000-0x3fff'];
    const map = { ...command('ioas_map ioas=1 iova=0 length=0x2000'), fixed: false } as never;
    const [first] = repairs(MAINLINE, stateAfter(before), map, 1);
    expect(first?.commands[0]).toEqual({ op: 'ioas_allow_iovas', ioas: 1, ranges: [] });
    expect(first?.title).toBe('Set the allowed IOVAs of ioas 1 first');
  });
});

describe('an attach', () => {
  test('is offered to others than the page table that refuses, by their names', () => {
    expect(titles(CC_ON_UNIT_1, 'device_attach device=0 pt_id=5')).toEqual(['Attach device 0 to ioas 1 instead']);
    expect(repairsOf(CC_ON_UNIT_1, 'device_attach device=0 pt_id=5')[0]?.effect).toBe('makes hwpt 6, auto');
  });

  test('of a group that is elsewhere is offered there, and behind a detach', () => {
    const before = [
      ...GROUP_OF_TWO,
      'hwpt_alloc dev_id=2 pt_id=1',
      'hwpt_alloc dev_id=2 pt_id=1',
      'device_attach device=0 pt_id=4',
    ];
    expect(titles(before, 'device_attach device=1 pt_id=5')).toEqual([
      'Attach device 1 to hwpt 4 instead',
      'Detach device 0 first',
    ]);
  });

  test('of a device that is not bound is offered behind a bind', () => {
    const before = [...TWO_UNITS, 'device_unbind device=0'];
    expect(lines(before, 'device_attach device=0 pt_id=1')).toEqual([
      'device_bind device=0; device_attach device=0 pt_id=1',
    ]);
    expect(titles(before, 'device_attach device=0 pt_id=1')).toEqual(['Bind device 0 first']);
  });
});

describe('an allocation', () => {
  test('is offered with each wish dropped, and with other objects', () => {
    const before = [
      'plug_unit unit=0 nesting=no dirty_tracking=no',
      ...BOUND.filter((line) => !line.startsWith('plug_unit')),
    ];
    expect(lines(before, 'hwpt_alloc dev_id=2 pt_id=1 nest_parent')).toContain('hwpt_alloc dev_id=2 pt_id=1');
    expect(titles(before, 'hwpt_alloc dev_id=2 pt_id=1 nest_parent')[0]).toBe('With nest_parent no');
    expect(titles(before, 'hwpt_alloc dev_id=2 pt_id=1 dirty_tracking')[0]).toBe('With dirty_tracking no');
    expect(titles(before, 'hwpt_alloc dev_id=2 pt_id=1 nest_parent dirty_tracking')[0]).toBe(
      'With nest_parent no, dirty_tracking no',
    );
    expect(titles(before, 'hwpt_alloc dev_id=9 pt_id=1')).toEqual(['With dev_id 2']);
    expect(titles(before, 'hwpt_alloc dev_id=2 pt_id=9')).toEqual(['With pt_id 1']);
    expect(titles(before, 'hwpt_alloc dev_id=2 pt_id=1 data=stage1')[0]).toBe('With data none');
  });
});

describe('a copy', () => {
  const before = [...BOUND, 'ioas_map ioas=1 iova=0x10000 length=0x1000 prot=r', 'ioas_alloc'];

  test('is offered for reading, and where the kernel chooses', () => {
    const call = 'ioas_copy src_ioas=1 src_iova=0x10000 dst_ioas=3 dst_iova=0x5000 length=0x1000 prot=rw';
    expect(titles(before, call)).toEqual(['With prot r']);
    const taken = [...before, 'ioas_map ioas=3 iova=0x5000 length=0x1000'];
    const there = call.replace('prot=rw', 'prot=r');
    expect(titles(taken, there)[0]).toBe('With fixed no, dst_iova 0x0');
  });
});

describe('a destroy', () => {
  test('of a page table in use is offered behind a detach, and of an IOAS behind all that uses it', () => {
    const auto = [...BOUND, 'device_attach device=0 pt_id=1'];
    expect(lines(auto, 'destroy id=1')).toEqual(['device_detach device=0; destroy id=1']);
    const both = [...auto, 'hwpt_alloc dev_id=2 pt_id=1'];
    const [repair] = repairsOf(both, 'destroy id=1');
    expect(repair?.commands.map(printCommand)).toEqual(['device_detach device=0', 'destroy id=4', 'destroy id=1']);
    expect(repair?.title).toBe('Detach device 0, and 1 more first');
  });

  test('of nothing has no repair', () => {
    expect(lines(BOUND, 'destroy id=9')).toEqual([]);
  });
});

test('what is no command has no repair', () => {
  expect(repairs(MAINLINE, stateAfter(BOUND), { op: 'ioas_map' } as never)).toEqual([]);
});

test('no repair is the refused call itself, none is offered twice, and each succeeds', () => {
  const cases = [
    [CC_ON_UNIT_1, 'device_attach device=0 pt_id=5'],
    [WITH_HWPT, 'hwpt_alloc dev_id=2 pt_id=1 data=stage1'],
    [WITH_HWPT, 'ioas_map ioas=1 iova=0x10001 length=0x10'],
    [WITH_HWPT, 'destroy id=1'],
  ] as const;
  for (const [before, line] of cases) {
    const offered = lines(before, line);
    expect(offered.length, line).toBeGreaterThan(0);
    expect(new Set(offered).size, line).toBe(offered.length);
    expect(offered).not.toContain(printCommand(command(line)));
    for (const { commands } of repairsOf(before, line)) {
      const outcomes = play(commands.map(printCommand), MAINLINE, stateAfter(before));
      expect(
        outcomes.every(({ result }) => result.ok),
        commands.map(printCommand).join('; '),
      ).toBe(true);
    }
  }
});
