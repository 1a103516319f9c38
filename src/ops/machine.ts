import { findArea } from '../address/areas.ts';
import { firstOverlap, insertSpan } from '../address/spans.ts';
import { deviceId, groupId, unitId } from '../model/ids.ts';
import type { Device, Machine, Unit } from '../model/machine.ts';
import { boundObject, groupAt, objectsOf, type State } from '../model/state.ts';
import {
  ADD_MEMORY,
  EDIT_DEVICE,
  EDIT_UNIT,
  PLUG_DEVICE,
  PLUG_UNIT,
  REMOVE_MEMORY,
  UNPLUG_DEVICE,
  UNPLUG_UNIT,
} from '../rules/machine.ts';
import type { MemoryFacts, PlugFacts, UnitFacts } from '../rules/machine.ts';
import type { Stage } from '../rules/rule.ts';
import type { CommandOf } from '../uapi/commands.ts';
import { sameSpan, type Span } from '../uapi/u64.ts';
import type { Answer, Context, Outcome } from './context.ts';

function withMachine(state: State, change: Partial<Machine>): State {
  return { ...state, machine: { ...state.machine, ...change } };
}

function changeUnit(context: Context, state: State, stage: Stage<UnitFacts>, id: number, wanted: Unit | null): Outcome {
  const devices = [...state.machine.devices.values()].filter((device) => device.unit === id);
  const refusal = context.refuses(stage, {
    op: stage.id,
    id,
    existing: state.machine.units.get(id),
    wanted,
    devices,
    bound: devices.map((device) => device.id).filter((device) => boundObject(state, device) !== null),
    hwpts: objectsOf(state).flatMap((object) =>
      object.type === 'hwpt_paging' && object.unit === id ? [object.id] : [],
    ),
  });
  if (refusal !== null) return context.refused(state, refusal);
  return context.answered(withMachine(state, { units: changed(state.machine.units, id, wanted) }));
}

/** The map with the entry set, or gone for null, in id order. */
function changed<T>(map: ReadonlyMap<number, T>, id: number, value: T | null): ReadonlyMap<number, T> {
  const next = new Map(map);
  if (value === null) next.delete(id);
  else next.set(id, value);
  return new Map([...next].toSorted(([a], [b]) => a - b));
}

function unitFrom({
  unit,
  driver,
  coherent,
  enforceCacheCoherency,
  dirtyTracking,
  nesting,
  addressWidth,
  scalableMode,
  levels,
  name,
}: CommandOf<'plug_unit' | 'edit_unit'>): Unit {
  const can = { coherent, enforceCacheCoherency, dirtyTracking, nesting };
  return { id: unitId(unit), driver, ...can, addressWidth, scalableMode, levels, name };
}

export const plugUnit: Answer<'plug_unit'> = (context, state, command) =>
  changeUnit(context, state, PLUG_UNIT, command.unit, unitFrom(command));
export const editUnit: Answer<'edit_unit'> = (context, state, command) =>
  changeUnit(context, state, EDIT_UNIT, command.unit, unitFrom(command));
export const unplugUnit: Answer<'unplug_unit'> = (context, state, command) =>
  changeUnit(context, state, UNPLUG_UNIT, command.unit, null);

function changeDevice(
  context: Context,
  state: State,
  stage: Stage<PlugFacts>,
  id: number,
  wanted: Device | null,
): Outcome {
  const { units, devices } = state.machine;
  const existing = devices.get(id);
  const groups = [existing?.group, wanted?.group].filter((group) => group !== undefined);
  const refusal = context.refuses(stage, {
    id,
    existing,
    wanted,
    unit: wanted === null ? undefined : units.get(wanted.unit),
    neighbour: [...devices.values()].find((device) => device.id !== id && device.group === wanted?.group),
    objectId: boundObject(state, id)?.id ?? null,
    busyGroup: groups.find((group) => groupAt(state, group).hwpt !== null) ?? null,
  });
  if (refusal !== null) return context.refused(state, refusal);
  return context.answered(withMachine(state, { devices: changed(devices, id, wanted) }));
}

function deviceFrom({
  device,
  unit,
  group,
  isolatedMsi,
  reserved,
  name,
}: CommandOf<'plug_device' | 'edit_device'>): Device {
  return { id: deviceId(device), unit: unitId(unit), group: groupId(group), isolatedMsi, reserved, name };
}

export const plugDevice: Answer<'plug_device'> = (context, state, command) =>
  changeDevice(context, state, PLUG_DEVICE, command.device, deviceFrom(command));
export const editDevice: Answer<'edit_device'> = (context, state, command) =>
  changeDevice(context, state, EDIT_DEVICE, command.device, deviceFrom(command));
export const unplugDevice: Answer<'unplug_device'> = (context, state, command) =>
  changeDevice(context, state, UNPLUG_DEVICE, command.device, null);

function memoryFacts(state: State, range: Span): MemoryFacts {
  return {
    range,
    meets: firstOverlap(state.machine.memory, range),
    there: state.machine.memory.some((span) => sameSpan(span, range)),
    mappedBy: firstMapper(state, range),
  };
}

/** The first IOAS with an area that stands for memory of the range, or null. */
function firstMapper(state: State, range: Span): number | null {
  for (const object of objectsOf(state)) {
    if (object.type !== 'ioas') continue;
    const found = findArea(object.areas, (area) =>
      area.va <= range.last && range.start <= area.va + area.last - area.start ? object.id : null,
    );
    if (found !== null) return found;
  }
  return null;
}

export const addMemory: Answer<'add_memory'> = (context, state, { start, last }) => {
  const refusal = context.refuses(ADD_MEMORY, memoryFacts(state, { start, last }));
  if (refusal !== null) return context.refused(state, refusal);
  return context.answered(withMachine(state, { memory: insertSpan(state.machine.memory, { start, last }) }));
};

export const removeMemory: Answer<'remove_memory'> = (context, state, { start, last }) => {
  const refusal = context.refuses(REMOVE_MEMORY, memoryFacts(state, { start, last }));
  if (refusal !== null) return context.refused(state, refusal);
  const memory = state.machine.memory.filter((span) => !sameSpan(span, { start, last }));
  return context.answered(withMachine(state, { memory }));
};
