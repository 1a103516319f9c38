/** Which devices are on which page table: the groups of a state, the other way round. */
import type { DeviceId, GroupId, ObjectId } from './ids.ts';
import { deviceObjectAt, type Group, type State } from './state.ts';

interface Attachments {
  /** The machine's numbers of the attached devices, in attach order, by page table. */
  readonly devices: ReadonlyMap<number, readonly DeviceId[]>;
  readonly groups: ReadonlyMap<number, readonly GroupId[]>;
}

const known = new WeakMap<ReadonlyMap<number, Group>, Attachments>();

function push<T>(map: Map<number, T[]>, key: number, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Worked out once for the groups, in one pass. */
function attachmentsOf(state: State): Attachments {
  let found = known.get(state.groups);
  if (found === undefined) {
    const devices = new Map<number, DeviceId[]>();
    const groups = new Map<number, GroupId[]>();
    for (const group of state.groups.values()) {
      if (group.hwpt === null) continue;
      push(groups, group.hwpt, group.id);
      for (const id of group.attached) {
        const object = deviceObjectAt(state, id);
        if (object !== null) push(devices, group.hwpt, object.device);
      }
    }
    found = { devices, groups };
    known.set(state.groups, found);
  }
  return found;
}

const NONE: readonly never[] = [];

/** The machine's numbers of the devices attached to a page table, in attach order. */
export function attachedDevices(state: State, hwpt: ObjectId): readonly DeviceId[] {
  return attachmentsOf(state).devices.get(hwpt) ?? NONE;
}

/** The groups whose devices the IOMMU translates through exactly this page table. */
export function groupsOn(state: State, hwpt: ObjectId): readonly GroupId[] {
  return attachmentsOf(state).groups.get(hwpt) ?? NONE;
}
