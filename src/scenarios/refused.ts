import { LAPTOP } from './machines.ts';
import type { Scenario } from './scenario.ts';

/** What a newcomer sees. It stands alone, so that the page loads the others only when someone looks for them. */
export const REFUSED: Scenario = {
  id: 'refused',
  title: 'Refused: a device that cannot snoop',
  story:
    'One unit can enforce cache coherency, one cannot. A page table made for the first is shared; a device behind the second is refused.',
  tags: ['CC', 'Nesting'],
  thread: [5],
  machine: LAPTOP.machine,
  calls: [
    'ioas_alloc',
    'device_bind device=0',
    'device_bind device=1',
    'device_bind device=2',
    'ioas_map ioas=1 iova=0x10000 length=0x80000',
    'ioas_map ioas=1 iova=0x100000 user_va=0x100000080000 length=0x100000',
    [
      'hwpt_alloc dev_id=3 pt_id=1 nest_parent',
      'Device 1 can enforce, so this page table does, from its first entry on.',
    ],
    'hwpt_alloc dev_id=3 pt_id=5 data=stage1',
    'device_attach device=1 pt_id=6',
    ['hwpt_alloc dev_id=2 pt_id=1', 'Device 0 cannot, so this one does not: same IOAS, same entries, no snoop bit.'],
    ['device_attach device=0 pt_id=5', 'Unit 0 would take the snoop bit of the entries for a reserved one.'],
  ],
  ends: 'EINVAL',
  refusedBy: 'intel.cc_mismatch',
  enforces: { 5: true, 7: false },
};
