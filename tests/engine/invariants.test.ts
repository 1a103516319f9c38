/** The invariants hold for what calls lead to, and each of them speaks up when a state is broken. */
import { expect, test } from 'vitest';
import { insertArea, type Area } from '../../src/address/areas.ts';
import { deviceId, groupId, objectId } from '../../src/model/ids.ts';
import type { DeviceObject, HwptNested, HwptPaging, Ioas, KernelObject } from '../../src/model/objects.ts';
import { objectAt, withGroup, withObject } from '../../src/model/state.ts';
import { tableWith } from '../../src/model/table.ts';
import { groupAt, invariantFaults, type Group, type State } from '../../src/index.ts';
import { WITH_NESTED } from '../../src/rules/samples.ts';
import { stateAfter } from '../calls.ts';

/** IOAS 1 with three areas, device object 2, nest parent 3, nested 4, on which device 0 is. */
const SOUND = stateAfter([
  ...WITH_NESTED,
  'device_attach device=0 pt_id=4',
  'ioas_map ioas=1 iova=0x10000 length=0x1000',
  'ioas_map ioas=1 iova=0x20000 length=0x1000',
  'ioas_map ioas=1 iova=0x40000 length=0x1000',
]);

/** The state with an object changed. */
function changed<O extends Ioas | HwptPaging | HwptNested | DeviceObject>(id: number, change: Partial<O>): State {
  return withObject(SOUND, { ...(objectAt(SOUND, id) as O), ...change });
}
const ioas = (change: Partial<Ioas>): State => changed<Ioas>(1, change);
const group = (change: Partial<Group>): State => withGroup(SOUND, { ...groupAt(SOUND, groupId(0)), ...change });

const { areas, reserved } = objectAt(SOUND, 1) as Ioas;
const area = (start: bigint, last: bigint): Area => ({
  start,
  last,
  va: 0n,
  prot: 'rw',
  writable: true,
  pages: 9,
  made: 9,
});
const MSI = { start: 0xfee0_0000n, last: 0xfeef_ffffn };

test('nothing is wrong with what calls lead to', () => {
  expect(invariantFaults(SOUND)).toEqual([]);
  expect(invariantFaults(stateAfter([]))).toEqual([]);
});

test.each<[string, State]>([
  ['ioas 1: a subtree has a wrong size', ioas({ areas: areas === null ? null : { ...areas, size: 7 } })],
  ['ioas 1: a subtree has a wrong gap', ioas({ areas: areas === null ? null : { ...areas, gap: 1n } })],
  [
    'ioas 1: a subtree is out of balance',
    ioas({
      areas: areas === null ? null : { ...areas, right: null, size: 2, left: insertArea(areas.left, area(1n, 2n)) },
    }),
  ],
  ['ioas 1: areas overlap', ioas({ areas: insertArea(areas, area(0x2_0fffn, 0x2_1000n)) })],
  ['ioas 1: areas overlap', ioas({ areas: insertArea(areas, area(0x5_0000n, 0x4_ffffn)) })],
  ['ioas 1: areas overlap', ioas({ areas: insertArea(areas, area(0x5_0000n, 1n << 64n)) })],
  ['ioas 1: an area lies on reserved addresses', ioas({ areas: insertArea(areas, area(MSI.last, MSI.last + 5n)) })],
  ['ioas 1: an allowed range is reserved', ioas({ allowed: [MSI] })],
  ['ioas 1: reservations are out of order', ioas({ reserved: reserved.toReversed() })],
  ['ioas 1: its two lists of page tables differ', ioas({ domains: [] })],
  ['ioas 1: hwpt 4 is not one of it', ioas({ hwpts: [objectId(3), objectId(4)], domains: [objectId(3), objectId(4)] })],
  ['hwpt 3: ioas 1 does not know it', ioas({ hwpts: [], domains: [] })],
  ['hwpt 3: ioas 2 does not know it', changed<HwptPaging>(3, { ioas: objectId(2) })],
  ['hwpt 3: it has no cache coherency', changed<HwptPaging>(3, { cc: [] })],
  ['hwpt 3: automatic and without a device', changed<HwptPaging>(3, { autoDomain: true })],
  ['hwpt 4: its parent is no paging page table', changed<HwptNested>(4, { parent: objectId(1) })],
  ['object 2: there is no such device', changed<DeviceObject>(2, { device: deviceId(5) })],
  ['group 0: on a page table without devices', group({ attached: [] })],
  ['group 0: on a page table without devices', group({ hwpt: null })],
  ['group 0: on object 1, which is no page table', group({ hwpt: objectId(1) })],
  ['group 0: object 3 is not one of its devices', group({ attached: [objectId(2), objectId(3)] })],
  [
    'object 1 stands under another id',
    { ...SOUND, objects: tableWith(SOUND.objects, 5, { ...(objectAt(SOUND, 1) as KernelObject) }) },
  ],
  ['object 4 was born after the state', { ...SOUND, nextBorn: 3 }],
  ['device 0 is behind unit 0', { ...SOUND, machine: { ...SOUND.machine, units: new Map() } }],
])('a broken state is told: %s', (fault, state) => {
  expect(invariantFaults(state).filter((line) => line.startsWith(fault))).not.toEqual([]);
});
