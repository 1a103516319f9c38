/** Machines as JSON, in the form of the kernel traces. */
import { DRIVERS, PART_NAME, type Driver } from '../uapi/commands.ts';
import { RESERVED_TYPES, type ReservedRegion } from '../uapi/fields.ts';
import { bad, good, readSpan, regionJson, spanJson, type Json, type Read } from '../uapi/json.ts';
import { isU32, type Span } from '../uapi/u64.ts';
import { isRecord, show } from '../uapi/validate.ts';
import { deviceId, groupId, unitId } from './ids.ts';
import { isLevels, machineFault, machineOf, type Device, type Machine, type Unit } from './machine.ts';

/** The machine as the traces write it, parts in id order. */
export function machineToJson(machine: Machine): { readonly [key: string]: Json } {
  return {
    units: [...machine.units.values()].map(unitToJson),
    devices: [...machine.devices.values()].map((device) => ({ ...device, reserved: device.reserved.map(regionJson) })),
    memory: machine.memory.map(spanJson),
  };
}

/** What is as with most units is not written, as in the traces. */
function unitToJson({ scalableMode, levels, ...unit }: Unit): Json {
  return { ...unit, ...(scalableMode ? {} : { scalableMode }), ...(levels === 0 ? {} : { levels }) };
}

/** The most units, devices or ranges of memory that a machine from outside may have. */
const MOST_PARTS = 10_000;

function readList<T>(value: unknown, name: string, read: (item: unknown, where: string) => Read<T>): Read<T[]> {
  if (!Array.isArray(value)) return bad(`${name} must be a list, not ${show(value)}`);
  if (value.length > MOST_PARTS) return bad(`${name} has more than ${MOST_PARTS} entries`);
  const items: T[] = [];
  for (const [index, item] of value.entries()) {
    const one = read(item, `${name}[${index}]`);
    if (!one.ok) return one;
    items.push(one.value);
  }
  return good(items);
}

/** Traces name no parts. */
function readName(value: unknown, where: string): Read<string> {
  if (value === undefined) return good('');
  if (typeof value === 'string' && PART_NAME.test(value)) return good(value);
  return bad(`${where}.name must be one word of at most 40 letters, digits and _ : . / + -, not ${show(value)}`);
}

function readUnit(value: unknown, where: string): Read<Unit> {
  if (!isRecord(value)) return bad(`${where} must be an object, not ${show(value)}`);
  const id = value['id'];
  if (!isU32(id)) return bad(`${where}.id must be a 32-bit number, not ${show(id)}`);
  const driver = readDriver(value['driver']);
  if (driver === null) return bad(`${where}.driver must be one of ${DRIVERS.join(', ')}, not ${show(value['driver'])}`);
  const flags = { coherent: false, enforceCacheCoherency: false, dirtyTracking: false, nesting: false };
  for (const name of Object.keys(flags) as (keyof typeof flags)[]) {
    const flag = value[name];
    if (typeof flag !== 'boolean') return bad(`${where}.${name} must be true or false, not ${show(flag)}`);
    flags[name] = flag;
  }
  const addressWidth = value['addressWidth'];
  if (!isU32(addressWidth) || addressWidth < 30 || addressWidth > 64) {
    return bad(`${where}.addressWidth must be a number from 30 to 64, not ${show(addressWidth)}`);
  }
  const { scalableMode = true, levels = 0 } = value;
  if (typeof scalableMode !== 'boolean') {
    return bad(`${where}.scalableMode must be true or false, not ${show(scalableMode)}`);
  }
  if (!isU32(levels) || !isLevels(levels)) return bad(`${where}.levels must be 3, 4, 5, or 0, not ${show(levels)}`);
  const name = readName(value['name'], where);
  if (!name.ok) return name;
  return good({ id: unitId(id), driver, ...flags, addressWidth, scalableMode, levels, name: name.value });
}

/** The traces call the driver of Arm's SMMUv3 `smmu`. */
function readDriver(value: unknown): Driver | null {
  if (value === 'smmu') return 'smmuv3';
  return DRIVERS.find((driver) => driver === value) ?? null;
}

function readReserved(value: unknown, where: string): Read<ReservedRegion> {
  if (!isRecord(value)) return bad(`${where} must be an object, not ${show(value)}`);
  const type = RESERVED_TYPES.find((name) => name === value['type']);
  if (type === undefined)
    return bad(`${where}.type must be one of ${RESERVED_TYPES.join(', ')}, not ${show(value['type'])}`);
  const span = readSpan([value['start'], value['last']]);
  if (span === null || span.start > span.last)
    return bad(`${where} must have a start and a last address, not below it`);
  return good({ type, ...span });
}

function readDevice(value: unknown, where: string): Read<Device> {
  if (!isRecord(value)) return bad(`${where} must be an object, not ${show(value)}`);
  const { id, unit, group, isolatedMsi } = value;
  if (!isU32(id)) return bad(`${where}.id must be a 32-bit number, not ${show(id)}`);
  if (!isU32(unit)) return bad(`${where}.unit must be a 32-bit number, not ${show(unit)}`);
  if (!isU32(group)) return bad(`${where}.group must be a 32-bit number, not ${show(group)}`);
  if (typeof isolatedMsi !== 'boolean')
    return bad(`${where}.isolatedMsi must be true or false, not ${show(isolatedMsi)}`);
  const reserved = readList(value['reserved'], `${where}.reserved`, readReserved);
  if (!reserved.ok) return reserved;
  const name = readName(value['name'], where);
  if (!name.ok) return name;
  return good({
    id: deviceId(id),
    unit: unitId(unit),
    group: groupId(group),
    isolatedMsi,
    reserved: reserved.value,
    name: name.value,
  });
}

function readMemory(value: unknown, where: string): Read<Span> {
  const span = readSpan(value);
  return span === null || span.start > span.last
    ? bad(`${where} must be two addresses, the last not below the first`)
    : good(span);
}

function firstTwice(ids: readonly number[]): number | null {
  const seen = new Set<number>();
  for (const id of ids) {
    if (seen.has(id)) return id;
    seen.add(id);
  }
  return null;
}

/** A machine from parsed JSON: an object with `units`, `devices` and `memory`. */
export function machineFromJson(value: unknown): Read<Machine> {
  if (!isRecord(value)) return bad(`a machine must be an object, not ${show(value)}`);
  const units = readList(value['units'], 'units', readUnit);
  if (!units.ok) return units;
  const devices = readList(value['devices'], 'devices', readDevice);
  if (!devices.ok) return devices;
  const memory = readList(value['memory'], 'memory', readMemory);
  if (!memory.ok) return memory;
  const unitTwice = firstTwice(units.value.map((unit) => unit.id));
  if (unitTwice !== null) return bad(`units has unit ${unitTwice} twice`);
  const deviceTwice = firstTwice(devices.value.map((device) => device.id));
  if (deviceTwice !== null) return bad(`devices has device ${deviceTwice} twice`);
  const machine = machineOf(
    units.value.toSorted((a, b) => a.id - b.id),
    devices.value.toSorted((a, b) => a.id - b.id),
    memory.value,
  );
  const fault = machineFault(machine);
  return fault === null ? good(machine) : bad(fault);
}
