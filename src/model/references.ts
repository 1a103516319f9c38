/** Who holds an object: the kernel's `obj.users`, worked out from the relations instead of counted along. */
import { attachedHwpt, type KernelObject, type State } from './state.ts';

export type Holder =
  | { readonly kind: 'own-id' }
  | { readonly kind: 'driver'; readonly device: number }
  | { readonly kind: 'attachment'; readonly device: number; readonly hwpt: number }
  | { readonly kind: 'hwpt'; readonly hwpt: number }
  | { readonly kind: 'nested'; readonly hwpt: number };

/** Every reference to the object, its own id first. */
export function holdersOf(state: State, object: KernelObject): Holder[] {
  const holders: Holder[] = [{ kind: 'own-id' }];
  switch (object.type) {
    case 'ioas':
      for (const hwpt of object.hwpts) holders.push({ kind: 'hwpt', hwpt });
      break;
    case 'hwpt_paging':
      for (const other of state.objects) {
        if (other?.type === 'hwpt_nested' && other.parent === object.id) {
          holders.push({ kind: 'nested', hwpt: other.id });
        }
      }
      pushAttachments(state, object.id, holders);
      break;
    case 'hwpt_nested':
      pushAttachments(state, object.id, holders);
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

function pushAttachments(state: State, hwpt: number, holders: Holder[]): void {
  for (const group of state.groups.values()) {
    if (group.hwpt !== hwpt) continue;
    for (const id of group.attached) {
      const device = state.objects[id];
      if (device?.type === 'device') holders.push({ kind: 'attachment', device: device.device, hwpt });
    }
  }
}

/** `obj.users`: 1 is the object's own id. */
export function usersOf(state: State, object: KernelObject): number {
  return holdersOf(state, object).length;
}

/** The machine's ids of the devices attached to a page table, in attach order. */
export function attachedDevices(state: State, hwpt: number): number[] {
  const holders: Holder[] = [];
  pushAttachments(state, hwpt, holders);
  return holders.flatMap((holder) => (holder.kind === 'attachment' ? [holder.device] : []));
}

/** The groups whose devices the IOMMU translates through exactly this page table. */
export function groupsOn(state: State, hwpt: number): number[] {
  const groups: number[] = [];
  for (const group of state.groups.values()) if (group.hwpt === hwpt) groups.push(group.id);
  return groups;
}
