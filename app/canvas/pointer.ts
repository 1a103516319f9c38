/** What lies under the pointer. */
import { fits, objectAt, parseRef, refOf, type State } from '../../src/index.ts';

/** The object id of the page table or IOAS that a node stands for, or null for what a device can't be attached to. */
export function targetOf(state: State, ref: string): number | null {
  const object = objectAt(state, parseRef(ref)?.id ?? 0);
  // A device, a group or a unit may have the number of an object that is something else.
  return object !== undefined && refOf(object) === ref && fits('pt', object) ? object.id : null;
}

/** The object id of the page table or IOAS drawn at a point of the window, or null. */
export function targetAt(state: State, x: number, y: number): number | null {
  for (const element of document.elementsFromPoint(x, y)) {
    const ref = element.closest('[data-object]')?.getAttribute('data-object') ?? '';
    const target = targetOf(state, ref);
    if (target !== null) return target;
  }
  return null;
}
