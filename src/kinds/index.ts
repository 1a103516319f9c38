/** The kernel's second table, beside that of calls: the kinds of objects. References, holders, names and JSON follow from it. */
import type { ObjectId } from '../model/ids.ts';
import type { KernelObject, ObjectRef, ObjectType, RefKind } from '../model/objects.ts';
import { objectAt, objectsOf, type State } from '../model/state.ts';
import type { Refers } from '../uapi/fields.ts';
import { DEVICE } from './device.ts';
import { HWPT_NESTED } from './hwpt_nested.ts';
import { HWPT_PAGING } from './hwpt_paging.ts';
import { IOAS } from './ioas.ts';
import type { AnyKind, Kind, Link } from './kind.ts';

export const KINDS: { readonly [T in ObjectType]: Kind<T> } = {
  ioas: IOAS,
  hwpt_paging: HWPT_PAGING,
  hwpt_nested: HWPT_NESTED,
  device: DEVICE,
};

/** Every kind, in the order in which their objects come to be. */
export const KIND_LIST: readonly AnyKind[] = Object.values<AnyKind>(KINDS);

/** The kind of an object. */
export function kindOf(object: KernelObject): AnyKind {
  return KINDS[object.type];
}

/** What references call things. */
const REF_KINDS: readonly RefKind[] = ['unit', 'group', ...new Set(KIND_LIST.map(({ ref }) => ref))];

/** The kind and number of a reference, or null for a text that is none. */
export function parseRef(text: string | null): { readonly kind: RefKind; readonly id: number } | null {
  const [, name, digits] = /^([a-z_]+):(\d{1,10})$/.exec(text ?? '') ?? [];
  const kind = REF_KINDS.find((one) => one === name);
  return kind === undefined ? null : { kind, id: Number(digits) };
}

/** `hwpt 5`, `device 0`: the reference in words. */
export function refName(ref: ObjectRef): string {
  return ref.replace(':', ' ');
}

/** The number of a device's reference, or null for a reference to something else. */
export function deviceOfRef(text: string | null): number | null {
  const ref = parseRef(text);
  return ref?.kind === 'device' ? ref.id : null;
}

/** The node that stands for an object: a bound device is drawn as the part of the machine that it is. */
export function refOf(object: KernelObject): ObjectRef {
  return `${kindOf(object).ref}:${object.type === 'device' ? object.device : object.id}`;
}

/** The node that stands for an object id, or null when nothing has it. */
export function refOfId(state: State, id: number): ObjectRef | null {
  const object = objectAt(state, id);
  return object === undefined ? null : refOf(object);
}

/** How the object is called in sentences: `hwpt 5`, `device object 2`. */
export function objectName(object: KernelObject): string {
  return object.type === 'device' ? `device object ${object.id}` : `${kindOf(object).ref} ${object.id}`;
}

/** What the object is called in a list: "nest parent". */
export function describe(object: KernelObject): string {
  return kindOf(object).describe(object);
}

/** True when a field that refers to such objects is meant for this one. */
export function fits(refers: Refers, object: KernelObject): boolean {
  return refers === 'any' || kindOf(object).namedBy.includes(refers);
}

/** The objects that a field which refers to such objects is meant for, in id order. */
export function fitting(state: State, refers: Refers): readonly KernelObject[] {
  return objectsOf(state).filter((object) => fits(refers, object));
}

/** The references that an object holds. */
export function linksOf(object: KernelObject): readonly { readonly link: Link<KernelObject>; readonly to: ObjectId }[] {
  return kindOf(object).links.map((link) => ({ link, to: link.to(object) }));
}
