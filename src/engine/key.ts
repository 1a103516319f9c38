/**
 * One key for a state: equal keys mean that no call made from now on can tell the states apart. Searches, caches and tests compare states by
 * it, and by nothing else.
 *
 * Every field of the machine, the objects and the groups is in it, but for what a kind says no later answer depends on; so a field that
 * is new is in it by itself. Numbers that only tell an order (when an object or an area was made) are not.
 */
import { kindOf } from '../kinds/index.ts';
import type { Machine } from '../model/machine.ts';
import type { KernelObject } from '../model/objects.ts';
import { isUntouched, objectsOf, type State } from '../model/state.ts';

/** A value of plain data as text: the same for equal values, another for others. */
function plainText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plainText).join()}]`;
  if (value instanceof Map) return `{${Array.from(value, ([key, one]) => `${String(key)}:${plainText(one)}`).join()}}`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, one]) => `${key}:${plainText(one)}`)
      .join()}}`;
  }
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

const objects = new WeakMap<KernelObject, string>();

/** The object's own fields, without those that its kind leaves out. */
function fieldsText(object: KernelObject): string {
  let text = objects.get(object);
  if (text === undefined) {
    const { unseen } = kindOf(object);
    const seen = Object.entries(object)
      .filter(([field]) => !unseen.includes(field))
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
    text = seen.map(([field, value]) => `${field}:${plainText(value)}`).join();
    objects.set(object, text);
  }
  return text;
}

const machines = new WeakMap<Machine, string>();

function machineText(machine: Machine): string {
  let text = machines.get(machine);
  if (text === undefined) {
    text = plainText(machine);
    machines.set(machine, text);
  }
  return text;
}

/** The key of a state. */
export function keyOf(state: State): string {
  const parts = [machineText(state.machine)];
  for (const object of objectsOf(state)) {
    parts.push(`${fieldsText(object)};${kindOf(object).alsoSeen(state, object)}`);
  }
  const groups = [...state.groups.values()].toSorted((a, b) => a.id - b.id);
  for (const group of groups) if (!isUntouched(group)) parts.push(plainText(group));
  return parts.join('\n');
}
