/** What is offered for each thing on the canvas, alone and together with others; the calls say what they do, and do it. */
import { describe, expect, test } from 'vitest';
import { objectAt, U64_MAX, type ObjectRef, type State } from '../../src/index.ts';
import { objectLabel, viewOf } from '../../app/view/kinds.ts';
import { offersFor, offersForAll } from '../../app/view/offers.ts';
import { refsOf } from '../../app/view/refs.ts';
import { deviceLine, isDisplay, partName, unitLine } from '../../app/view/words.ts';
import { stateAfter } from '../calls.ts';

const STATE = stateAfter([
  'plug_unit unit=0 driver=intel name=dmar_0',
  'plug_unit unit=1 driver=amd',
  'plug_device device=0 unit=0 group=0 name=iGPU',
  'plug_device device=1 unit=1 group=1',
  'add_memory start=0x100000000000 last=0x10000fffffff',
  'ioas_alloc',
  'device_bind device=0',
  'hwpt_alloc dev_id=2 pt_id=1 nest_parent',
  'hwpt_alloc dev_id=2 pt_id=3 data=stage1',
  'ioas_alloc',
  'ioas_map ioas=1 iova=0x10000 length=0x1000',
]);
const offers = (ref: ObjectRef, state: State = STATE) => offersFor(state, ref);
const calls = (ref: ObjectRef) => offers(ref).calls.map(({ command }) => command);
const fields = (ref: ObjectRef) => offers(ref).forms.map(({ op, fields: known }) => [op, known]);
const NOTHING = { calls: [], forms: [] };

function object(id: number) {
  const found = objectAt(STATE, id);
  if (found === undefined) throw new Error(`there is no object ${id}`);
  return found;
}

function offer(state: State, ref: ObjectRef, start: string) {
  return offersFor(state, ref).calls.find(({ label }) => label.startsWith(start));
}

describe('offered are', () => {
  test('for a unit: to unplug it, to edit it as it is, and a device behind it', () => {
    expect(calls('unit:0')).toEqual([{ op: 'unplug_unit', unit: 0 }]);
    const [edit, plug] = offers('unit:0').forms;
    expect(edit).toMatchObject({ op: 'edit_unit', fields: { unit: 0, driver: 'intel', name: 'dmar_0' } });
    expect(edit?.fields).not.toHaveProperty('id');
    expect(plug).toMatchObject({ op: 'plug_device', fields: { unit: 0 } });
  });

  test('for a device: its calls, and a form with the object that it is bound to', () => {
    expect(calls('device:1')).toEqual([
      { op: 'device_bind', device: 1 },
      { op: 'device_detach', device: 1 },
      { op: 'device_unbind', device: 1 },
      { op: 'unplug_device', device: 1 },
    ]);
    const [alloc, attach, edit] = offers('device:0').forms;
    expect([alloc, attach]).toMatchObject([
      { op: 'hwpt_alloc', fields: { devId: 2 } },
      { op: 'device_attach', fields: { device: 0 } },
    ]);
    expect(edit).toMatchObject({ op: 'edit_device', fields: { device: 0, unit: 0, group: 0, name: 'iGPU' } });
    expect(edit?.fields).not.toHaveProperty('id');
    expect(fields('device:1').map(([op]) => op)).toEqual(['device_attach', 'edit_device']);
  });

  test('for a group: a device into it, behind the unit of the others', () => {
    expect(calls('group:1')).toEqual([]);
    expect(fields('group:1')).toEqual([['plug_device', { unit: 1, group: 1 }]]);
  });

  test('for an IOAS: calls that need no more, and forms that know the IOAS', () => {
    expect(calls('ioas:1')).toEqual([
      { op: 'ioas_iova_ranges', ioas: 1 },
      { op: 'option_huge_pages', ioas: 1, value: 0 },
      { op: 'ioas_unmap', ioas: 1, iova: 0n, length: U64_MAX },
      { op: 'destroy', id: 1 },
    ]);
    expect(fields('ioas:5')).toEqual([
      ['ioas_map', { ioas: 5 }],
      ['ioas_unmap', { ioas: 5 }],
      ['ioas_copy', { srcIoas: 5 }],
      ['ioas_allow_iovas', { ioas: 5 }],
      ['hwpt_alloc', { ptId: 5 }],
    ]);
  });

  test('for page tables: what their kind can do, and to destroy them', () => {
    expect(fields('hwpt:3')).toEqual([
      ['hwpt_alloc', { ptId: 3, data: 'stage1' }],
      ['translate', { hwpt: 3 }],
    ]);
    expect(calls('hwpt:4')).toEqual([
      { op: 'hwpt_invalidate', hwpt: 4, data: 'stage1' },
      { op: 'destroy', id: 4 },
    ]);
    expect(fields('hwpt:4')).toEqual([]);
  });

  test.each<ObjectRef>(['unit:9', 'device:9', 'group:9', 'ioas:9', 'hwpt:9'])(
    'for %s, which is not there: nothing',
    (ref) => {
      expect(offers(ref)).toEqual(NOTHING);
    },
  );

  test('for what is no reference: nothing', () => {
    expect(offers('nonsense' as ObjectRef)).toEqual(NOTHING);
  });
});

describe('offered for several are', () => {
  const labelled = (...refs: readonly ObjectRef[]) => offersForAll(STATE, refs);

  test('the calls that all of them have, one for each in turn', () => {
    expect(labelled('device:0', 'device:1').map(({ label }) => label)).toEqual(
      offers('device:0').calls.map(({ label }) => label),
    );
    expect(labelled('ioas:5', 'hwpt:4', 'ioas:1')).toEqual([
      { label: 'destroy', commands: [5, 4, 1].map((id) => ({ op: 'destroy', id })) },
    ]);
  });

  test('none when they share none, or one of them has none', () => {
    expect(labelled('unit:0', 'device:0')).toEqual([]);
    expect(labelled('ioas:1', 'ioas:5', 'group:0')).toEqual([]);
  });

  test('none for one alone, whose own menu has them, and none for nothing', () => {
    expect(labelled('ioas:1')).toEqual([]);
    expect(labelled()).toEqual([]);
  });
});

describe('in words', () => {
  const subtitle = (id: number, state = STATE) => viewOf(object(id)).subtitle(state, object(id));

  test('an object says what it is', () => {
    expect([1, 2, 3, 4].map((id) => subtitle(id))).toEqual([
      'IO address space',
      'device 0, bound',
      'paging page table · stage 2',
      'nested page table · stage 1 on hwpt 3',
    ]);
  });

  test('the outline and the cards add a detail, one in the singular', () => {
    expect([1, 2, 3, 4, 5].map((id) => viewOf(object(id)).detail(object(id)))).toEqual([
      '1 area',
      'id 2',
      '',
      'nested',
      '0 areas',
    ]);
    expect([1, 2, 3, 4, 5].map((id) => viewOf(object(id)).lines(STATE, object(id)))).toEqual([
      ['1 area'],
      [],
      [],
      ['CC: as hwpt 3'],
      ['0 areas'],
    ]);
  });

  test('only a paging page table enforces anything, or does not', () => {
    expect([1, 2, 3, 4].map((id) => viewOf(object(id)).enforces(object(id)))).toEqual([null, null, true, null]);
  });

  test('a page table that an attach made is auto, and no stage 2', () => {
    const state = stateAfter([
      'plug_unit unit=0 driver=intel',
      'plug_device device=0 unit=0 group=0',
      'ioas_alloc',
      'device_bind device=0',
      'device_attach device=0 pt_id=1',
    ]);
    const made = objectAt(state, 3);
    if (made === undefined) throw new Error('the attach made nothing');
    expect(viewOf(made).detail(made)).toBe('auto');
    expect(viewOf(made).subtitle(state, made)).toBe('paging page table');
  });

  test('a screen reader hears the name, the kind and the lines', () => {
    expect(objectLabel(STATE, object(4))).toBe('hwpt 4, nested on hwpt 3, CC: as hwpt 3');
    expect(objectLabel(STATE, object(5))).toBe('ioas 5, IOAS, 0 areas');
  });

  test('units and devices have their names, and something else when they have none', () => {
    const [first, second] = [...STATE.machine.units.values()];
    const [gpu, other] = [...STATE.machine.devices.values()];
    if (first === undefined || second === undefined || gpu === undefined || other === undefined)
      throw new Error('no part');
    expect(unitLine(first)).toMatch(/^dmar 0 · Intel/);
    expect(unitLine(second)).toMatch(/^AMD/);
    expect([deviceLine(gpu), deviceLine(other)]).toEqual(['iGPU', 'behind unit 1']);
    expect([isDisplay(gpu), isDisplay(other)]).toEqual([true, false]);
    expect(partName('a_b_c')).toBe('a b c');
  });
});

describe('everything that is drawn', () => {
  test('is there once, the memory only when there is some', () => {
    expect(refsOf(STATE)).toEqual([
      'unit:0',
      'unit:1',
      'group:0',
      'device:0',
      'group:1',
      'device:1',
      'ioas:1',
      'hwpt:3',
      'hwpt:4',
      'ioas:5',
      'memory:0',
    ]);
    expect(refsOf(stateAfter(['plug_unit unit=0 driver=intel']))).toEqual(['unit:0']);
  });
});

test('huge pages are offered off where they are on, and on where they are off', () => {
  const on = stateAfter(['ioas_alloc']);
  expect(offer(on, 'ioas:1', 'option_huge_pages')).toEqual({
    label: 'option_huge_pages off',
    command: { op: 'option_huge_pages', ioas: 1, value: 0 },
  });
  const off = stateAfter(['ioas_alloc', 'option_huge_pages ioas=1 value=0']);
  expect(offer(off, 'ioas:1', 'option_huge_pages')).toEqual({
    label: 'option_huge_pages on',
    command: { op: 'option_huge_pages', ioas: 1, value: 1 },
  });
});

test('dirty tracking is offered on where it is off, and off where it is on', () => {
  const setup = [
    'plug_unit unit=0 dirty_tracking=yes',
    'plug_device device=0 unit=0 group=0',
    'ioas_alloc',
    'device_bind device=0',
    'hwpt_alloc dev_id=2 pt_id=1 dirty_tracking',
  ];
  expect(offer(stateAfter(setup), 'hwpt:3', 'set_dirty_tracking')).toEqual({
    label: 'set_dirty_tracking on',
    command: { op: 'set_dirty_tracking', hwpt: 3, enable: true },
  });
  const on = stateAfter([...setup, 'set_dirty_tracking hwpt=3 enable=yes']);
  expect(offer(on, 'hwpt:3', 'set_dirty_tracking')).toEqual({
    label: 'set_dirty_tracking off',
    command: { op: 'set_dirty_tracking', hwpt: 3, enable: false },
  });
});
