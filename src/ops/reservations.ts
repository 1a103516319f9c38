/** Reserved ranges of an IOAS: who takes them and gives them back. */
import { firstAreaIn } from '../address/areas.ts';
import { firstOverlap, insertSpan } from '../address/spans.ts';
import type { ObjectId } from '../model/ids.ts';
import type { Device } from '../model/machine.ts';
import { withoutReservations } from '../model/reservations.ts';
import { mustIoas, withObject, type State } from '../model/state.ts';
import type { ReservationOwner } from '../model/objects.ts';
import { MSI_REGIONS, RESERVE } from '../rules/attach.ts';
import type { Check } from '../rules/rule.ts';
import type { Context } from './context.ts';

export type Reserved = { readonly state: State; readonly refusal: Check | null; readonly swMsiStart: bigint | null };

/**
 * Reserves the regions of a device in an IOAS: `iopt_table_enforce_dev_resv_regions`. A refusal takes back every
 * reservation that the device has there. The MSI combination is judged only when the group learns its window.
 */
export function reserveRegions(
  context: Context,
  state: State,
  device: Device,
  ioasId: ObjectId,
  learn: boolean,
): Reserved {
  const before = mustIoas(state, ioasId);
  const owner: ReservationOwner = { kind: 'device', device: device.id };
  let reserved = before.reserved;
  let swMsiStart: bigint | null = null;
  let refusal: Check | null = null;
  let hardware = 0;
  let software = 0;
  for (const region of device.reserved) {
    if (region.type === 'direct-relaxable') continue;
    if (region.type === 'msi') hardware += 1;
    if (region.type === 'sw-msi') {
      software += 1;
      swMsiStart = region.start;
    }
    refusal = context.refuses(RESERVE, {
      device,
      ioas: ioasId,
      region,
      area: firstAreaIn(before.areas, region.start, region.last),
      allowed: firstOverlap(before.allowed, region),
    });
    if (refusal !== null) break;
    reserved = insertSpan(reserved, { start: region.start, last: region.last, owner });
  }
  if (refusal === null && learn && hardware + software > 0) {
    refusal = context.refuses(MSI_REGIONS, { device, hardware, software });
  }
  if (refusal !== null) {
    const after = withoutReservations(before, owner);
    return { state: after === before ? state : withObject(state, after), refusal, swMsiStart };
  }
  if (reserved === before.reserved) return { state, refusal: null, swMsiStart };
  return { state: withObject(state, { ...before, reserved }), refusal: null, swMsiStart };
}
