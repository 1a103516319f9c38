/** What is different between two states, field by field under the kernel's names. */
import { areaCount, type Areas } from '../address/areas.ts';
import { objectToJson } from '../kinds/codec.ts';
import { refOf } from '../kinds/index.ts';
import { usersOf } from '../kinds/references.ts';
import { ioasAt, objectAt, objectsOf, type State } from '../model/state.ts';
import type { KernelObject, ObjectRef } from '../model/objects.ts';
import { count } from '../rules/rule.ts';
import type { Json } from '../uapi/json.ts';
import { hex, sameSpan, type Span } from '../uapi/u64.ts';

export type Change =
  | { readonly kind: 'made'; readonly ref: ObjectRef; readonly type: string }
  | { readonly kind: 'gone'; readonly ref: ObjectRef; readonly type: string }
  | {
      readonly kind: 'changed';
      readonly ref: ObjectRef;
      readonly field: string;
      readonly from: string;
      readonly to: string;
    }
  /** A range of user memory, which is no object of its own. */
  | { readonly kind: 'memory-made' | 'memory-gone'; readonly ref: null; readonly span: Span };

const typeOf = (object: KernelObject): string => (object.type === 'device' ? 'device object' : object.type);

function fields(state: State, object: KernelObject): Map<string, Json> {
  const shown: KernelObject = object.type === 'ioas' ? { ...object, areas: null } : object;
  const json = new Map(Object.entries(objectToJson(state, shown)));
  if (object.type === 'ioas') json.set('areas', areaCount(object.areas));
  if (object.type === 'hwpt_paging') json.set('dirty_enabled', object.dirtyEnabled);
  return json;
}

function areasOf(state: State, id: number): Areas {
  return ioasAt(state, id)?.areas ?? null;
}

/** True when a field changed that is worked out from other objects: where a device is, what a page table maps. */
function derivedChange(before: State, after: State, object: KernelObject): boolean {
  if (object.type === 'hwpt_paging') return areasOf(before, object.ioas) !== areasOf(after, object.ioas);
  return object.type === 'device' && before.groups !== after.groups;
}

function changesOf(before: State, after: State, was: KernelObject, is: KernelObject): Change[] {
  if (was === is && usersOf(before, was) === usersOf(after, is) && !derivedChange(before, after, is)) return [];
  const ref = refOf(is);
  const left = fields(before, was);
  const changes: Change[] = [];
  for (const [field, value] of fields(after, is)) {
    const old = left.get(field);
    const from = JSON.stringify(old);
    const to = JSON.stringify(value);
    if (from === to) continue;
    // Of a list that grew or shrank, its length says enough.
    const lengths = Array.isArray(old) && Array.isArray(value) && field !== 'hwpts' && old.length !== value.length;
    changes.push({
      kind: 'changed',
      ref,
      field,
      from: lengths ? count(old.length, 'range') : from,
      to: lengths ? count(value.length, 'range') : to,
    });
  }
  return changes;
}

const hasSpan = (spans: readonly Span[], span: Span): boolean => spans.some((other) => sameSpan(other, span));

function machineChanges(before: State, after: State): Change[] {
  if (before.machine === after.machine) return [];
  const changes: Change[] = [];
  const compare = <T extends object>(
    left: ReadonlyMap<number, T>,
    right: ReadonlyMap<number, T>,
    type: 'unit' | 'device',
  ): void => {
    for (const [id, part] of right) {
      const was = left.get(id);
      if (was === undefined) changes.push({ kind: 'made', ref: `${type}:${id}`, type });
      else if (was !== part) changes.push(...partChanges(`${type}:${id}`, was, part));
    }
    for (const id of left.keys()) if (!right.has(id)) changes.push({ kind: 'gone', ref: `${type}:${id}`, type });
  };
  compare(before.machine.units, after.machine.units, 'unit');
  compare(before.machine.devices, after.machine.devices, 'device');
  const [left, right] = [before.machine.memory, after.machine.memory];
  for (const span of right) if (!hasSpan(left, span)) changes.push({ kind: 'memory-made', ref: null, span });
  for (const span of left) if (!hasSpan(right, span)) changes.push({ kind: 'memory-gone', ref: null, span });
  return changes;
}

function partChanges(ref: ObjectRef, was: object, is: object): Change[] {
  const text = (value: unknown): string =>
    JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? hex(inner) : inner));
  const left = new Map(Object.entries(was));
  return Object.entries(is).flatMap(([field, value]): Change[] => {
    const from = text(left.get(field));
    const to = text(value);
    return from === to ? [] : [{ kind: 'changed', ref, field, from, to }];
  });
}

/** The changes that lead from one state to the other, machine first, then objects in id order. */
export function diffStates(before: State, after: State): Change[] {
  if (before === after) return [];
  const changes = machineChanges(before, after);
  const ids = new Set([...objectsOf(before), ...objectsOf(after)].map((object) => object.id));
  for (const id of [...ids].toSorted((a, b) => a - b)) {
    const was = objectAt(before, id);
    const is = objectAt(after, id);
    if (was !== undefined && is !== undefined && was.born === is.born) {
      changes.push(...changesOf(before, after, was, is));
      continue;
    }
    if (was !== undefined) changes.push({ kind: 'gone', ref: refOf(was), type: typeOf(was) });
    if (is !== undefined) changes.push({ kind: 'made', ref: refOf(is), type: typeOf(is) });
  }
  return changes;
}
