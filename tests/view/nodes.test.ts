/** What a card says, what is hidden in a collapsed one, and that a card that a call leaves alone stays the very same. */
import { describe, expect, test } from 'vitest';
import type { State } from '../../src/index.ts';
import { absoluteBoxes, graphOf, type GraphOptions } from '../../app/view/graph.ts';
import { COMPACT, hardwareBoxes, NOT_MOVED, STACKED, WIDE } from '../../app/view/layout.ts';
import type { ViewNode } from '../../app/view/nodes.ts';
import { MAINLINE, play, stateAfter } from '../calls.ts';
import { NO_PLACES, placeNew } from './places.ts';

const HARDWARE = [
  'plug_unit unit=0 driver=intel',
  'plug_unit unit=1 driver=intel enforce_cache_coherency=no',
  'plug_device device=0 unit=0 group=0',
  'plug_device device=1 unit=1 group=1',
  'plug_device device=2 unit=1 group=2',
  'add_memory start=0x100000000000 last=0x10000fffffff',
  'add_memory start=0x200000000000 last=0x200000000fff',
];
const CALLS = [
  ...HARDWARE,
  'ioas_alloc',
  'device_bind device=0',
  'device_bind device=1',
  'hwpt_alloc dev_id=2 pt_id=1 nest_parent',
  'hwpt_alloc dev_id=2 pt_id=4 data=stage1',
  'device_attach device=0 pt_id=5',
];
const STATE = stateAfter(CALLS);

const options = (state: State, some: Partial<GraphOptions> = {}): GraphOptions => ({
  kernel: 'linux-6.12',
  places: placeNew(NO_PLACES, state, some.geometry),
  moved: NOT_MOVED,
  refused: null,
  ...some,
});
const nodesOf = (state: State, some: Partial<GraphOptions> = {}) => graphOf(state, options(state, some)).nodes;

/** The node of the ref and kind. */
function node<K extends ViewNode['kind']>(kind: K, ref: string, nodes: readonly ViewNode[]) {
  const found = nodes.find(
    (one): one is Extract<ViewNode, { readonly kind: K }> => one.kind === kind && one.ref === ref,
  );
  if (found === undefined) throw new Error(`there is no ${kind} ${ref}`);
  return found;
}
const after = (...calls: readonly string[]) => stateAfter([...CALLS, ...calls]);

describe('a card says', () => {
  const shown = () => nodesOf(STATE);

  test('of a unit whether it can enforce cache coherency', () => {
    expect(node('unit', 'unit:0', shown()).label).toBe('Unit 0, can enforce cache coherency');
    expect(node('unit', 'unit:1', shown()).label).toBe('Unit 1, cannot enforce cache coherency');
  });

  test('of a group on what page table it is', () => {
    expect(node('group', 'group:0', shown())).toMatchObject({ hwpt: 5, label: 'Group 0, on hwpt 5', parent: 'unit:0' });
    expect(node('group', 'group:2', shown())).toMatchObject({ hwpt: null, label: 'Group 2, on no page table' });
  });

  test('of a device its object, and on what it is', () => {
    expect(node('device', 'device:0', shown())).toMatchObject({
      objectId: 2,
      attachedTo: 5,
      parent: 'group:0',
      label: 'Device 0, object 2, attached to hwpt 5',
    });
    expect(node('device', 'device:1', shown()).label).toBe('Device 1, object 3, not attached');
    expect(node('device', 'device:2', shown())).toMatchObject({
      objectId: null,
      attachedTo: null,
      label: 'Device 2, not bound, not attached',
    });
  });

  test('of a nested page table its parent and the devices on it', () => {
    const nested = node('nested', 'hwpt:5', shown());
    expect(nested.parentHwpt.id).toBe(4);
    expect(nested.devices).toEqual([0]);
    expect(nested.label).toBe('Nested page table 5, stage 1 on hwpt 4, cache coherency as hwpt 4');
  });

  test('of an IOAS how much is in it', () => {
    const mapped = nodesOf(after('ioas_map ioas=1 iova=0x10000 length=0x2000'));
    expect(node('ioas', 'ioas:1', mapped)).toMatchObject({
      areas: 1,
      label: 'IOAS 1, 1 areas, 1 page tables, alignment 4096',
    });
  });
});

describe('the entries of a page table', () => {
  const map = (at: number) => `ioas_map ioas=1 iova=${at * 0x10000} length=0x2000`;
  const paging = (...calls: readonly string[]) => node('paging', 'hwpt:4', nodesOf(after(...calls)));

  test('are counted, one in the singular', () => {
    expect(paging()).toMatchObject({ entries: 'no entries', first: [], enforces: true });
    expect(paging(map(1)).entries).toBe('1 entry · all SNP');
    expect(paging(map(1), map(2)).entries).toBe('2 entries · all SNP');
  });

  test('carry no bit where cache coherency is not enforced', () => {
    const nodes = nodesOf(after('hwpt_alloc dev_id=3 pt_id=1', map(1)));
    expect(node('paging', 'hwpt:6', nodes)).toMatchObject({
      enforces: false,
      entries: '1 entry · no SNP',
      first: [{ iova: '0x10000', size: '8 KiB', bit: 'SNP 0' }],
    });
    expect(node('paging', 'hwpt:6', nodes).label).toMatch(/does not enforce cache coherency, 1 entry/);
  });

  test('of AMD all carry its own bit', () => {
    const calls = [
      'plug_unit unit=0 driver=amd',
      'plug_device device=0 unit=0 group=0',
      'add_memory start=0x100000000000 last=0x10000fffffff',
      'ioas_alloc',
      'device_bind device=0',
      'hwpt_alloc dev_id=2 pt_id=1',
      'ioas_map ioas=1 iova=0x10000 length=0x1000',
    ];
    expect(node('paging', 'hwpt:3', nodesOf(stateAfter(calls))).entries).toBe('1 entry · all FC');
  });

  test('are shown from the first on, four at most', () => {
    const { first } = paging(...[6, 5, 4, 3, 2, 1].map(map));
    expect(first).toEqual(
      ['0x10000', '0x20000', '0x30000', '0x40000'].map((iova) => ({ iova, size: '8 KiB', bit: 'SNP 1' })),
    );
  });

  test('and its users are counted anew when they change', () => {
    const places = placeNew(NO_PLACES, STATE);
    const before = nodesOf(STATE, { places });
    const [detached] = play(['device_detach device=0', 'destroy id=5'], MAINLINE, STATE).slice(-1);
    if (detached === undefined) throw new Error('nothing was played');
    expect(node('paging', 'hwpt:4', before).users).toBe(2);
    expect(node('paging', 'hwpt:4', nodesOf(detached.next, { places })).users).toBe(1);
  });
});

describe('a card that a call leaves alone', () => {
  const cards = (state: State, some: Partial<GraphOptions> = {}) =>
    nodesOf(state, { places: placeNew(NO_PLACES, STATE), ...some }).filter(({ ref }) => /^(ioas|hwpt)/.test(ref));

  test('is the very same', () => {
    const places = placeNew(NO_PLACES, STATE);
    const same = cards(STATE, { places });
    expect(same).toHaveLength(3);
    const [travelled] = play(['device_bind device=2'], MAINLINE, STATE);
    const next = nodesOf(travelled?.next ?? STATE, { places });
    for (const card of same) expect(next).toContain(card);
  });

  test('is another one when it stands elsewhere, or is drawn for another window', () => {
    const moved = new Map(cards(STATE).map(({ id }) => [id, { x: 3, y: 4 }]));
    expect(cards(STATE, { moved }).map(({ box: { x, y } }) => [x, y])).toEqual([
      [3, 4],
      [3, 4],
      [3, 4],
    ]);
    const small = cards(STATE, { geometry: COMPACT, places: placeNew(NO_PLACES, STATE) });
    expect(small.map(({ box }) => box.width)).toEqual(
      [COMPACT.ioas, COMPACT.paging, COMPACT.nested].map((one) => one.width),
    );
  });

  test('is another one when another device is on it', () => {
    const places = placeNew(NO_PLACES, STATE);
    expect(node('nested', 'hwpt:5', nodesOf(STATE, { places })).devices).toEqual([0]);
    const [detached] = play(['device_detach device=0'], MAINLINE, STATE);
    if (detached === undefined) throw new Error('nothing was played');
    expect(node('nested', 'hwpt:5', nodesOf(detached.next, { places })).devices).toEqual([]);
  });

  test('is not drawn while it has no place', () => {
    expect(nodesOf(STATE, { places: NO_PLACES }).some(({ ref }) => /^(ioas|hwpt)/.test(ref))).toBe(false);
  });
});

describe('what is collapsed', () => {
  test('a unit hides all devices behind it and nothing else', () => {
    const nodes = nodesOf(STATE, { collapsed: new Set(['unit:1']) });
    expect(node('unit', 'unit:1', nodes)).toMatchObject({ collapsed: true, hidden: ['device:1', 'device:2'] });
    expect(node('unit', 'unit:0', nodes)).toMatchObject({ collapsed: false, hidden: [] });
    expect(nodes.map(({ ref }) => ref)).not.toContain('device:1');
  });

  test('a group hides its own devices', () => {
    const nodes = nodesOf(STATE, { collapsed: new Set(['group:1']) });
    expect(node('group', 'group:1', nodes)).toMatchObject({ collapsed: true, hidden: ['device:1'] });
    expect(node('group', 'group:2', nodes)).toMatchObject({ collapsed: false, hidden: [] });
    expect(node('unit', 'unit:1', nodes)).toMatchObject({ collapsed: false, hidden: [] });
  });
});

describe('the user memory', () => {
  const memory = (state: State, some: Partial<GraphOptions> = {}) => node('memory', 'memory:0', nodesOf(state, some));
  const TOTAL = 0x1000_0000n + 0x1000n;

  test('is there when the machine has some', () => {
    expect(nodesOf(stateAfter(['plug_unit unit=0 driver=intel'])).map(({ kind }) => kind)).toEqual(['unit']);
    expect(memory(STATE)).toMatchObject({ total: TOTAL, inUse: 0n, label: 'User memory, 0 B mapped', parent: null });
  });

  test('counts what is mapped of it by every IOAS', () => {
    const state = after(
      'ioas_map ioas=1 iova=0x10000 length=0x2000',
      'ioas_alloc',
      'ioas_map ioas=6 iova=0x10000 length=0x1000',
    );
    expect(memory(state)).toMatchObject({ inUse: 0x3000n, label: 'User memory, 12 KiB mapped' });
  });

  test('stands beside the first IOAS, in its own lane', () => {
    const nodes = nodesOf(STATE);
    expect(memory(STATE).box).toEqual({
      x: WIDE.lanes.memory,
      y: node('ioas', 'ioas:1', nodes).box.y,
      ...WIDE.memory,
    });
  });

  test('stands where the first IOAS will, before there is one', () => {
    const before = stateAfter(HARDWARE);
    const last = hardwareBoxes(before.machine).at(-1);
    expect(memory(before).box.y).toBe(((last?.y ?? NaN) + (last?.height ?? NaN) - WIDE.ioas.height) / 2);
    expect(memory(stateAfter(['add_memory start=0x1000 last=0x1fff'])).box.y).toBe(0);
  });

  test.each([STACKED, COMPACT])('stands below the lowest IOAS where memory is stacked: $name', (geometry) => {
    const state = after('ioas_alloc', 'ioas_alloc');
    const tops = nodesOf(state, { geometry }).flatMap(({ kind, box }) => (kind === 'ioas' ? [box.y] : []));
    expect(tops).toHaveLength(3);
    expect(memory(state, { geometry }).box.y).toBe(Math.max(...tops) + geometry.ioas.height + geometry.below);
    expect(memory(stateAfter(HARDWARE), { geometry }).box.y).toBe(0);
  });

  test('stands where it was put', () => {
    expect(memory(STATE, { moved: new Map([['memory:0', { x: 11, y: 13 }]]) }).box).toEqual({
      x: 11,
      y: 13,
      ...WIDE.memory,
    });
  });
});

describe('boxes on the canvas', () => {
  test('of what is inside are counted from the outer box', () => {
    const nodes = nodesOf(STATE, { moved: new Map([['unit:1', { x: 1000, y: 2000 }]]) });
    const boxes = absoluteBoxes(nodes);
    const [unit, group, device] = [
      node('unit', 'unit:1', nodes),
      node('group', 'group:1', nodes),
      node('device', 'device:1', nodes),
    ];
    expect(boxes.get('unit:1')).toMatchObject({ x: 1000, y: 2000, width: unit.box.width });
    expect(boxes.get('device:1')).toMatchObject({
      x: 1000 + group.box.x + device.box.x,
      y: 2000 + group.box.y + device.box.y,
      width: device.box.width,
      height: device.box.height,
    });
    expect(boxes.size).toBe(nodes.length);
  });

  test('without their outer one are counted from nothing', () => {
    const box = { x: 1, y: 2, width: 3, height: 4 };
    expect(absoluteBoxes([{ id: 'a', parent: 'gone', box }]).get('a')).toEqual(box);
  });
});
