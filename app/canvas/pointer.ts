/** What lies under the pointer. */
import { fits, objectAt, parseRef, type State } from '../../src/index.ts';

/** The object id of the page table or IOAS that a node stands for, or null for what a device can't be attached to. */
export function targetOf(state: State, ref: string): number | null {
  const parsed = parseRef(ref);
  if (parsed === null || parsed.kind === 'device') return null;
  const object = objectAt(state, parsed.id);
  return object !== undefined && fits('pt', object) ? object.id : null;
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
