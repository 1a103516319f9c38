/** What an attach to each target would answer, and why in a few words. */
import { describe, expect, test } from 'vitest';
import type { State } from '../../src/index.ts';
import { attachTargets, reasonOf } from '../../app/view/targets.ts';
import { MAINLINE, stateAfter } from '../calls.ts';

const MACHINE = [
  'plug_unit unit=0 driver=intel',
  'plug_unit unit=1 driver=intel enforce_cache_coherency=no',
  'plug_device device=0 unit=0 group=0',
  'plug_device device=1 unit=1 group=1',
  'plug_device device=2 unit=0 group=2',
  'add_memory start=0x100000000000 last=0x10000fffffff',
  'ioas_alloc',
  'device_bind device=0',
  'device_bind device=1',
];
const STATE = stateAfter([
  ...MACHINE,
  'hwpt_alloc dev_id=2 pt_id=1 nest_parent',
  'hwpt_alloc dev_id=2 pt_id=4 data=stage1',
  'ioas_map ioas=1 iova=0x10000 length=0x1000',
]);

/** The reason for each target, by its id. */
function reasons(state: State, device: number): Record<number, string> {
  const targets = attachTargets(MAINLINE, state, device);
  return Object.fromEntries(targets.map((target) => [target.id, reasonOf(MAINLINE, state, target)]));
}

describe('the targets of a device', () => {
  test('are the page tables and the IOAS, each with its answer, in the order of their ids', () => {
    expect(attachTargets(MAINLINE, STATE, 0)).toMatchObject([
      { id: 1, ref: 'ioas:1', command: { op: 'device_attach', device: 0, ptId: 1 }, answer: '0', legal: true },
      { id: 4, ref: 'hwpt:4', command: { op: 'device_attach', device: 0, ptId: 4 }, answer: '0', legal: true },
      { id: 5, ref: 'hwpt:5', command: { op: 'device_attach', device: 0, ptId: 5 }, answer: '0', legal: true },
    ]);
  });

  test('that refuse it have the errno, and are not legal', () => {
    const targets = attachTargets(MAINLINE, STATE, 1);
    expect(targets.map(({ id, answer, legal }) => [id, answer, legal])).toEqual([
      [1, '0', true],
      [4, 'EINVAL', false],
      [5, 'EINVAL', false],
    ]);
  });
});

describe('the reason', () => {
  test('of a page table that takes it is what is in there', () => {
    expect(reasons(STATE, 0)).toMatchObject({ 4: '1 entry · all SNP', 5: 'stage 1 on hwpt 4' });
  });

  test('of a target that refuses it is the rule, not what is in there', () => {
    const { 4: paging = '', 5: nested = '' } = reasons(STATE, 1);
    expect(paging).not.toBe('');
    expect(paging).not.toMatch(/entr/);
    expect(nested).not.toMatch(/^stage 1/);
  });

  test('of an IOAS is the page table that the search makes, or the one that it finds', () => {
    expect(reasons(stateAfter(MACHINE), 0)).toEqual({ 1: 'makes hwpt 4, auto' });
    const made = stateAfter([...MACHINE, 'device_attach device=0 pt_id=1', 'device_bind device=2']);
    expect(reasons(made, 2)).toMatchObject({ 1: 'reuses hwpt 4, auto' });
  });

  test('of the page table that it is on is that nothing would change', () => {
    const on = stateAfter([...MACHINE, 'hwpt_alloc dev_id=2 pt_id=1', 'device_attach device=0 pt_id=4']);
    expect(reasons(on, 0)[4]).toBe('it is there already: nothing would change');
    expect(reasons(on, 1)[4]).not.toMatch(/already/);
  });

  test('of a device that is not bound is that it is not', () => {
    const { 1: first, 4: second } = reasons(STATE, 2);
    expect(first).toBe(second);
    expect(first).toMatch(/bound/);
  });

  test('is found once for a target', () => {
    const [target] = attachTargets(MAINLINE, STATE, 0).slice(1);
    if (target === undefined) throw new Error('there is no target');
    const reason = reasonOf(MAINLINE, STATE, target);
    expect(reasonOf(MAINLINE, stateAfter(MACHINE), target)).toBe(reason);
  });
});
