import type { Span } from './u64.ts';

export type Prot = '' | 'r' | 'w' | 'rw';
/** What accompanies `hwpt_alloc` and `hwpt_invalidate`: see {@link DATA_KINDS}. */
export type DataKind = 'none' | 'stage1' | 'unknown' | 'none-with-length';
export type Driver = 'intel' | 'amd' | 'smmuv3';
export type ReservedType = 'msi' | 'sw-msi' | 'reserved' | 'direct-relaxable';

export interface ReservedRegion extends Span {
  readonly type: ReservedType;
}

export const PROTS: readonly Prot[] = ['', 'r', 'w', 'rw'];
export const DATA_KINDS: readonly DataKind[] = ['none', 'stage1', 'unknown', 'none-with-length'];
export const DRIVERS: readonly Driver[] = ['intel', 'amd', 'smmuv3'];
export const RESERVED_TYPES: readonly ReservedType[] = ['msi', 'sw-msi', 'reserved', 'direct-relaxable'];

/** A system call of iommufd, or of the VFIO cdev that stands before it, with its input fields. */
export type Call =
  | { readonly op: 'ioas_alloc' }
  | {
      readonly op: 'ioas_map';
      readonly ioas: number;
      readonly fixed: boolean;
      readonly prot: Prot;
      readonly iova: bigint;
      readonly userVa: bigint;
      readonly length: bigint;
    }
  | { readonly op: 'ioas_unmap'; readonly ioas: number; readonly iova: bigint; readonly length: bigint }
  | {
      readonly op: 'ioas_copy';
      readonly srcIoas: number;
      readonly dstIoas: number;
      readonly fixed: boolean;
      readonly prot: Prot;
      readonly srcIova: bigint;
      readonly dstIova: bigint;
      readonly length: bigint;
    }
  | { readonly op: 'ioas_iova_ranges'; readonly ioas: number }
  | { readonly op: 'ioas_allow_iovas'; readonly ioas: number; readonly ranges: readonly Span[] }
  | { readonly op: 'option_huge_pages'; readonly ioas: number; readonly value: number }
  | { readonly op: 'device_bind'; readonly device: number }
  | { readonly op: 'device_attach'; readonly device: number; readonly ptId: number }
  | { readonly op: 'device_detach'; readonly device: number }
  | { readonly op: 'device_unbind'; readonly device: number }
  | {
      readonly op: 'hwpt_alloc';
      readonly devId: number;
      readonly ptId: number;
      readonly nestParent: boolean;
      readonly dirtyTracking: boolean;
      readonly data: DataKind;
    }
  | { readonly op: 'hwpt_invalidate'; readonly hwpt: number; readonly data: DataKind }
  | { readonly op: 'set_dirty_tracking'; readonly hwpt: number; readonly enable: boolean }
  | { readonly op: 'destroy'; readonly id: number }
  | { readonly op: 'translate'; readonly hwpt: number; readonly iova: bigint };

interface UnitFields {
  readonly unit: number;
  readonly driver: Driver;
  readonly coherent: boolean;
  readonly enforceCacheCoherency: boolean;
  readonly dirtyTracking: boolean;
  readonly nesting: boolean;
  readonly addressWidth: number;
  readonly name: string;
}

interface DeviceFields {
  readonly device: number;
  readonly unit: number;
  readonly group: number;
  readonly isolatedMsi: boolean;
  readonly reserved: readonly ReservedRegion[];
  readonly name: string;
}

/** What a part of the machine may be called: one word of letters, digits and `_ : . / + -`, or nothing. */
export const PART_NAME = /^[A-Za-z0-9_:./+-]{0,40}$/;

/** A change of the hardware between calls. No system call: what a person with a screwdriver does. */
export type MachineChange =
  | ({ readonly op: 'plug_unit' } & UnitFields)
  | ({ readonly op: 'edit_unit' } & UnitFields)
  | { readonly op: 'unplug_unit'; readonly unit: number }
  | ({ readonly op: 'plug_device' } & DeviceFields)
  | ({ readonly op: 'edit_device' } & DeviceFields)
  | { readonly op: 'unplug_device'; readonly device: number }
  | { readonly op: 'add_memory'; readonly start: bigint; readonly last: bigint }
  | { readonly op: 'remove_memory'; readonly start: bigint; readonly last: bigint };

export type Command = Call | MachineChange;
export type Op = Command['op'];
export type CommandOf<O extends Op> = Extract<Command, { readonly op: O }>;

/** What an id field must name: it decides completion and the words of a form, not the kernel's answer. */
export type Refers = 'ioas' | 'hwpt' | 'device-object' | 'pt' | 'any';

export type FieldKind =
  | { readonly kind: 'id'; readonly refers: Refers }
  | { readonly kind: 'machine-id'; readonly refers: 'device' | 'unit' | 'group' }
  | { readonly kind: 'u64'; readonly means: 'address' | 'length' }
  | { readonly kind: 'count' }
  | { readonly kind: 'flag' }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'ranges' }
  | { readonly kind: 'regions' }
  | { readonly kind: 'text' };

/** A field of a command: its key in TypeScript, its name in the kernel and in text, and what it holds. */
export type FieldSpec = FieldKind & {
  readonly key: string;
  readonly name: string;
  /** What the text form means when the field is left out; without it the field must be written. */
  readonly default?: unknown;
};

export interface CommandSpec {
  readonly op: Op;
  /** The ioctl, or null for a change of the machine or a question to the page table. */
  readonly ioctl: string | null;
  readonly summary: string;
  readonly fields: readonly FieldSpec[];
}

/** The process memory that `ioas_map` takes when no `user_va` is written. */
export const DEFAULT_USER_VA = 0x1000_0000_0000n;

const id = (key: string, name: string, refers: Refers): FieldSpec => ({ key, name, kind: 'id', refers });
const device: FieldSpec = { key: 'device', name: 'device', kind: 'machine-id', refers: 'device' };
const unit: FieldSpec = { key: 'unit', name: 'unit', kind: 'machine-id', refers: 'unit' };
const ioas = id('ioas', 'ioas', 'ioas');
const hwpt = id('hwpt', 'hwpt', 'hwpt');
const address = (key: string, name: string): FieldSpec => ({ key, name, kind: 'u64', means: 'address' });
const length: FieldSpec = { key: 'length', name: 'length', kind: 'u64', means: 'length' };
const flag = (key: string, name: string, byDefault: boolean | undefined = false): FieldSpec => ({
  key,
  name,
  kind: 'flag',
  default: byDefault,
});
const prot: FieldSpec = { key: 'prot', name: 'prot', kind: 'choice', of: PROTS, default: 'rw' };
const data = (byDefault: DataKind): FieldSpec => ({
  key: 'data',
  name: 'data',
  kind: 'choice',
  of: DATA_KINDS,
  default: byDefault,
});
/** `fixed` follows from whether an address is written: see text/parse. */
const fixed = flag('fixed', 'fixed');

const partName: FieldSpec = { key: 'name', name: 'name', kind: 'text', default: '' };

const unitFields: readonly FieldSpec[] = [
  unit,
  { key: 'driver', name: 'driver', kind: 'choice', of: DRIVERS, default: 'intel' },
  flag('coherent', 'coherent', true),
  flag('enforceCacheCoherency', 'enforce_cache_coherency', true),
  flag('dirtyTracking', 'dirty_tracking', true),
  flag('nesting', 'nesting', true),
  { key: 'addressWidth', name: 'address_width', kind: 'count', default: 48 },
  partName,
];
const deviceFields: readonly FieldSpec[] = [
  device,
  unit,
  { key: 'group', name: 'group', kind: 'machine-id', refers: 'group' },
  flag('isolatedMsi', 'isolated_msi', true),
  { key: 'reserved', name: 'reserved', kind: 'regions', default: [] },
  partName,
];
const memoryFields: readonly FieldSpec[] = [address('start', 'start'), address('last', 'last')];

/** Every command with its fields, in the order in which they are written. */
export const COMMANDS = {
  ioas_alloc: {
    op: 'ioas_alloc',
    ioctl: 'IOMMU_IOAS_ALLOC',
    summary: 'make an IO address space',
    fields: [],
  },
  ioas_map: {
    op: 'ioas_map',
    ioctl: 'IOMMU_IOAS_MAP',
    summary: 'map user memory at an IOVA, fixed or chosen by the kernel',
    fields: [
      ioas,
      fixed,
      address('iova', 'iova'),
      { ...address('userVa', 'user_va'), default: DEFAULT_USER_VA },
      length,
      prot,
    ],
  },
  ioas_unmap: {
    op: 'ioas_unmap',
    ioctl: 'IOMMU_IOAS_UNMAP',
    summary: 'unmap every area within a range of IOVAs',
    fields: [ioas, address('iova', 'iova'), length],
  },
  ioas_copy: {
    op: 'ioas_copy',
    ioctl: 'IOMMU_IOAS_COPY',
    summary: 'map what one IOAS maps into another, sharing its pages',
    fields: [
      id('srcIoas', 'src_ioas', 'ioas'),
      id('dstIoas', 'dst_ioas', 'ioas'),
      fixed,
      address('srcIova', 'src_iova'),
      address('dstIova', 'dst_iova'),
      length,
      prot,
    ],
  },
  ioas_iova_ranges: {
    op: 'ioas_iova_ranges',
    ioctl: 'IOMMU_IOAS_IOVA_RANGES',
    summary: 'ask which IOVAs no one has reserved, and their alignment',
    fields: [ioas],
  },
  ioas_allow_iovas: {
    op: 'ioas_allow_iovas',
    ioctl: 'IOMMU_IOAS_ALLOW_IOVAS',
    summary: 'limit the automatic choice of IOVAs to ranges that must stay usable',
    fields: [ioas, { key: 'ranges', name: 'ranges', kind: 'ranges' }],
  },
  option_huge_pages: {
    op: 'option_huge_pages',
    ioctl: 'IOMMU_OPTION',
    summary: 'let the page tables of an IOAS use huge pages, or not',
    fields: [ioas, { key: 'value', name: 'value', kind: 'count' }],
  },
  device_bind: {
    op: 'device_bind',
    ioctl: 'VFIO_DEVICE_BIND_IOMMUFD',
    summary: 'bind a device to this iommufd; it gets an object id',
    fields: [device],
  },
  device_attach: {
    op: 'device_attach',
    ioctl: 'VFIO_DEVICE_ATTACH_IOMMUFD_PT',
    summary: 'attach a device to a page table or an IOAS; replace, when it is attached',
    fields: [device, id('ptId', 'pt_id', 'pt')],
  },
  device_detach: {
    op: 'device_detach',
    ioctl: 'VFIO_DEVICE_DETACH_IOMMUFD_PT',
    summary: 'take a device off its page table',
    fields: [device],
  },
  device_unbind: {
    op: 'device_unbind',
    ioctl: 'close of the VFIO cdev',
    summary: 'close the device: detach it and drop its object',
    fields: [device],
  },
  hwpt_alloc: {
    op: 'hwpt_alloc',
    ioctl: 'IOMMU_HWPT_ALLOC',
    summary: 'make a page table on an IOAS, or a nested one on a nest parent',
    fields: [
      id('devId', 'dev_id', 'device-object'),
      id('ptId', 'pt_id', 'pt'),
      flag('nestParent', 'nest_parent'),
      flag('dirtyTracking', 'dirty_tracking'),
      data('none'),
    ],
  },
  hwpt_invalidate: {
    op: 'hwpt_invalidate',
    ioctl: 'IOMMU_HWPT_INVALIDATE',
    summary: 'invalidate what the IOMMU caches of a nested page table',
    fields: [hwpt, data('stage1')],
  },
  set_dirty_tracking: {
    op: 'set_dirty_tracking',
    ioctl: 'IOMMU_HWPT_SET_DIRTY_TRACKING',
    summary: 'start or stop dirty tracking on a page table',
    fields: [hwpt, flag('enable', 'enable', true)],
  },
  destroy: {
    op: 'destroy',
    ioctl: 'IOMMU_DESTROY',
    summary: 'destroy an object that nothing uses',
    fields: [id('id', 'id', 'any')],
  },
  translate: {
    op: 'translate',
    ioctl: null,
    summary: 'ask a page table what it maps at an IOVA',
    fields: [hwpt, address('iova', 'iova')],
  },
  plug_unit: { op: 'plug_unit', ioctl: null, summary: 'add an IOMMU unit to the machine', fields: unitFields },
  edit_unit: { op: 'edit_unit', ioctl: null, summary: 'change an IOMMU unit that nothing uses', fields: unitFields },
  unplug_unit: { op: 'unplug_unit', ioctl: null, summary: 'remove an IOMMU unit without devices', fields: [unit] },
  plug_device: { op: 'plug_device', ioctl: null, summary: 'add a device behind a unit', fields: deviceFields },
  edit_device: { op: 'edit_device', ioctl: null, summary: 'change a device that is not bound', fields: deviceFields },
  unplug_device: { op: 'unplug_device', ioctl: null, summary: 'remove a device that is not bound', fields: [device] },
  add_memory: { op: 'add_memory', ioctl: null, summary: 'give the process more memory', fields: memoryFields },
  remove_memory: {
    op: 'remove_memory',
    ioctl: null,
    summary: 'take memory that nothing maps from the process',
    fields: memoryFields,
  },
} as const satisfies { readonly [O in Op]: CommandSpec & { readonly op: O } };

export const OPS = Object.keys(COMMANDS) as readonly Op[];

const MACHINE_OPS: ReadonlySet<string> = new Set<MachineChange['op']>([
  'plug_unit',
  'edit_unit',
  'unplug_unit',
  'plug_device',
  'edit_device',
  'unplug_device',
  'add_memory',
  'remove_memory',
]);

/** True for a change of the hardware, false for a call to the kernel. */
export function isMachineChange(command: Command): command is MachineChange {
  return MACHINE_OPS.has(command.op);
}

/** What a successful call hands back, with the kernel's names of the fields. */
export type Out =
  | { readonly kind: 'none' }
  | { readonly kind: 'ioas_alloc'; readonly outIoasId: number }
  | { readonly kind: 'map'; readonly outIova: bigint }
  | { readonly kind: 'unmap'; readonly outLength: bigint }
  | { readonly kind: 'ranges'; readonly outRanges: readonly Span[]; readonly outAlignment: bigint }
  | { readonly kind: 'bind'; readonly outDevId: number }
  | { readonly kind: 'attach'; readonly outPtId: number }
  | { readonly kind: 'hwpt_alloc'; readonly outHwptId: number }
  | { readonly kind: 'translate'; readonly outUserVa: bigint; readonly outProt: Prot; readonly outSnoop: boolean };
