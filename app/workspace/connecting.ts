/** Connecting a device to a target: one machine of states, whatever begins and ends it: a pointer, keys, or taps. */

/** A connection being made, from a device. */
export interface Connecting {
  readonly device: number;
  /** The object id of the page table or IOAS that it would end at, or null. */
  readonly over: number | null;
  /** A line is drawn by the pointer and ends where it is let go; or a target is chosen, by keys or by a tap. */
  readonly by: 'drawing' | 'choosing';
}

/** What can happen to it. */
export type ConnectEvent =
  | { readonly kind: 'draw'; readonly device: number }
  | { readonly kind: 'choose'; readonly device: number }
  /** The pointer is over a target, or over none. */
  | { readonly kind: 'over'; readonly target: number | null }
  /** The next target, or the one before. */
  | { readonly kind: 'turn'; readonly by: 1 | -1 }
  /** It ends: at the target that it is over, or at another one. */
  | { readonly kind: 'drop'; readonly target?: number | null }
  | { readonly kind: 'cancel' };

/** A target as far as choosing needs it. */
export interface Choice {
  readonly id: number;
  readonly legal: boolean;
}

export interface Connected {
  /** What goes on; null when nothing does. */
  readonly next: Connecting | null;
  /** The attach that it ends with, or null. */
  readonly attach: { readonly device: number; readonly ptId: number } | null;
}

const only = (next: Connecting | null): Connected => ({ next, attach: null });

/** What becomes of a connection. `targets` are asked for only when one is chosen. */
export function connected(now: Connecting | null, event: ConnectEvent, targets: () => readonly Choice[]): Connected {
  switch (event.kind) {
    case 'draw':
      return only({ device: event.device, over: null, by: 'drawing' });
    case 'choose': {
      const all = targets();
      const first = all.find((target) => target.legal) ?? all[0];
      return only(first === undefined ? now : { device: event.device, over: first.id, by: 'choosing' });
    }
    case 'over':
      return only(now === null || now.over === event.target ? now : { ...now, over: event.target });
    case 'turn': {
      if (now?.by !== 'choosing') return only(now);
      const all = targets();
      const at = all.findIndex((target) => target.id === now.over);
      const next = all[(at + event.by + all.length) % all.length];
      return only(next === undefined ? now : { ...now, over: next.id });
    }
    case 'drop': {
      const ptId = event.target === undefined ? now?.over : event.target;
      const attach = now === null || ptId === null || ptId === undefined ? null : { device: now.device, ptId };
      return { next: null, attach };
    }
    case 'cancel':
      return only(null);
  }
}
