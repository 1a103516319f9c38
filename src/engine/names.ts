/** How objects are called in sentences and on nodes. */
import type { ObjectRef } from '../rules/rule.ts';
import type { KernelObject, State } from '../model/state.ts';

/** `hwpt 5`, `device 0`: the reference in words. */
export function refName(ref: ObjectRef): string {
  return ref.replace(':', ' ');
}

/** The node that stands for an object id, or null when nothing has it. */
export function refOfId(state: State, id: number): ObjectRef | null {
  const object = state.objects[id];
  return object === undefined ? null : refOf(object);
}

/** The node that stands for an object. */
export function refOf(object: KernelObject): ObjectRef {
  if (object.type === 'device') return `device:${object.device}`;
  return object.type === 'ioas' ? `ioas:${object.id}` : `hwpt:${object.id}`;
}
