/** What the page calls the things that it shows. */
import { objectsOf, refOf, type ObjectRef, type State } from '../../src/index.ts';

/** The user memory, beside the kernel's objects and the machine's parts. */
export const MEMORY = 'memory:0';

/** A thing that is drawn and can be selected. */
export type ViewRef = ObjectRef | typeof MEMORY;

/** Everything that is drawn of a state. */
export function refsOf(state: State): ViewRef[] {
  const { machine } = state;
  const refs = new Set<ViewRef>();
  for (const id of machine.units.keys()) refs.add(`unit:${id}`);
  for (const { id, group } of machine.devices.values()) refs.add(`group:${group}`).add(`device:${id}`);
  for (const object of objectsOf(state)) if (object.type !== 'device') refs.add(refOf(object));
  if (machine.memory.length > 0) refs.add(MEMORY);
  return [...refs];
}
