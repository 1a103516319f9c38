/** Who holds an object: the kernel's `obj.users`, worked out from the relations instead of counted along. */
import { attachedHwpt, type KernelObject, type State } from './state.ts';

export type Holder =
  | { readonly kind: 'own-id' }
  | { readonly kind: 'driver'; readonly device: number }
  | { readonly kind: 'attachment'; readonly device: number; readonly hwpt: number }
  | { readonly kind: 'hwpt'; readonly hwpt: number }
  | { readonly kind: 'nested'; readonly hwpt: number };

/** The relations of a state the other way round, for each page table. */
interface Relations {
  /** The machine's ids of the attached devices, in attach order. */
  readonly attached: ReadonlyMap<number, readonly number[]>;
  readonly nested: ReadonlyMap<number, readonly number[]>;
  readonly groups: ReadonlyMap<number, readonly number[]>;
}

const relations = new WeakMap<State, Relations>();

/** Worked out once a state, in one pass. */
function relationsOf(state: State): Relations {
  let found = relations.get(state);
  if (found === undefined) {
    found = invert(state);
    relations.set(state, found);
  }
  return found;
}

function invert(state: State): Relations {
  const attached = new Map<number, number[]>();
  const nested = new Map<number, number[]>();
  const groups = new Map<number, number[]>();
  const push = (map: Map<number, number[]>, key: number, value: number): void => {
    const list = map.get(key);
    if (list === undefined) map.set(key, [value]);
    else list.push(value);
  };
  for (const group of state.groups.values()) {
    if (group.hwpt === null) continue;
    push(groups, group.hwpt, group.id);
    for (const id of group.attached) {
      const object = state.objects[id];
      if (object?.type === 'device') push(attached, group.hwpt, object.device);
    }
  }
  for (const object of state.objects) if (object?.type === 'hwpt_nested') push(nested, object.parent, object.id);
  return { attached, nested, groups };
}

const NONE: readonly number[] = [];

/** The machine's ids of the devices attached to a page table, in attach order. */
export function attachedDevices(state: State, hwpt: number): readonly number[] {
  return relationsOf(state).attached.get(hwpt) ?? NONE;
}

/** The groups whose devices the IOMMU translates through exactly this page table. */
export function groupsOn(state: State, hwpt: number): readonly number[] {
  return relationsOf(state).groups.get(hwpt) ?? NONE;
}

function nestedOn(state: State, hwpt: number): readonly number[] {
  return relationsOf(state).nested.get(hwpt) ?? NONE;
}

/** Every reference to the object, its own id first. */
export function holdersOf(state: State, object: KernelObject): Holder[] {
  const holders: Holder[] = [{ kind: 'own-id' }];
  switch (object.type) {
    case 'ioas':
      for (const hwpt of object.hwpts) holders.push({ kind: 'hwpt', hwpt });
      break;
    case 'hwpt_paging':
    case 'hwpt_nested':
      for (const hwpt of nestedOn(state, object.id)) holders.push({ kind: 'nested', hwpt });
      for (const device of attachedDevices(state, object.id)) {
        holders.push({ kind: 'attachment', device, hwpt: object.id });
      }
      break;
    case 'device': {
      holders.push({ kind: 'driver', device: object.device });
      const hwpt = attachedHwpt(state, object);
      if (hwpt !== null) holders.push({ kind: 'attachment', device: object.device, hwpt });
      break;
    }
  }
  return holders;
}

/** `obj.users`: 1 is the object's own id. */
export function usersOf(state: State, object: KernelObject): number {
  switch (object.type) {
    case 'ioas':
      return 1 + object.hwpts.length;
    case 'device':
      return attachedHwpt(state, object) === null ? 2 : 3;
    case 'hwpt_paging':
    case 'hwpt_nested':
      return 1 + nestedOn(state, object.id).length + attachedDevices(state, object.id).length;
  }
}
