/** Repairs of calls that take several calls, and which objects a call is about. */
import { describe, expect, test } from 'vitest';
import { printCommand, repairs, touchedBy } from '../../src/index.ts';
import { CC_ON_UNIT_1 } from '../../src/rules/samples.ts';
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

function repairsOf(line: string): string[][] {
  return repairs(MAINLINE, stateAfter(CALLS), command(line)).map(({ commands }) => commands.map(printCommand));
}

describe('repairs', () => {
  test('a refused destroy releases what uses the object, the innermost use first', () => {
    expect(repairsOf('destroy id=1')).toContainEqual([
      'device_detach device=0',
      'destroy id=4',
      'destroy id=3',
      'destroy id=1',
    ]);
  });

  test('dirty tracking that was not asked for at allocation gets a page table that has it', () => {
    expect(repairsOf('set_dirty_tracking hwpt=3 enable=yes')).toContainEqual([
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
      for (const calls of repairsOf(line)) {
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
