/** Linux 6.12, the long-term kernel: what it has besides its rules, which are in rules/ and drivers/. */
import type { Kernel } from './kernel.ts';

export const LINUX_6_12: Kernel = {
  id: 'linux-6.12',
  title: 'Linux 6.12',
  summary:
    'Cache coherency is decided when a page table is allocated; attaching never changes it, and the driver alone judges.',
  thread: [5, 13, 14, 21],
  checked: 'Checked against traces of a Linux 6.12 core, run as released.',
  policy: { ccRequest: 'none' },
};
