/** Machines: read from JSON with the place of what is wrong, sound or not, and their groups. */
import { describe, expect, test } from 'vitest';
import { groupMembers, machineFromJson, machineOf, machineToJson, unitOf, type Machine } from '../../src/index.ts';
import { machineFault } from '../../src/model/machine.ts';

type Fields = Readonly<Record<string, unknown>>;

const UNIT = {
  id: 0,
  driver: 'intel',
  coherent: true,
  enforceCacheCoherency: false,
  dirtyTracking: true,
  nesting: false,
  addressWidth: 48,
  name: 'dmar0',
};
const REGION = { type: 'msi', start: '0xfee00000', last: '0xfeefffff' };
const DEVICE = { id: 3, unit: 0, group: 7, isolatedMsi: true, reserved: [REGION], name: 'NIC_01:00.0' };
const MACHINE = { units: [UNIT], devices: [DEVICE], memory: [['0x1000', '0x1fff']] };

const read = (changes: Fields = {}) => machineFromJson({ ...MACHINE, ...changes });
function machineWith(changes: Fields = {}): Machine {
  const one = read(changes);
  if (!one.ok) throw new Error(one.error);
  return one.value;
}
const withUnit = (changes: Fields): Fields => ({ units: [{ ...UNIT, ...changes }] });
const withDevice = (changes: Fields): Fields => ({ devices: [{ ...DEVICE, ...changes }] });
const withRegion = (changes: Fields): Fields => withDevice({ reserved: [REGION, { ...REGION, ...changes }] });

describe('a machine from JSON', () => {
  test('has every field of its parts', () => {
    const machine = machineWith();
    expect(machine.units.get(0)).toEqual({ ...UNIT, scalableMode: true, levels: 0 });
    expect(machine.devices.get(3)).toEqual({
      ...DEVICE,
      reserved: [{ type: 'msi', start: 0xfee0_0000n, last: 0xfeef_ffffn }],
    });
    expect(machine.memory).toEqual([{ start: 0x1000n, last: 0x1fffn }]);
    expect(machineToJson(machine)).toEqual(MACHINE);
    const legacy = withUnit({ scalableMode: false, levels: 4 });
    expect(machineToJson(machineWith(legacy))).toMatchObject(legacy);
  });

  test('has its parts by their ids, whatever their order, and names only where there are some', () => {
    const { name: _, ...nameless } = UNIT;
    const units = [{ ...UNIT, id: 5 }, nameless, { ...UNIT, id: 2, driver: 'smmu' }];
    const devices = [DEVICE, { ...DEVICE, id: 1, name: undefined }];
    const machine = machineWith({ units, devices });
    expect([...machine.units.keys()]).toEqual([0, 2, 5]);
    expect([...machine.devices.keys()]).toEqual([1, 3]);
    expect(machine.units.get(0)?.name).toBe('');
    expect(machine.units.get(2)?.driver).toBe('smmuv3');
    expect(machine.devices.get(1)?.name).toBe('');
  });

  test.each<[string, Fields, string]>([
    ['units that are no list', { units: {} }, 'units must be a list'],
    ['devices that are no list', { devices: null }, 'devices must be a list'],
    ['memory that is no list', { memory: 'all' }, 'memory must be a list'],
    ['too many ranges of memory', { memory: Array.from({ length: 10_001 }) }, 'memory has more than 10000 entries'],
    ['a unit that is none', { units: [UNIT, 5] }, 'units[1] must be an object'],
    ['a unit without id', withUnit({ id: -1 }), 'units[0].id must be a 32-bit number'],
    ['an unknown driver', withUnit({ driver: 'virtio' }), 'units[0].driver must be one of'],
    ['a flag that is none', withUnit({ coherent: 1 }), 'units[0].coherent must be true or false'],
    ['the last flag missing', withUnit({ nesting: undefined }), 'units[0].nesting must be true or false'],
    ['a mode that is none', withUnit({ scalableMode: 1 }), 'units[0].scalableMode must be true or false'],
    ['levels that no unit has', withUnit({ levels: 6 }), 'units[0].levels must be 3, 4, 5, or 0'],
    ['levels that are no number', withUnit({ levels: '4' }), 'units[0].levels must be 3, 4, 5, or 0'],
    ['a name of two words', withUnit({ name: 'a b' }), 'units[0].name must be one word'],
    ['a name that is none', withUnit({ name: 5 }), 'units[0].name must be one word'],
    ['a device that is none', { devices: [null] }, 'devices[0] must be an object'],
    ['a device without id', withDevice({ id: '3' }), 'devices[0].id must be a 32-bit number'],
    ['a device without unit', withDevice({ unit: 0.5 }), 'devices[0].unit must be a 32-bit number'],
    ['a device without group', withDevice({ group: 2 ** 32 }), 'devices[0].group must be a 32-bit number'],
    ['an isolation that is none', withDevice({ isolatedMsi: 'yes' }), 'devices[0].isolatedMsi must be true or false'],
    ['regions that are no list', withDevice({ reserved: {} }), 'devices[0].reserved must be a list'],
    ['a device with a bad name', withDevice({ name: ' ' }), 'devices[0].name must be one word'],
    ['a region that is none', withDevice({ reserved: [5] }), 'devices[0].reserved[0] must be an object'],
    ['a region of no type', withRegion({ type: 'direct' }), 'devices[0].reserved[1].type must be one of'],
    ['a region without end', withRegion({ last: null }), 'devices[0].reserved[1] must have a start and a last'],
    ['a region that runs backward', withRegion({ last: '0xfedfffff' }), 'devices[0].reserved[1] must have a start'],
    ['a range that is none', { memory: [['0x0', '0xf'], 5] }, 'memory[1] must be two addresses'],
    ['a range that runs backward', { memory: [['0x10', '0xf']] }, 'memory[0] must be two addresses'],
    ['a unit twice', { units: [UNIT, { ...UNIT, id: 1 }, UNIT] }, 'units has unit 0 twice'],
    ['a device twice', { devices: [DEVICE, { ...DEVICE, id: 4 }, DEVICE] }, 'devices has device 3 twice'],
    ['a device behind nothing', withDevice({ unit: 9 }), 'device 3 is behind unit 9, which is not there'],
    [
      'a group behind two units',
      { units: [UNIT, { ...UNIT, id: 1 }], devices: [DEVICE, { ...DEVICE, id: 4, unit: 1 }] },
      'group 7 lies behind unit 0 and unit 1',
    ],
  ])('is refused for %s', (_, changes, error) => {
    expect(read(changes)).toEqual({ ok: false, error: expect.stringContaining(error) as unknown });
  });

  test.each([[[]], [null], ['machine']])('is an object and not %j', (value) => {
    expect(machineFromJson(value)).toEqual({
      ok: false,
      error: expect.stringContaining('a machine must be an object') as unknown,
    });
  });

  test('may have ranges of one address, and as many as are read', () => {
    const memory = Array.from({ length: 10_000 }, (_, at) => [
      `0x${(at * 2).toString(16)}`,
      `0x${(at * 2).toString(16)}`,
    ]);
    expect(machineWith({ memory, ...withRegion({ start: '0x10', last: '0x10' }) }).memory).toHaveLength(10_000);
  });
});

describe('the groups of a machine', () => {
  const machine = machineWith({
    units: [UNIT, { ...UNIT, id: 1 }],
    devices: [DEVICE, { ...DEVICE, id: 5 }, { ...DEVICE, id: 1, group: 8, unit: 1 }],
  });

  test('have their devices in id order, and nobody else', () => {
    expect(groupMembers(machine, 7).map(({ id }) => id)).toEqual([3, 5]);
    expect(groupMembers(machine, 8).map(({ id }) => id)).toEqual([1]);
    expect(groupMembers(machine, 9)).toEqual([]);
    expect(groupMembers(machine, 7)).toBe(groupMembers(machine, 7));
  });

  test('are sound when each is behind one unit that is there', () => {
    expect(machineFault(machine)).toBeNull();
    expect(machineFault(machineOf([], [...machine.devices.values()], []))).toContain('which is not there');
  });

  test('have the unit of each device, and none that is not there', () => {
    const [device] = groupMembers(machine, 8);
    if (device === undefined) throw new Error('group 8 is empty');
    expect(unitOf(machine, device).id).toBe(1);
    expect(() => unitOf(machineOf([], [], []), device)).toThrow('device 1 is behind no unit');
  });
});
