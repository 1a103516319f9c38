/** The thread's claims about cache coherency: what an attach may change, and what it leaves wrong. */
import { choiceOf } from '../rulesets/index.ts';
import { THREE_GROUPS } from './machines.ts';
import { REFUSED } from './refused.ts';
import type { Scenario } from './scenario.ts';

const BOUND = ['ioas_alloc', 'device_bind device=0', 'device_bind device=1'];

/** A stage 2 made for a device that cannot enforce, and a stage 1 on it for one that can. */
const SHARED_STAGE_2 = [
  ...BOUND,
  ['hwpt_alloc dev_id=2 pt_id=1 nest_parent', 'Made for device 0, which cannot enforce: so this stage 2 does not.'],
  [
    'hwpt_alloc dev_id=3 pt_id=4 data=stage1',
    'The guest shares its stage 2; device 1 gets a stage 1 of its own on it.',
  ],
] as const;

export const COHERENCY: readonly Scenario[] = [
  REFUSED,
  {
    id: 'missed-upgrade',
    title: 'The shared stage 2 that misses its upgrade',
    story:
      'Requests go to paging page tables only. A device that can enforce attaches straight to a stage 1, nobody asks its stage 2, and KVM is told that all is coherent.',
    tags: ['Nesting', 'Upgrade', 'KVM'],
    thread: [1, 2],
    machine: THREE_GROUPS,
    rules: choiceOf('linux-6.12', 'v4-paging-only'),
    calls: [
      ...SHARED_STAGE_2,
      ['device_attach device=1 pt_id=5', 'The attach is on the stage 1, so no request is made.'],
      [
        'device_unbind device=0',
        'Only device 1 is left. It can enforce, so KVM stops emulating wbinvd; its page table does not enforce.',
      ],
    ],
    ends: '0',
    enforces: { 4: false },
    hazards: ['kvm-told-coherent'],
  },
  {
    id: 'nested-cannot-be-asked',
    title: 'A nested page table cannot be asked',
    story:
      'Without patch 08/17 the attach asks the nested page table itself. It has no such operation, so the attach fails.',
    tags: ['Nesting', 'Upgrade'],
    thread: [0, 2],
    machine: THREE_GROUPS,
    rules: choiceOf('linux-6.12', 'v4'),
    calls: [
      ...SHARED_STAGE_2,
      ['device_attach device=1 pt_id=5', 'Device 1 can enforce, so hwpt 5 is asked, and hwpt 5 is nested.'],
    ],
    ends: 'EINVAL',
    refusedBy: 'enforce_cc.nested_has_no_operation',
    enforces: { 4: false },
  },
  {
    id: 'redirect',
    title: 'The request goes to the parent',
    story: 'With patch 08/17 the request of a nested attach is redirected to the stage 2, which starts to enforce.',
    tags: ['Nesting', 'Upgrade'],
    thread: [0],
    machine: THREE_GROUPS,
    rules: choiceOf('linux-6.12', 'v4-redirect'),
    calls: [
      ...SHARED_STAGE_2,
      [
        'device_attach device=1 pt_id=5',
        'hwpt 4 is asked in its place, has no mappings and no device on it, and says yes.',
      ],
    ],
    ends: '0',
    enforces: { 4: true },
  },
  {
    id: 'reserved-bit',
    title: 'A reserved bit in front of a device',
    story:
      'The driver asks only the devices that sit directly on a page table. One behind a stage 1 does not count, so its stage 2 is upgraded under it, and the next entry faults.',
    tags: ['Upgrade', 'Nesting'],
    thread: [3],
    machine: THREE_GROUPS,
    rules: choiceOf('linux-6.12', 'v4-redirect'),
    calls: [
      ...BOUND,
      'hwpt_alloc dev_id=2 pt_id=1 nest_parent',
      'hwpt_alloc dev_id=2 pt_id=4 data=stage1',
      ['device_attach device=0 pt_id=5', 'Device 0, which cannot enforce, works through its stage 1 on hwpt 4.'],
      'hwpt_alloc dev_id=3 pt_id=4 data=stage1',
      [
        'device_attach device=1 pt_id=6',
        'The request is redirected to hwpt 4. No device sits on it directly, so it is upgraded.',
      ],
      [
        'ioas_map ioas=1 iova=0x10000 length=0x10000',
        'The first entry carries the snoop bit, in front of device 0 as well.',
      ],
    ],
    ends: '0',
    enforces: { 4: true },
    hazards: ['reserved-bit'],
  },
  {
    id: 'old-entries',
    title: 'Old entries stay as they were',
    story:
      'Asked to enforce, the intel driver sets a flag for entries to come. What was mapped before keeps its entries without the bit.',
    tags: ['Upgrade'],
    thread: [3, 12],
    machine: THREE_GROUPS,
    rules: choiceOf('linux-6.12', 'attach-upgrade', 'maps-later'),
    calls: [
      ...BOUND,
      'hwpt_alloc dev_id=2 pt_id=1',
      ['ioas_map ioas=1 iova=0x10000 length=0x10000', 'Written while the page table does not enforce.'],
      ['device_attach device=1 pt_id=4', 'The page table now says that it enforces.'],
      ['ioas_map ioas=1 iova=0x40000 length=0x10000', 'This entry has the bit, the one before has not.'],
    ],
    ends: '0',
    enforces: { 4: true },
    hazards: ['entries-without-snoop'],
  },
  {
    id: 'mapped-refused',
    title: 'The fix: a mapped page table is not upgraded',
    story:
      'The same calls with the driver fix that the thread agreed on: once mapped, a page table refuses to start enforcing.',
    tags: ['Upgrade'],
    thread: [5, 9, 18],
    machine: THREE_GROUPS,
    rules: choiceOf('linux-6.12', 'attach-upgrade'),
    calls: [
      ...BOUND,
      'hwpt_alloc dev_id=2 pt_id=1',
      'ioas_map ioas=1 iova=0x10000 length=0x10000',
      ['device_attach device=1 pt_id=4', 'has_mappings is set for good; even unmapping would not clear it.'],
    ],
    ends: 'EINVAL',
    refusedBy: 'intel.enforce_mapped_domain',
    enforces: { 4: false },
  },
  {
    id: 'three-lines',
    title: 'Three lines decide every attach',
    story:
      'The proposed table, which became mainline: a match is always allowed; a device that can may join a page table that does not enforce, without promotion; the reverse is rejected.',
    tags: ['CC'],
    thread: [5],
    machine: THREE_GROUPS,
    calls: [
      ...BOUND,
      'device_bind device=2',
      ['hwpt_alloc dev_id=3 pt_id=1', 'hwpt 5 enforces.'],
      ['hwpt_alloc dev_id=2 pt_id=1', 'hwpt 6 does not.'],
      ['device_attach device=1 pt_id=5', 'Line 1: can, on one that enforces. A match.'],
      ['device_attach device=2 pt_id=6', 'Line 3: can, on one that does not. Allowed, and nothing is promoted.'],
      ['device_attach device=0 pt_id=5', 'Line 2: cannot, on one that enforces. Rejected.'],
    ],
    ends: 'EINVAL',
    refusedBy: 'intel.cc_mismatch',
    enforces: { 5: true, 6: false },
  },
  {
    id: 'one-for-all',
    title: 'One page table without CC serves all',
    story:
      'A page table that does not enforce takes every device. It saves a page table, and spares KVM nothing: with one device that cannot enforce, wbinvd is emulated anyway.',
    tags: ['CC', 'KVM'],
    thread: [13],
    machine: THREE_GROUPS,
    calls: [
      ...BOUND,
      'device_bind device=2',
      'hwpt_alloc dev_id=2 pt_id=1',
      'device_attach device=0 pt_id=5',
      'device_attach device=1 pt_id=5',
      ['device_attach device=2 pt_id=5', 'Three devices, one page table.'],
    ],
    ends: '0',
    enforces: { 5: false },
  },
  {
    id: 'downgrade',
    title: 'What one would want is a downgrade',
    story:
      'A page table without CC is the kind that suits everybody, so a page table should step down when a device that cannot joins. Mainline refuses; userspace moves the others itself.',
    tags: ['CC'],
    thread: [14],
    machine: THREE_GROUPS,
    calls: [
      ...BOUND,
      'ioas_map ioas=1 iova=0x10000 length=0x10000',
      'hwpt_alloc dev_id=3 pt_id=1',
      'device_attach device=1 pt_id=4',
      ['device_attach device=0 pt_id=4', 'Refused; changing entries in flight seemed too hard.'],
      ['hwpt_alloc dev_id=2 pt_id=1', 'So userspace makes one that suits both …'],
      'device_attach device=0 pt_id=5',
      ['device_attach device=1 pt_id=5', '… and moves the device that was there.'],
    ],
    ends: '0',
    enforces: { 4: true, 5: false },
  },
  {
    id: 'userspace-selects',
    title: 'Userspace selects, through the device it names',
    story:
      'There is no flag for cache coherency at allocation. Naming a device that cannot enforce is the flag: the same IOAS gets one page table of each kind.',
    tags: ['CC'],
    thread: [4, 6, 14],
    machine: THREE_GROUPS,
    calls: [
      ...BOUND,
      ['hwpt_alloc dev_id=2 pt_id=1', 'dev_id names a device that cannot: not enforcing.'],
      ['hwpt_alloc dev_id=3 pt_id=1', 'dev_id names one that can: enforcing.'],
      ['device_attach device=1 pt_id=4', 'And a device that can is free to use either.'],
    ],
    ends: '0',
    enforces: { 4: false, 5: true },
  },
  {
    id: 'reuse',
    title: 'Which page tables can be reused',
    story:
      'As finally worded: one made for a device that cannot enforce is reusable by any device; one made for a device that can, only by those that can.',
    tags: ['CC'],
    thread: [17, 21],
    machine: THREE_GROUPS,
    calls: [
      ...BOUND,
      'device_bind device=2',
      'hwpt_alloc dev_id=3 pt_id=1',
      ['device_attach device=1 pt_id=5', 'Made for it.'],
      ['device_attach device=2 pt_id=5', 'Reused by another that can.'],
      ['device_attach device=0 pt_id=5', 'Not by one that cannot: userspace has to allocate another.'],
    ],
    ends: 'EINVAL',
    refusedBy: 'intel.cc_mismatch',
    enforces: { 5: true },
  },
];
