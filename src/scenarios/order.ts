/** Order and hotplug: how many page tables you get depends on who came first. */
import { choiceOf } from '../rulesets/index.ts';
import { READY_MACHINES, THREE_GROUPS } from './machines.ts';
import type { Machine } from '../model/machine.ts';
import type { Scenario } from './scenario.ts';

function ready(id: string): Machine {
  const found = READY_MACHINES.find((machine) => machine.id === id);
  if (found === undefined) throw new Error(`there is no machine ${id}`);
  return found.machine;
}

const BOUND = ['ioas_alloc', 'device_bind device=0', 'device_bind device=1'];

export const ORDER: readonly Scenario[] = [
  {
    id: 'can-first',
    title: 'Order decides: who can comes first',
    story:
      'The device that can enforce attaches first, so the automatic page table enforces. The other finds it unfit and gets one of its own.',
    tags: ['Order'],
    thread: [10, 13],
    machine: THREE_GROUPS,
    calls: [
      ...BOUND,
      ['device_attach device=1 pt_id=1', 'Makes hwpt 4, which enforces.'],
      [
        'device_attach device=0 pt_id=1',
        'hwpt 4 answers EINVAL, which means: try the next. There is none, so hwpt 5 is made.',
      ],
    ],
    ends: '0',
    enforces: { 4: true, 5: false },
  },
  {
    id: 'cannot-first',
    title: 'Order decides: who cannot comes first',
    story: 'The same two attaches the other way round: one page table, which does not enforce, serves both.',
    tags: ['Order'],
    thread: [10, 11, 13],
    machine: THREE_GROUPS,
    calls: [
      ...BOUND,
      ['device_attach device=0 pt_id=1', 'Makes hwpt 4, which does not enforce.'],
      ['device_attach device=1 pt_id=1', 'hwpt 4 takes it: one page table less than the other way round.'],
    ],
    ends: '0',
    enforces: { 4: false },
  },
  {
    id: 'upgrade-ignores-order',
    title: 'The upgrade was meant to make order not matter',
    story:
      'Under attach-upgrade the second device asks the page table to enforce. The first, which cannot, sits on it, so the driver says no, and there are two page tables in either order.',
    tags: ['Order', 'Upgrade'],
    thread: [10, 12],
    machine: THREE_GROUPS,
    rules: choiceOf('linux-6.12', 'attach-upgrade'),
    calls: [
      ...BOUND,
      'device_attach device=0 pt_id=1',
      [
        'device_attach device=1 pt_id=1',
        'The request to hwpt 4 fails with EINVAL, so the search goes on and makes hwpt 5.',
      ],
    ],
    ends: '0',
    enforces: { 4: false, 5: true },
  },
  {
    id: 'hotplug',
    title: 'Hotplug asks too late',
    story:
      'The first device is gone when a new one arrives, but the page table has been mapped. Under attach-upgrade without the fix it is upgraded all the same, over entries without the bit.',
    tags: ['Order', 'Upgrade'],
    thread: [10, 12],
    machine: THREE_GROUPS,
    rules: choiceOf('linux-6.12', 'attach-upgrade', 'maps-later'),
    calls: [
      'ioas_alloc',
      'device_bind device=0',
      'hwpt_alloc dev_id=2 pt_id=1',
      'device_attach device=0 pt_id=3',
      'ioas_map ioas=1 iova=0x10000 length=0x10000',
      'device_detach device=0',
      [
        'plug_device device=7 unit=1 group=7 reserved=msi:0xfee00000-0xfeefffff name=NIC_05:00.0',
        'A device is plugged in while the guest runs.',
      ],
      'device_bind device=7',
      [
        'device_attach device=7 pt_id=3',
        'It can enforce, so the page table is asked. The old entries are not rewritten.',
      ],
    ],
    ends: '0',
    enforces: { 3: true },
    hazards: ['entries-without-snoop'],
  },
  {
    id: 'amd',
    title: 'AMD always enforces',
    story:
      'AMD hardwires its IOMMU to enforce cache coherency, so there is nothing to ask, no bit in the entries, and nothing to refuse.',
    tags: ['Drivers', 'CC'],
    thread: [12],
    machine: ready('amd'),
    rules: choiceOf('linux-6.12', 'attach-upgrade'),
    calls: [
      ...BOUND,
      'ioas_map ioas=1 iova=0x10000 length=0x10000',
      'device_attach device=0 pt_id=1',
      ['device_attach device=1 pt_id=1', 'Another unit, the same page table: nothing is checked at attach.'],
    ],
    ends: '0',
    enforces: { 4: true },
  },
  {
    id: 'arm',
    title: 'An SMMU page table stays with its SMMU',
    story:
      'A page table of the SMMUv3 driver serves the instance it was made for. A device behind another SMMU is refused, and an IOAS then gets a second one.',
    tags: ['Drivers', 'MSI'],
    thread: [],
    machine: ready('arm'),
    calls: [
      'ioas_alloc',
      'device_bind device=0',
      'device_bind device=2',
      'hwpt_alloc dev_id=2 pt_id=1',
      'device_attach device=0 pt_id=4',
      ['device_attach device=2 pt_id=4', 'Device 2 sits behind the other SMMU.'],
    ],
    ends: 'EINVAL',
    refusedBy: 'smmuv3.other_instance',
    enforces: { 4: false },
  },
];
