/** The object table as JSON, in the form of the kernel traces. */
import type { KernelObject } from '../model/objects.ts';
import { objectsOf, type State } from '../model/state.ts';
import type { Json } from '../uapi/json.ts';
import { kindOf } from './index.ts';
import { usersOf } from './references.ts';

/** One object as the kernel traces write it. */
export function objectToJson(state: State, object: KernelObject): { readonly [key: string]: Json } {
  return { id: object.id, type: object.type, users: usersOf(state, object), ...kindOf(object).toJson(state, object) };
}

/** The object table as the kernel traces write it: in id order, one entry an object. */
export function stateToJson(state: State): Json[] {
  return objectsOf(state).map((object) => objectToJson(state, object));
}
