/** What every state that a call can lead to must satisfy. Property tests hold the engine to it. */
import { groupMembers, machineFault } from '../model/machine.ts';
import { hwptAt, objectAt, objectsOf, type Group, type State } from '../model/state.ts';
import { kindOf } from './index.ts';

function groupFaults(state: State, group: Group): string[] {
  const where = `group ${group.id}`;
  const faults: string[] = [];
  if ((group.hwpt === null) !== (group.attached.length === 0))
    faults.push(`${where}: on a page table without devices, or the reverse`);
  if (group.hwpt !== null && hwptAt(state, group.hwpt) === null) {
    faults.push(`${where}: on object ${group.hwpt}, which is no page table`);
  }
  const members = groupMembers(state.machine, group.id).map((device) => device.id);
  for (const id of group.attached) {
    const object = objectAt(state, id);
    if (object?.type !== 'device' || !members.includes(object.device))
      faults.push(`${where}: object ${id} is not one of its devices`);
  }
  return faults;
}

/** Every invariant that the state breaks, as sentences; empty for a sound state. */
export function invariantFaults(state: State): string[] {
  const faults: string[] = [];
  const fault = machineFault(state.machine);
  if (fault !== null) faults.push(fault);
  for (const object of objectsOf(state)) {
    if (objectAt(state, object.id) !== object) faults.push(`object ${object.id} stands under another id`);
    if (object.born >= state.nextBorn) faults.push(`object ${object.id} was born after the state`);
    faults.push(...kindOf(object).faults(state, object));
  }
  if (objectAt(state, state.objects.free) !== undefined) faults.push(`id ${state.objects.free} is not free`);
  for (let id = 1; id < state.objects.free; id += 1) {
    if (objectAt(state, id) === undefined)
      faults.push(`id ${id} is free, and ${state.objects.free} is said to be lowest`);
  }
  if (objectsOf(state).length !== state.objects.count) faults.push('the object table has a wrong count');
  for (const group of state.groups.values()) faults.push(...groupFaults(state, group));
  return faults;
}
