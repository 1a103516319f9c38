/** The machine and the objects as the rows of a tree: pure data that the outline draws and a test can read. */
import {
  boundObject,
  groupMembers,
  linksOf,
  objectName,
  objectsOf,
  refOf,
  type Device,
  type GroupId,
  type ObjectRef,
  type State,
  type Unit,
} from '../../src/index.ts';
import { viewOf, type ObjectIcon } from './kinds.ts';
import { isDisplay, partName } from './words.ts';

export type OutlineIcon = ObjectIcon | 'unit' | 'group' | 'display';

export interface OutlineRow {
  readonly ref: ObjectRef;
  /** 0 is outermost. */
  readonly level: number;
  readonly icon: OutlineIcon;
  readonly name: string;
  /** A word about it, or null where `enforces` says it. */
  readonly detail: string;
  /** Of a paging page table: whether it enforces cache coherency. */
  readonly enforces: boolean | null;
  /** Whether what is below it shows; null when nothing is. */
  readonly open: boolean | null;
}

export interface Outline {
  readonly machine: readonly OutlineRow[];
  readonly objects: readonly OutlineRow[];
}

interface Branch {
  readonly row: Omit<OutlineRow, 'level' | 'open'>;
  readonly below: readonly Branch[];
}

const leaf = (row: Branch['row']): Branch => ({ row, below: [] });

function deviceBranch(state: State, device: Device): Branch {
  const object = boundObject(state, device.id);
  return leaf({
    ref: `device:${device.id}`,
    icon: isDisplay(device) ? 'display' : 'device',
    name: `device ${device.id}`,
    detail: object === null ? 'unbound' : `id ${object.id}`,
    enforces: null,
  });
}

function unitBranch(state: State, unit: Unit, groups: ReadonlySet<GroupId>): Branch {
  return {
    row: { ref: `unit:${unit.id}`, icon: 'unit', name: `unit ${unit.id}`, detail: partName(unit.name), enforces: null },
    below: [...groups].map((group) => {
      const hwpt = state.groups.get(group)?.hwpt ?? null;
      return {
        row: {
          ref: `group:${group}`,
          icon: 'group',
          name: `group ${group}`,
          detail: hwpt === null ? '' : `on hwpt ${hwpt}`,
          enforces: null,
        },
        below: groupMembers(state.machine, group).map((device) => deviceBranch(state, device)),
      };
    }),
  };
}

function machineBranches(state: State): Branch[] {
  const groups = new Map<number, Set<GroupId>>();
  for (const { unit, group } of state.machine.devices.values()) {
    const behind = groups.get(unit);
    if (behind === undefined) groups.set(unit, new Set([group]));
    else behind.add(group);
  }
  return [...state.machine.units.values()].map((unit) => unitBranch(state, unit, groups.get(unit.id) ?? new Set()));
}

/** The objects as a tree: each below the one that it holds a reference on. */
function objectBranches(state: State): Branch[] {
  const below = new Map<number, Branch[]>();
  const roots: Branch[] = [];
  const branches = objectsOf(state).flatMap((object) => {
    if (object.type === 'device') return [];
    const inside: Branch[] = [];
    below.set(object.id, inside);
    const view = viewOf(object);
    const row = {
      ref: refOf(object),
      icon: view.icon,
      name: objectName(object),
      detail: view.detail(object),
      enforces: view.enforces(object),
    };
    return { object, branch: { row, below: inside } };
  });
  for (const { object, branch } of branches) {
    const [first] = linksOf(object);
    const holder = first === undefined ? undefined : below.get(first.to);
    (holder ?? roots).push(branch);
  }
  return roots;
}

function rowsOf(branches: readonly Branch[], closed: ReadonlySet<ObjectRef>, level = 0): OutlineRow[] {
  return branches.flatMap(({ row, below }) => {
    const open = below.length === 0 ? null : !closed.has(row.ref);
    return [{ ...row, level, open }, ...(open === true ? rowsOf(below, closed, level + 1) : [])];
  });
}

/** The rows of both trees in order; what is below a row of `closed` is left out. */
export function outlineOf(state: State, closed: ReadonlySet<ObjectRef>): Outline {
  return { machine: rowsOf(machineBranches(state), closed), objects: rowsOf(objectBranches(state), closed) };
}
