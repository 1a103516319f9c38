/** The machine and the objects as the rows of a tree: pure data that the outline draws and a test can read. */
import {
  areaCount,
  boundObject,
  enforcesCc,
  groupMembers,
  refOf,
  type Device,
  type ObjectRef,
  type State,
  type Unit,
} from '../../src/index.ts';
import { isDisplay, partName } from './words.ts';

export type OutlineIcon = 'unit' | 'group' | 'device' | 'display' | 'ioas' | 'hwpt' | 'nested';

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

function unitBranch(state: State, unit: Unit, groups: ReadonlySet<number>): Branch {
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
  const groups = new Map<number, Set<number>>();
  for (const { unit, group } of state.machine.devices.values()) {
    const behind = groups.get(unit);
    if (behind === undefined) groups.set(unit, new Set([group]));
    else behind.add(group);
  }
  return [...state.machine.units.values()].map((unit) => unitBranch(state, unit, groups.get(unit.id) ?? new Set()));
}

function objectBranches(state: State): Branch[] {
  const nested = new Map<number, Branch[]>();
  for (const object of state.objects) {
    if (object?.type !== 'hwpt_nested') continue;
    const branch = leaf({
      ref: refOf(object),
      icon: 'nested',
      name: `hwpt ${object.id}`,
      detail: 'nested',
      enforces: null,
    });
    const others = nested.get(object.parent);
    if (others === undefined) nested.set(object.parent, [branch]);
    else others.push(branch);
  }
  return state.objects.flatMap((ioas) => {
    if (ioas?.type !== 'ioas') return [];
    const areas = areaCount(ioas.areas);
    return {
      row: {
        ref: refOf(ioas),
        icon: 'ioas' as const,
        name: `ioas ${ioas.id}`,
        detail: `${areas} ${areas === 1 ? 'area' : 'areas'}`,
        enforces: null,
      },
      below: ioas.hwpts.flatMap((id) => {
        const hwpt = state.objects[id];
        if (hwpt?.type !== 'hwpt_paging') return [];
        return {
          row: {
            ref: refOf(hwpt),
            icon: 'hwpt' as const,
            name: `hwpt ${id}`,
            detail: hwpt.autoDomain ? 'auto' : '',
            enforces: enforcesCc(hwpt),
          },
          below: nested.get(id) ?? [],
        };
      }),
    };
  });
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
