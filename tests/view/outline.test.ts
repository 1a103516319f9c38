/** The outline: the machine and the objects as rows, in an order that does not change. */
import { describe, expect, test } from 'vitest';
import { outlineOf, type OutlineRow } from '../../app/view/outline.ts';
import { refsOf } from '../../app/view/refs.ts';
import { stateAfter } from '../calls.ts';

const STATE = stateAfter([
  'plug_unit unit=0 driver=intel enforce_cache_coherency=no name=dmar0',
  'plug_unit unit=1 driver=intel',
  'plug_device device=0 unit=0 group=0 name=iGPU',
  'plug_device device=1 unit=1 group=1',
  'plug_device device=2 unit=1 group=1',
  'ioas_alloc',
  'device_bind device=1',
  'hwpt_alloc dev_id=2 pt_id=1 nest_parent',
  'hwpt_alloc dev_id=2 pt_id=3 data=stage1',
  'device_attach device=1 pt_id=4',
]);

const line = ({ level, name, detail }: OutlineRow): string => `${'  '.repeat(level)}${name} ${detail}`.trimEnd();

describe('the outline of a state', () => {
  test('nests devices in groups in units, and page tables in what they are on', () => {
    const { machine, objects } = outlineOf(STATE, new Set());
    expect(machine.map(line)).toEqual([
      'unit 0 dmar0',
      '  group 0',
      '    device 0 unbound',
      'unit 1',
      '  group 1 on hwpt 4',
      '    device 1 id 2',
      '    device 2 unbound',
    ]);
    expect(objects.map(line)).toEqual(['ioas 1 0 areas', '  hwpt 3', '    hwpt 4 nested']);
    expect(machine.map(({ icon }) => icon)).toEqual(['unit', 'group', 'display', 'unit', 'group', 'device', 'device']);
    expect(objects.map(({ enforces }) => enforces)).toEqual([null, true, null]);
  });

  test('leaves out what is below a closed row, and says which rows can open', () => {
    const { machine, objects } = outlineOf(STATE, new Set(['unit:1', 'hwpt:3']));
    expect(machine.map(({ name }) => name)).toEqual(['unit 0', 'group 0', 'device 0', 'unit 1']);
    expect(machine.map(({ open }) => open)).toEqual([true, true, null, false]);
    expect(objects.map(({ name }) => name)).toEqual(['ioas 1', 'hwpt 3']);
  });

  test('everything that can be selected is there once', () => {
    const { machine, objects } = outlineOf(STATE, new Set());
    const rows = [...machine, ...objects].map(({ ref }) => ref as string);
    expect(rows.toSorted()).toEqual(refsOf(STATE).map(String).toSorted());
  });
});
