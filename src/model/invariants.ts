/** What every state that a call can lead to must satisfy. Property tests hold the engine to it. */
import { areaList, type Areas } from '../address/areas.ts';
import { firstOverlap } from '../address/spans.ts';
import { U64_MAX } from '../uapi/u64.ts';
import { groupMembers, machineFault } from './machine.ts';
import { attachedDevices } from './references.ts';
import type { Group, HwptPaging, Ioas, State } from './state.ts';

const byNumber = (a: number, b: number): number => a - b;

function treeFaults(areas: Areas, where: string): string[] {
  if (areas === null) return [];
  const faults = [...treeFaults(areas.left, where), ...treeFaults(areas.right, where)];
  const left = areas.left?.size ?? 0;
  const right = areas.right?.size ?? 0;
  if (areas.size !== left + right + 1) faults.push(`${where}: a subtree has a wrong size`);
  if (left + right > 1 && (left > 3 * right || right > 3 * left)) faults.push(`${where}: a subtree is out of balance`);
  const inner = areaList(areas);
  let gap = 0n;
  for (let index = 1; index < inner.length; index += 1) {
    const before = inner[index - 1];
    const area = inner[index];
    if (before === undefined || area === undefined) continue;
    const between = area.start - before.last - 1n;
    if (between > gap) gap = between;
  }
  if (areas.gap !== gap) faults.push(`${where}: a subtree has a wrong gap`);
  return faults;
}

function areaFaults(ioas: Ioas, where: string): string[] {
  const faults: string[] = [];
  let before = -1n;
  for (const area of areaList(ioas.areas)) {
    if (area.start <= before || area.last < area.start || area.last > U64_MAX) {
      faults.push(`${where}: areas overlap, run backward or leave the address space`);
    }
    if (firstOverlap(ioas.reserved, area) !== null) faults.push(`${where}: an area lies on reserved addresses`);
    before = area.last;
  }
  return faults;
}

function ioasFaults(state: State, ioas: Ioas): string[] {
  const where = `ioas ${ioas.id}`;
  const faults = [...treeFaults(ioas.areas, where), ...areaFaults(ioas, where)];
  for (const range of ioas.allowed) {
    if (firstOverlap(ioas.reserved, range) !== null) faults.push(`${where}: an allowed range is reserved`);
  }
  for (let index = 1; index < ioas.reserved.length; index += 1) {
    const previous = ioas.reserved[index - 1];
    const entry = ioas.reserved[index];
    if (previous !== undefined && entry !== undefined && previous.start > entry.start) {
      faults.push(`${where}: reservations are out of order`);
    }
  }
  if (ioas.domains.toSorted(byNumber).join() !== ioas.hwpts.toSorted(byNumber).join())
    faults.push(`${where}: its two lists of page tables differ`);
  for (const id of ioas.hwpts) {
    const hwpt = state.objects[id];
    if (hwpt?.type !== 'hwpt_paging' || hwpt.ioas !== ioas.id) faults.push(`${where}: hwpt ${id} is not one of it`);
  }
  return faults;
}

function pagingFaults(state: State, hwpt: HwptPaging): string[] {
  const where = `hwpt ${hwpt.id}`;
  const ioas = state.objects[hwpt.ioas];
  const faults: string[] = [];
  if (ioas?.type !== 'ioas' || !ioas.hwpts.includes(hwpt.id))
    faults.push(`${where}: ioas ${hwpt.ioas} does not know it`);
  if (hwpt.cc.length === 0) faults.push(`${where}: it has no cache coherency`);
  if (hwpt.autoDomain && attachedDevices(state, hwpt.id).length === 0)
    faults.push(`${where}: automatic and without a device`);
  return faults;
}

function groupFaults(state: State, group: Group): string[] {
  const where = `group ${group.id}`;
  const faults: string[] = [];
  if ((group.hwpt === null) !== (group.attached.length === 0))
    faults.push(`${where}: on a page table without devices, or the reverse`);
  const hwpt = group.hwpt === null ? undefined : state.objects[group.hwpt];
  if (group.hwpt !== null && hwpt?.type !== 'hwpt_paging' && hwpt?.type !== 'hwpt_nested') {
    faults.push(`${where}: on object ${group.hwpt}, which is no page table`);
  }
  const members = groupMembers(state.machine, group.id).map((device) => device.id);
  for (const id of group.attached) {
    const object = state.objects[id];
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
  for (const [id, object] of state.objects.entries()) {
    if (object === undefined) continue;
    if (id === 0 || object.id !== id) faults.push(`object ${object.id} stands under id ${id}`);
    if (object.born >= state.nextBorn) faults.push(`object ${id} was born after the state`);
    if (object.type === 'ioas') faults.push(...ioasFaults(state, object));
    if (object.type === 'hwpt_paging') faults.push(...pagingFaults(state, object));
    if (object.type === 'hwpt_nested' && state.objects[object.parent]?.type !== 'hwpt_paging') {
      faults.push(`hwpt ${id}: its parent is no paging page table`);
    }
    if (object.type === 'device' && !state.machine.devices.has(object.device))
      faults.push(`object ${id}: there is no such device`);
  }
  for (const group of state.groups.values()) faults.push(...groupFaults(state, group));
  return faults;
}
