/** States that no call leads to: each fault is named, so that the random tests can't pass one over. */
import { expect, test } from 'vitest';
import type { Areas } from '../../src/address/areas.ts';
import {
  deviceId,
  groupId,
  invariantFaults,
  machineOf,
  mustIoas,
  mustPaging,
  objectAt,
  objectId,
  withGroup,
  withNewObject,
  withObject,
  type Ioas,
  type State,
} from '../../src/index.ts';
import { BOUND, TWO_UNITS, WITH_NESTED } from '../../src/rules/samples.ts';
import { stateAfter } from '../calls.ts';

const MAPS = [0, 1, 2, 3, 4].map((at) => `ioas_map ioas=1 iova=0x${at + 1}0000 length=0x1000`);
const SOUND = stateAfter([...WITH_NESTED, ...MAPS, 'device_attach device=0 pt_id=4']);
const IOAS_1 = mustIoas(SOUND, objectId(1));
const HWPT_3 = mustPaging(SOUND, objectId(3));

const withIoas = (changes: Partial<Ioas>): State => withObject(SOUND, { ...IOAS_1, ...changes });
const withTree = (changes: Partial<NonNullable<Areas>>): State =>
  withIoas({ areas: { ...(IOAS_1.areas as NonNullable<Areas>), ...changes } });
const withArea = (start: bigint, last: bigint): State => {
  const tree = IOAS_1.areas as NonNullable<Areas>;
  return withTree({ area: { ...tree.area, start, last } });
};
const group = (changes: object): State => withGroup(SOUND, { ...firstGroup(SOUND), ...changes });

function firstGroup(state: State) {
  const found = state.groups.get(0);
  if (found === undefined) throw new Error('group 0 is not there');
  return found;
}

test('a state that calls led to is sound', () => {
  expect(invariantFaults(SOUND)).toEqual([]);
  expect(invariantFaults(stateAfter([...TWO_UNITS, 'device_attach device=0 pt_id=1']))).toEqual([]);
  expect(invariantFaults(stateAfter([...BOUND, 'ioas_allow_iovas ioas=1 ranges=0x1000-0x1fff']))).toEqual([]);
  expect(invariantFaults(stateAfter([]))).toEqual([]);
});

const tree = IOAS_1.areas as NonNullable<Areas>;

test.each<[string, State, string]>([
  [
    'a machine that is not',
    { ...SOUND, machine: machineOf([], [...SOUND.machine.devices.values()], []) },
    'device 0 is behind unit 0',
  ],
  ['an object under another id', movedObject(), 'object 9 stands under another id'],
  ['an object born later', { ...SOUND, nextBorn: 3 }, 'was born after the state'],
  ['an id that is not free', { ...SOUND, objects: { ...SOUND.objects, free: 2 } }, 'id 2 is not free'],
  [
    'a lower id that is free',
    { ...SOUND, objects: { ...SOUND.objects, free: 6 } },
    'id 5 is free, and 6 is said to be lowest',
  ],
  ['a wrong count', { ...SOUND, objects: { ...SOUND.objects, count: 9 } }, 'the object table has a wrong count'],
  [
    'a group on nothing with devices',
    group({ hwpt: null }),
    'group 0: on a page table without devices, or the reverse',
  ],
  ['a group on a page table without devices', group({ attached: [] }), 'group 0: on a page table without devices'],
  ['a group on what is no page table', group({ hwpt: objectId(1) }), 'group 0: on object 1, which is no page table'],
  [
    'a group with what is no device',
    group({ attached: [objectId(2), objectId(3)] }),
    'group 0: object 3 is not one of its devices',
  ],
  [
    'a group with another one’s device',
    withGroup(SOUND, { ...firstGroup(SOUND), id: groupId(5) }),
    'group 5: object 2 is not one of its devices',
  ],
  [
    'a bound device that is not there',
    withNewObject(SOUND, {
      type: 'device',
      id: objectId(5),
      born: SOUND.nextBorn,
      device: deviceId(9),
      enforceCacheCoherency: true,
    }),
    'object 5: there is no such device',
  ],
  [
    'a nested page table on an IOAS',
    withNewObject(SOUND, { type: 'hwpt_nested', id: objectId(5), born: SOUND.nextBorn, parent: objectId(1) }),
    'hwpt 5: its parent is no paging page table',
  ],
  ['a page table that its IOAS does not know', withIoas({ hwpts: [], domains: [] }), 'hwpt 3: ioas 1 does not know it'],
  ['a page table without coherency', withObject(SOUND, { ...HWPT_3, cc: [] }), 'hwpt 3: it has no cache coherency'],
  [
    'an automatic page table without a device',
    withObject(SOUND, { ...HWPT_3, autoDomain: true }),
    'hwpt 3: automatic and without a device',
  ],
  ['two lists that differ', withIoas({ domains: [] }), 'ioas 1: its two lists of page tables differ'],
  [
    'an IOAS with what is no page table of it',
    withIoas({ hwpts: [objectId(3), objectId(4)], domains: [objectId(4), objectId(3)] }),
    'ioas 1: hwpt 4 is not one of it',
  ],
  [
    'an IOAS with another one’s page table',
    withObject(SOUND, { ...HWPT_3, ioas: objectId(2) }),
    'ioas 1: hwpt 3 is not one of it',
  ],
  [
    'an allowed range that is reserved',
    withIoas({ allowed: [{ start: 0xfee0_0000n, last: 0xfee0_0fffn }] }),
    'ioas 1: an allowed range is reserved',
  ],
  [
    'reservations out of order',
    withIoas({ reserved: IOAS_1.reserved.toReversed() }),
    'ioas 1: reservations are out of order',
  ],
  ['a subtree of a wrong size', withTree({ size: 4 }), 'ioas 1: a subtree has a wrong size'],
  ['a subtree of a wrong gap', withTree({ gap: 1n }), 'ioas 1: a subtree has a wrong gap'],
  [
    'a tree out of balance',
    withTree({ left: null, size: 1 + (tree.right?.size ?? 0) }),
    'ioas 1: a subtree is out of balance',
  ],
  [
    'a tree out of balance the other way',
    withTree({ right: null, size: 1 + (tree.left?.size ?? 0), left: tree }),
    'ioas 1: a subtree is out of balance',
  ],
  ['an area that runs backward', withArea(0x2_0fffn, 0x2_0000n), 'ioas 1: areas overlap, run backward or leave'],
  ['areas that overlap', withArea(0x1_0fffn, 0x2_0fffn), 'ioas 1: areas overlap, run backward or leave'],
  ['an area beyond the address space', withArea(0x2_0000n, 1n << 64n), 'ioas 1: areas overlap, run backward or leave'],
  ['an area on reserved addresses', withArea(0xfee0_0000n, 0xfee0_0fffn), 'ioas 1: an area lies on reserved addresses'],
])('%s is a fault', (_, state, fault) => {
  expect(invariantFaults(state)).toContainEqual(expect.stringContaining(fault));
});

/** A state whose object 1 says that it is 9. */
function movedObject(): State {
  const { root } = SOUND.objects;
  const moved = root.map((slot, at) => (at === 1 ? { ...IOAS_1, id: objectId(9) } : slot));
  return { ...SOUND, objects: { ...SOUND.objects, root: moved } };
}

test('what must be there is missed aloud', () => {
  const state = stateAfter(BOUND);
  expect(() => mustIoas(state, objectId(2))).toThrow('object 2 is no IOAS');
  expect(() => mustPaging(state, objectId(1))).toThrow('object 1 is no paging page table');
  expect(objectAt(state, 9)).toBeUndefined();
});
