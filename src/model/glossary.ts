/** The words of the field, each in a sentence, with the kernel's struct and field. */
export interface Term {
  readonly term: string;
  readonly sentence: string;
  readonly kernel: string;
}

export const GLOSSARY = {
  ioas: {
    term: 'IOAS',
    sentence: 'An IO address space: which IOVAs stand for which user memory. Page tables are filled from it.',
    kernel: 'struct iommufd_ioas, struct io_pagetable',
  },
  hwpt: {
    term: 'HWPT',
    sentence: 'A hardware page table: what an IOMMU walks to turn an IOVA into memory. Paging or nested.',
    kernel: 'struct iommufd_hw_pagetable',
  },
  hwpt_paging: {
    term: 'paging HWPT',
    sentence: 'A page table that the kernel keeps filled from an IOAS; as a nest parent it is stage 2.',
    kernel: 'struct iommufd_hwpt_paging',
  },
  hwpt_nested: {
    term: 'nested HWPT',
    sentence:
      "A stage 1 that belongs to userspace, usually a guest's; its addresses are translated again by its parent.",
    kernel: 'struct iommufd_hwpt_nested',
  },
  nest_parent: {
    term: 'nest parent',
    sentence: 'A paging page table allocated so that nested ones can stand on it.',
    kernel: 'iommufd_hwpt_paging.nest_parent',
  },
  auto_domain: {
    term: 'auto domain',
    sentence: 'A page table that attaching to an IOAS made; it goes with its last device.',
    kernel: 'iommufd_hwpt_paging.auto_domain',
  },
  device: {
    term: 'device (idev)',
    sentence: 'A device bound to this iommufd; its object id is what other calls name.',
    kernel: 'struct iommufd_device',
  },
  group: {
    term: 'group (igroup)',
    sentence: 'Devices that the IOMMU cannot tell apart; they are on one page table, all of them.',
    kernel: 'struct iommufd_group',
  },
  unit: {
    term: 'IOMMU unit',
    sentence: 'One IOMMU in the machine. Its capabilities hold for every device behind it.',
    kernel: 'struct iommu_device',
  },
  bind: {
    term: 'bind',
    sentence: 'Hand a device to an iommufd, so that userspace owns its DMA.',
    kernel: 'iommufd_device_bind()',
  },
  attach: {
    term: 'attach',
    sentence: 'Put a bound device on a page table, or on an IOAS that finds or makes one.',
    kernel: 'iommufd_device_attach()',
  },
  replace: {
    term: 'replace',
    sentence: 'Attach while attached: the whole group moves, or stays where it was.',
    kernel: 'iommufd_device_replace()',
  },
  detach: {
    term: 'detach',
    sentence: 'Take a device off its page table; the group leaves with its last device.',
    kernel: 'iommufd_device_detach()',
  },
  iova: {
    term: 'IOVA',
    sentence: 'The address that a device uses in its DMA.',
    kernel: 'struct iopt_area',
  },
  reserved: {
    term: 'reserved region',
    sentence: 'IOVAs that a device or an aperture makes unusable, such as the MSI window.',
    kernel: 'struct iopt_reserved',
  },
  msi_cookie: {
    term: 'MSI cookie',
    sentence: 'What lets the interrupt layer map its doorbell into a page table, where the hardware needs that.',
    kernel: 'iommufd_hwpt_paging.msi_cookie',
  },
  enforce_cache_coherency: {
    term: 'enforce cache coherency (CC)',
    sentence: 'The page table forces DMA to snoop the CPU caches, whatever the device asks for.',
    kernel: 'iommufd_hwpt_paging.enforce_cache_coherency',
  },
  snoop: {
    term: 'force-snoop bit (SNP)',
    sentence: 'The bit of an entry that forces snooping; written when the entry is made.',
    kernel: 'DMA_PTE_SNP',
  },
  stages: {
    term: 'stage 1, stage 2',
    sentence:
      "Two translations, one after the other: the guest's own (nested HWPT), and the host's (its nest parent), which leads to memory.",
    kernel: 'IOMMU_HWPT_ALLOC_NEST_PARENT',
  },
  dirty_tracking: {
    term: 'dirty tracking',
    sentence: 'The page table notes what was written by DMA, for live migration; chosen when it is allocated.',
    kernel: 'IOMMU_HWPT_ALLOC_DIRTY_TRACKING',
  },
  wbinvd: {
    term: 'wbinvd',
    sentence:
      'The instruction that writes the CPU caches back. KVM must emulate it for a guest when some device may do DMA that does not snoop.',
    kernel: 'kvm_arch_register_noncoherent_dma()',
  },
  hazard: {
    term: 'hazard',
    sentence: 'A state that should never be and is, shown by a halo: see the strip below the canvas for what and why.',
    kernel: '',
  },
  thread: {
    term: 'the thread',
    sentence:
      'The mails on patch 08/17 of the v4 nesting series of 2023, in which the rules were argued; messages go by number, as #5.',
    kernel: 'linux-iommu, 2023',
  },
} as const satisfies Readonly<Record<string, Term>>;

export type TermId = keyof typeof GLOSSARY;
