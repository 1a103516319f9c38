/** What a state knows of its objects: by id and type, where devices are, whose reservations there are, and how entries snoop. */
import { describe, expect, test } from 'vitest';
import {
  attachedDevices,
  attachedHwpt,
  boundObject,
  capabilityText,
  deviceId,
  deviceObjectAt,
  enforcesCc,
  entryBit,
  entrySnoops,
  groupId,
  groupsOn,
  holdersOf,
  hwptAt,
  ioasAt,
  iovaAlignment,
  linkedTo,
  mustDevice,
  mustIoas,
  mustPaging,
  nextId,
  objectAt,
  objectId,
  pagingAt,
  pagingOf,
  usersOf,
  withGroup,
  withNewObject,
  withoutObject,
  type HwptPaging,
  type ReservationOwner,
} from '../../src/index.ts';
import { withoutReservations } from '../../src/model/reservations.ts';
import { TWO_UNITS, TWO_SMMUS, TWO_VENDORS, WITH_NESTED } from '../../src/rules/samples.ts';
import { stateAfter } from '../calls.ts';

/** IOAS 1, device object 2, nest parent 3, nested page table 4, and device 0 on it. */
const STATE = stateAfter([...WITH_NESTED, 'device_attach device=0 pt_id=4']);
const IDS = [0, 1, 2, 3, 4, 5];

describe('an object is found by its id', () => {
  const idsWhere = (at: (id: number) => object | null | undefined): number[] =>
    IDS.filter((id) => (at(id) ?? null) !== null);

  test('and by the type that is asked for', () => {
    expect(idsWhere((id) => objectAt(STATE, id))).toEqual([1, 2, 3, 4]);
    expect(idsWhere((id) => ioasAt(STATE, id))).toEqual([1]);
    expect(idsWhere((id) => deviceObjectAt(STATE, id))).toEqual([2]);
    expect(idsWhere((id) => hwptAt(STATE, id))).toEqual([3, 4]);
    expect(idsWhere((id) => pagingAt(STATE, id))).toEqual([3]);
  });

  test('or missed aloud where it must be', () => {
    expect(mustIoas(STATE, objectId(1)).id).toBe(1);
    expect(mustPaging(STATE, objectId(3)).id).toBe(3);
    expect(mustDevice(STATE, objectId(2)).id).toBe(0);
    expect(() => mustIoas(STATE, objectId(3))).toThrow('object 3 is no IOAS');
    expect(() => mustPaging(STATE, objectId(4))).toThrow('object 4 is no paging page table');
    expect(() => mustDevice(STATE, objectId(3))).toThrow('object 3 is no device');
    const stray = {
      type: 'device',
      id: objectId(5),
      born: 9,
      device: deviceId(7),
      enforceCacheCoherency: true,
    } as const;
    const state = withNewObject(STATE, stray);
    expect(() => mustDevice(state, objectId(5))).toThrow('object 5 is no device');
    expect(attachedHwpt(state, stray)).toBeNull();
  });

  test('by the device that it is bound to', () => {
    const state = stateAfter([...TWO_UNITS, 'device_unbind device=0']);
    expect([0, 1, 2].map((device) => boundObject(state, device)?.id ?? null)).toEqual([null, 3, 4]);
  });

  test('as the page table behind a nested one', () => {
    const behind = [3, 4].map((id) => {
      const hwpt = hwptAt(STATE, id);
      return hwpt === null ? null : pagingOf(STATE, hwpt).id;
    });
    expect(behind).toEqual([3, 3]);
  });
});

describe('a new object', () => {
  test('gets the lowest free id, and a birth of its own', () => {
    const gap = withoutObject(STATE, objectId(2));
    expect([nextId(STATE), nextId(gap)]).toEqual([5, 2]);
    expect(objectAt(gap, 2)).toBeUndefined();
    const born = (calls: readonly string[]): number => stateAfter(calls).nextBorn;
    expect([born([]), born(['ioas_alloc']), born(['ioas_alloc', 'destroy id=1', 'ioas_alloc'])]).toEqual([0, 1, 2]);
  });
});

describe('where devices are', () => {
  const state = stateAfter([
    ...TWO_UNITS,
    'hwpt_alloc dev_id=3 pt_id=1',
    'device_attach device=2 pt_id=5',
    'device_attach device=1 pt_id=5',
    'device_attach device=0 pt_id=1',
  ]);

  test('is known of each page table and each device', () => {
    expect(attachedDevices(state, objectId(5)).toSorted((a, b) => a - b)).toEqual([1, 2]);
    expect(groupsOn(state, objectId(5)).toSorted((a, b) => a - b)).toEqual([1, 2]);
    expect(attachedDevices(state, objectId(6))).toEqual([0]);
    expect(attachedDevices(state, objectId(1))).toEqual([]);
    expect(groupsOn(state, objectId(9))).toEqual([]);
    expect(attachedDevices(state, objectId(5))).toBe(attachedDevices(state, objectId(5)));
  });

  test('is in attach order within a group, and only of those that were attached', () => {
    const group = [
      'plug_unit unit=0',
      ...[0, 1, 2].map((device) => `plug_device device=${device} unit=0 group=0`),
      'ioas_alloc',
      ...[0, 1, 2].map((device) => `device_bind device=${device}`),
      'hwpt_alloc dev_id=2 pt_id=1',
      'device_attach device=2 pt_id=5',
      'device_attach device=0 pt_id=5',
    ];
    const one = stateAfter(group);
    expect(attachedDevices(one, objectId(5))).toEqual([2, 0]);
    expect(groupsOn(one, objectId(5))).toEqual([0]);
    const object = boundObject(one, 1);
    expect(object === null ? null : attachedHwpt(one, object)).toBeNull();
  });

  test('is nowhere in a group that is on nothing', () => {
    const off = withGroup(state, { id: groupId(0), hwpt: null, attached: [], swMsiStart: null });
    expect(attachedDevices(off, objectId(6))).toEqual([]);
    expect([...off.groups.keys()]).toEqual([...state.groups.keys()]);
    expect(attachedDevices(state, objectId(6))).toEqual([0]);
  });
});

describe('the references to an object', () => {
  test('are its own id, links and attachments', () => {
    const holders = IDS.slice(1, 5).map((id) => {
      const object = objectAt(STATE, id);
      return object === undefined ? [] : holdersOf(STATE, object);
    });
    expect(holders).toEqual([
      [{ kind: 'own-id' }, { kind: 'link', link: 'backing', by: 3 }],
      [{ kind: 'own-id' }, { kind: 'driver', device: 0 }, { kind: 'attachment', device: 0, hwpt: 4 }],
      [{ kind: 'own-id' }, { kind: 'link', link: 'nest', by: 4 }],
      [{ kind: 'own-id' }, { kind: 'attachment', device: 0, hwpt: 4 }],
    ]);
    expect(usersOf(STATE, mustPaging(STATE, objectId(3)))).toBe(2);
  });

  test('are listed of one sort, in id order', () => {
    const state = stateAfter([...TWO_UNITS, 'hwpt_alloc dev_id=3 pt_id=1', 'hwpt_alloc dev_id=3 pt_id=1']);
    expect(linkedTo(state, 'backing', objectId(1))).toEqual([5, 6]);
    expect(linkedTo(state, 'nest', objectId(1))).toEqual([]);
    expect(linkedTo(state, 'backing', objectId(5))).toEqual([]);
  });
});

describe('the reservations of an owner', () => {
  const owners: readonly ReservationOwner[] = [
    { kind: 'device', device: deviceId(1) },
    { kind: 'device', device: deviceId(2) },
    { kind: 'hwpt', hwpt: objectId(1) },
    { kind: 'hwpt', hwpt: objectId(2) },
  ];
  const ioas = {
    ...mustIoas(STATE, objectId(1)),
    reserved: owners.map((owner, at) => ({ start: BigInt(at), last: BigInt(at), owner })),
  };

  test.each(owners)('go without those of any other: %j', (owner) => {
    expect(withoutReservations(ioas, owner).reserved.map((entry) => entry.owner)).toEqual(
      owners.filter((other) => other !== owner),
    );
  });

  test('leave the very same IOAS where there are none', () => {
    expect(withoutReservations(ioas, { kind: 'device', device: deviceId(9) })).toBe(ioas);
  });
});

test('the alignment of an IOAS is a page as soon as a page table or small pages ask for it', () => {
  const after = (...calls: readonly string[]): bigint =>
    iovaAlignment(mustIoas(stateAfter([...TWO_UNITS, ...calls]), objectId(1)));
  expect(after()).toBe(1n);
  expect(after('option_huge_pages ioas=1 value=0')).toBe(4096n);
  expect(after('hwpt_alloc dev_id=3 pt_id=1')).toBe(4096n);
});

describe('the snoop bit of an entry', () => {
  const hwpt = mustPaging(STATE, objectId(3));
  const snoops = (cc: HwptPaging['cc']): boolean[] => [0, 1, 2, 3, 4].map((made) => entrySnoops({ ...hwpt, cc }, made));

  test('is what the page table did when the entry was written', () => {
    expect(snoops([{ from: 0, enforces: false }])).toEqual([false, false, false, false, false]);
    expect(snoops([{ from: 0, enforces: true }])).toEqual([true, true, true, true, true]);
    expect(
      snoops([
        { from: 0, enforces: false },
        { from: 2, enforces: true },
      ]),
    ).toEqual([false, false, true, true, true]);
    expect(snoops([{ from: 2, enforces: true }])).toEqual([false, false, true, true, true]);
    expect(
      enforcesCc({
        ...hwpt,
        cc: [
          { from: 0, enforces: false },
          { from: 2, enforces: true },
        ],
      }),
    ).toBe(true);
  });

  test('is in every entry of AMD, whoever asked, and in none of SMMUv3', () => {
    const amd = mustPaging(stateAfter([...TWO_VENDORS, 'hwpt_alloc dev_id=3 pt_id=1']), objectId(4));
    const smmu = mustPaging(stateAfter([...TWO_SMMUS, 'hwpt_alloc dev_id=2 pt_id=1']), objectId(4));
    expect([entryBit(hwpt), entryBit(amd), entryBit(smmu)]).toEqual(['SNP', 'FC', null]);
    expect(entrySnoops({ ...amd, cc: [{ from: 0, enforces: false }] }, 0)).toBe(true);
    expect(entrySnoops({ ...smmu, cc: [{ from: 0, enforces: true }] }, 0)).toBe(false);
  });

  test('has the name of its capability in the manual of each vendor', () => {
    const texts = ['intel', 'intel enforce_cache_coherency=no', 'amd nesting=no', 'smmuv3'].map((driver) => {
      const unit = stateAfter([`plug_unit unit=0 driver=${driver}`]).machine.units.get(0);
      return unit === undefined ? '' : capabilityText(unit);
    });
    expect(texts).toEqual(['ecap.SC=1', 'ecap.SC=0', 'hardwired', 'CANWBS=1']);
  });
});
