/** Who holds an object: the kernel's `obj.users`, worked out from the relations instead of counted along. */
import { attachedDevices } from '../model/attachments.ts';
import type { DeviceId, ObjectId } from '../model/ids.ts';
import type { KernelObject } from '../model/objects.ts';
import { attachedHwpt, objectsOf, type State } from '../model/state.ts';
import { linksOf } from './index.ts';

/** One reference to an object. */
export type Holder =
  | { readonly kind: 'own-id' }
  /** The open file of the bound device. */
  | { readonly kind: 'driver'; readonly device: DeviceId }
  | { readonly kind: 'attachment'; readonly device: DeviceId; readonly hwpt: ObjectId }
  /** A reference that another object's kind declares. */
  | { readonly kind: 'link'; readonly link: string; readonly by: ObjectId };

type Linked = ReadonlyMap<number, readonly Extract<Holder, { kind: 'link' }>[]>;

const known = new WeakMap<State['objects'], Linked>();

/** The references between objects by the one that is held; worked out once for the objects, in one pass. */
function linkedIn(state: State): Linked {
  let found = known.get(state.objects);
  if (found === undefined) {
    const by = new Map<number, Extract<Holder, { kind: 'link' }>[]>();
    for (const object of objectsOf(state)) {
      for (const { link, to } of linksOf(object)) {
        const holder = { kind: 'link', link: link.id, by: object.id } as const;
        const others = by.get(to);
        if (others === undefined) by.set(to, [holder]);
        else others.push(holder);
      }
    }
    found = by;
    known.set(state.objects, found);
  }
  return found;
}

const NONE: readonly never[] = [];

/** Every reference to the object, its own id first. */
export function holdersOf(state: State, object: KernelObject): Holder[] {
  const linked = linkedIn(state).get(object.id) ?? NONE;
  if (object.type === 'device') {
    const hwpt = attachedHwpt(state, object);
    return [
      { kind: 'own-id' },
      { kind: 'driver', device: object.device },
      ...(hwpt === null ? [] : [{ kind: 'attachment', device: object.device, hwpt } as const]),
      ...linked,
    ];
  }
  const devices = attachedDevices(state, object.id);
  return [
    { kind: 'own-id' },
    ...linked,
    ...devices.map((device) => ({ kind: 'attachment', device, hwpt: object.id }) as const),
  ];
}

/** `obj.users`: 1 is the object's own id. */
export function usersOf(state: State, object: KernelObject): number {
  return holdersOf(state, object).length;
}

/** The objects that hold a reference of one sort on an object, in id order. */
export function linkedTo(state: State, link: string, to: ObjectId): readonly ObjectId[] {
  return (linkedIn(state).get(to) ?? NONE).flatMap((holder) => (holder.link === link ? [holder.by] : []));
}
