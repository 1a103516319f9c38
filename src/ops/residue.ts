/**
 * What a refused call leaves behind. An attach works step by step, and the kernel does not take every step back: each is named here by
 * the op that makes it, and applied to the state before the call.
 */
import type { DeviceId, GroupId, ObjectId } from '../model/ids.ts';
import { withoutReservations } from '../model/reservations.ts';
import { enforcesCc, groupAt, mustIoas, mustPaging, withGroup, withObject, type State } from '../model/state.ts';

export type Residue =
  /** The page table was asked to enforce, and did from then on. */
  | { readonly kind: 'enforces'; readonly hwpt: ObjectId }
  | { readonly kind: 'msi_cookie'; readonly hwpt: ObjectId }
  /** The group learnt where its MSI window starts. */
  | { readonly kind: 'msi_window'; readonly group: GroupId; readonly start: bigint }
  /** Every reservation that the device has in the IOAS was taken back, those of before too. */
  | { readonly kind: 'unreserved'; readonly device: DeviceId; readonly ioas: ObjectId };

/** The state with one step made; the very same where that changes nothing. */
export function leave(state: State, residue: Residue): State {
  switch (residue.kind) {
    case 'enforces': {
      const hwpt = mustPaging(state, residue.hwpt);
      if (enforcesCc(hwpt)) return state;
      return withObject(state, { ...hwpt, cc: [...hwpt.cc, { from: state.nextArea, enforces: true }] });
    }
    case 'msi_cookie': {
      const hwpt = mustPaging(state, residue.hwpt);
      return hwpt.msiCookie ? state : withObject(state, { ...hwpt, msiCookie: true });
    }
    case 'msi_window': {
      const group = groupAt(state, residue.group);
      return group.swMsiStart === residue.start ? state : withGroup(state, { ...group, swMsiStart: residue.start });
    }
    case 'unreserved': {
      const ioas = mustIoas(state, residue.ioas);
      const without = withoutReservations(ioas, { kind: 'device', device: residue.device });
      return without === ioas ? state : withObject(state, without);
    }
  }
}

/** The state before a call that was refused, with what it left. */
export function afterRefusal(before: State, residues: readonly Residue[]): State {
  return residues.reduce(leave, before);
}

/** The residues that outlast a page table which goes again. */
export function outlasting(residues: readonly Residue[], hwpt: ObjectId): readonly Residue[] {
  return residues.filter((residue) => !('hwpt' in residue) || residue.hwpt !== hwpt);
}
