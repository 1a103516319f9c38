/** What is offered to add, in this order: parts of the machine, and the calls that make or join objects. */
import type { Op } from '../../src/index.ts';

export interface Addition {
  readonly label: string;
  readonly op: Op;
}

export const ADDITIONS = [
  { label: 'Unit', op: 'plug_unit' },
  { label: 'Device', op: 'plug_device' },
  { label: 'IOAS', op: 'ioas_alloc' },
  { label: 'Map', op: 'ioas_map' },
  { label: 'HWPT', op: 'hwpt_alloc' },
  { label: 'Bind', op: 'device_bind' },
] as const satisfies readonly Addition[];
