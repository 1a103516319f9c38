/** Reserved ranges of an IOAS by their owners. */
import type { Ioas, ReservationOwner } from './objects.ts';

function sameOwner(a: ReservationOwner, b: ReservationOwner): boolean {
  return a.kind === 'device' ? b.kind === 'device' && a.device === b.device : b.kind === 'hwpt' && a.hwpt === b.hwpt;
}

/** The IOAS without any reservation of the owner: `iopt_remove_reserved_iova`. The very same when it has none. */
export function withoutReservations(ioas: Ioas, owner: ReservationOwner): Ioas {
  const reserved = ioas.reserved.filter((entry) => !sameOwner(entry.owner, owner));
  return reserved.length === ioas.reserved.length ? ioas : { ...ioas, reserved };
}
