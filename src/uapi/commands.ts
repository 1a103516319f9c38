/**
 * The one table of calls: their fields, what they hand back, and their words. The type of a command, its text, its JSON, its form and
 * its sentences follow from it.
 */
import {
  address,
  choice,
  count,
  flag,
  id,
  length,
  number,
  outFlag,
  outId,
  outProt,
  part,
  PROTS,
  ranges,
  regions,
  text,
  type FieldSpec,
  type OutputSpec,
  type RecordOf,
} from './fields.ts';

/** What accompanies `hwpt_alloc` and `hwpt_invalidate`. */
export const DATA_KINDS = ['none', 'stage1', 'unknown', 'none-with-length'] as const;
export const DRIVERS = ['intel', 'amd', 'smmuv3'] as const;

export type DataKind = (typeof DATA_KINDS)[number];
export type Driver = (typeof DRIVERS)[number];

/** What a part of the machine may be called: one word of letters, digits and `_ : . / + -`, or nothing. */
export const PART_NAME = /^[A-Za-z0-9_:./+-]{0,40}$/;

/**
 * A command. In its words, `{key}` stands for the value of a field or of an output, `{key?yes:no}` for one of two words by a flag or a
 * number, and `{first..last}` for the size of a range.
 */
export interface CommandSpec {
  /** The ioctl, or null for a change of the machine or a question to the page table. */
  readonly ioctl: string | null;
  /** Who is asked: the kernel, or the machine, which is changed between calls by what a person with a screwdriver does. */
  readonly of: 'kernel' | 'machine';
  readonly summary: string;
  /** What a form for it is headed. */
  readonly title: string;
  /** What it does, as a heading: "Attach device 0 to hwpt 5". */
  readonly intent: string;
  /** What came of it when it succeeded, as a sentence. */
  readonly done: string;
  readonly fields: readonly FieldSpec[];
  readonly outputs: readonly OutputSpec[];
}

/** The process memory that `ioas_map` takes when no `user_va` is written. */
export const DEFAULT_USER_VA = 0x1000_0000_0000n;

const NOTHING = [] as const;
const ioas = id('ioas', 'ioas');
const hwpt = id('hwpt', 'hwpt');
const prot = choice('prot', PROTS, 'rw');
const data = (byDefault: DataKind) => choice('data', DATA_KINDS, byDefault);
/** `fixed` follows from whether an address is written: see text/parse. */
const fixed = flag('fixed');

const UNIT_FIELDS = [
  part('unit'),
  choice('driver', DRIVERS, 'intel'),
  flag('coherent', true),
  flag('enforceCacheCoherency', true),
  flag('dirtyTracking', true),
  flag('nesting', true),
  { ...count('addressWidth'), default: 48 },
  flag('scalableMode', true),
  { ...count('levels'), default: 0 },
  text('name'),
] as const;

const DEVICE_FIELDS = [
  part('device'),
  part('unit'),
  part('group'),
  flag('isolatedMsi', true),
  regions('reserved'),
  text('name'),
] as const;

const MEMORY_FIELDS = [address('start'), address('last')] as const;

const machine = { ioctl: null, of: 'machine', outputs: NOTHING, done: 'Done.' } as const;

/** Every command, with its fields in the order in which they are written. */
export const COMMANDS = {
  ioas_alloc: {
    ioctl: 'IOMMU_IOAS_ALLOC',
    of: 'kernel',
    summary: 'make an IO address space',
    title: 'Make an IOAS',
    intent: 'Allocate an IOAS',
    done: 'The new IOAS is ioas {outIoasId}.',
    fields: NOTHING,
    outputs: [outId('outIoasId', 'ioas')],
  },
  ioas_map: {
    ioctl: 'IOMMU_IOAS_MAP',
    of: 'kernel',
    summary: 'map user memory at an IOVA, fixed or chosen by the kernel',
    title: 'Map memory',
    intent: 'Map {length} in ioas {ioas}',
    done: 'Mapped at IOVA {outIova}.',
    fields: [ioas, fixed, address('iova'), { ...address('userVa'), default: DEFAULT_USER_VA }, length('length'), prot],
    outputs: [address('outIova')],
  },
  ioas_unmap: {
    ioctl: 'IOMMU_IOAS_UNMAP',
    of: 'kernel',
    summary: 'unmap every area within a range of IOVAs',
    title: 'Unmap a range',
    intent: 'Unmap {iova} in ioas {ioas}',
    done: '{outLength} were unmapped.',
    fields: [ioas, address('iova'), length('length')],
    outputs: [length('outLength')],
  },
  ioas_copy: {
    ioctl: 'IOMMU_IOAS_COPY',
    of: 'kernel',
    summary: 'map what one IOAS maps into another, sharing its pages',
    title: 'Copy a mapping',
    intent: 'Copy from ioas {srcIoas} to ioas {dstIoas}',
    done: 'Mapped at IOVA {outIova}.',
    fields: [
      id('srcIoas', 'ioas'),
      id('dstIoas', 'ioas'),
      fixed,
      address('srcIova'),
      address('dstIova'),
      length('length'),
      prot,
    ],
    outputs: [address('outIova')],
  },
  ioas_iova_ranges: {
    ioctl: 'IOMMU_IOAS_IOVA_RANGES',
    of: 'kernel',
    summary: 'ask which IOVAs no one has reserved, and their alignment',
    title: 'Ask for the free IOVA ranges',
    intent: 'Ask for the usable IOVAs of ioas {ioas}',
    done: '{outRanges}, alignment {outAlignment}.',
    fields: [ioas],
    outputs: [ranges('outRanges'), number('outAlignment')],
  },
  ioas_allow_iovas: {
    ioctl: 'IOMMU_IOAS_ALLOW_IOVAS',
    of: 'kernel',
    summary: 'limit the automatic choice of IOVAs to ranges that must stay usable',
    title: 'Allow IOVA ranges',
    intent: 'Set the allowed IOVAs of ioas {ioas}',
    done: 'Done.',
    fields: [ioas, ranges('ranges')],
    outputs: NOTHING,
  },
  option_huge_pages: {
    ioctl: 'IOMMU_OPTION',
    of: 'kernel',
    summary: 'let the page tables of an IOAS use huge pages, or not',
    title: 'Huge pages',
    intent: 'Switch huge pages of ioas {ioas} {value?on:off}',
    done: 'Done.',
    fields: [ioas, count('value')],
    outputs: NOTHING,
  },
  device_bind: {
    ioctl: 'VFIO_DEVICE_BIND_IOMMUFD',
    of: 'kernel',
    summary: 'bind a device to this iommufd; it gets an object id',
    title: 'Bind a device',
    intent: 'Bind device {device}',
    done: 'The device is bound as object {outDevId}.',
    fields: [part('device')],
    outputs: [outId('outDevId', 'dev')],
  },
  device_attach: {
    ioctl: 'VFIO_DEVICE_ATTACH_IOMMUFD_PT',
    of: 'kernel',
    summary: 'attach a device to a page table or an IOAS; replace, when it is attached',
    title: 'Attach a device',
    intent: 'Attach device {device} to {ptId}',
    done: 'The device is on hwpt {outPtId}.',
    fields: [part('device'), id('ptId', 'pt')],
    outputs: [outId('outPtId', 'hwpt')],
  },
  device_detach: {
    ioctl: 'VFIO_DEVICE_DETACH_IOMMUFD_PT',
    of: 'kernel',
    summary: 'take a device off its page table',
    title: 'Detach a device',
    intent: 'Detach device {device}',
    done: 'Done.',
    fields: [part('device')],
    outputs: NOTHING,
  },
  device_unbind: {
    ioctl: 'close of the VFIO cdev',
    of: 'kernel',
    summary: 'close the device: detach it and drop its object',
    title: 'Unbind a device',
    intent: 'Unbind device {device}',
    done: 'Done.',
    fields: [part('device')],
    outputs: NOTHING,
  },
  hwpt_alloc: {
    ioctl: 'IOMMU_HWPT_ALLOC',
    of: 'kernel',
    summary: 'make a page table on an IOAS, or a nested one on a nest parent',
    title: 'Allocate a page table (HWPT)',
    intent: 'Allocate a page table on {ptId}',
    done: 'The new page table is hwpt {outHwptId}.',
    fields: [id('devId', 'device-object'), id('ptId', 'pt'), flag('nestParent'), flag('dirtyTracking'), data('none')],
    outputs: [outId('outHwptId', 'hwpt')],
  },
  hwpt_invalidate: {
    ioctl: 'IOMMU_HWPT_INVALIDATE',
    of: 'kernel',
    summary: 'invalidate what the IOMMU caches of a nested page table',
    title: 'Invalidate a nested page table',
    intent: 'Invalidate the caches of hwpt {hwpt}',
    done: 'Done.',
    fields: [hwpt, data('stage1')],
    outputs: NOTHING,
  },
  set_dirty_tracking: {
    ioctl: 'IOMMU_HWPT_SET_DIRTY_TRACKING',
    of: 'kernel',
    summary: 'start or stop dirty tracking on a page table',
    title: 'Dirty tracking',
    intent: '{enable?Start:Stop} dirty tracking on hwpt {hwpt}',
    done: 'Done.',
    fields: [hwpt, flag('enable', true)],
    outputs: NOTHING,
  },
  destroy: {
    ioctl: 'IOMMU_DESTROY',
    of: 'kernel',
    summary: 'destroy an object that nothing uses',
    title: 'Destroy an object',
    intent: 'Destroy {id}',
    done: 'Done.',
    fields: [id('id', 'any')],
    outputs: NOTHING,
  },
  translate: {
    ioctl: null,
    of: 'kernel',
    summary: 'ask a page table what it maps at an IOVA',
    title: 'Translate an IOVA',
    intent: 'Ask hwpt {hwpt} about {iova}',
    done: 'User address {outUserVa}, {outProt}, force-snoop bit {outSnoop?1:0}.',
    fields: [hwpt, address('iova')],
    outputs: [address('outUserVa'), outProt('outProt'), outFlag('outSnoop')],
  },
  plug_unit: {
    ...machine,
    summary: 'add an IOMMU unit to the machine',
    title: 'Add an IOMMU unit',
    intent: 'Plug in unit {unit}',
    fields: UNIT_FIELDS,
  },
  edit_unit: {
    ...machine,
    summary: 'change an IOMMU unit that nothing uses',
    title: 'Change an IOMMU unit',
    intent: 'Change unit {unit}',
    fields: UNIT_FIELDS,
  },
  unplug_unit: {
    ...machine,
    summary: 'remove an IOMMU unit without devices',
    title: 'Remove an IOMMU unit',
    intent: 'Remove unit {unit}',
    fields: [part('unit')],
  },
  plug_device: {
    ...machine,
    summary: 'add a device behind a unit',
    title: 'Add a device',
    intent: 'Plug in device {device}',
    fields: DEVICE_FIELDS,
  },
  edit_device: {
    ...machine,
    summary: 'change a device that is not bound',
    title: 'Change a device',
    intent: 'Change device {device}',
    fields: DEVICE_FIELDS,
  },
  unplug_device: {
    ...machine,
    summary: 'remove a device that is not bound',
    title: 'Remove a device',
    intent: 'Remove device {device}',
    fields: [part('device')],
  },
  add_memory: {
    ...machine,
    summary: 'give the process more memory',
    title: 'Add user memory',
    intent: 'Add {start..last} of user memory',
    fields: MEMORY_FIELDS,
  },
  remove_memory: {
    ...machine,
    summary: 'take memory that nothing maps from the process',
    title: 'Remove user memory',
    intent: 'Remove user memory',
    fields: MEMORY_FIELDS,
  },
} as const satisfies { readonly [op: string]: CommandSpec };

type Table = typeof COMMANDS;
export type Op = keyof Table;
export type CommandOf<O extends Op> = O extends Op ? { readonly op: O } & RecordOf<Table[O]['fields']> : never;
/** A system call of iommufd, or of the VFIO cdev that stands before it, or a change of the machine, with its input fields. */
export type Command = CommandOf<Op>;
/** What a successful call hands back, under the kernel's names of the fields. */
export type OutOf<O extends Op> = RecordOf<Table[O]['outputs']>;
export type Out = { [O in Op]: OutOf<O> }[Op];

export const OPS = Object.keys(COMMANDS) as readonly Op[];

type MachineOp = { [O in Op]: Table[O]['of'] extends 'machine' ? O : never }[Op];
/** A change of the hardware between calls. No system call. */
type MachineChange = CommandOf<MachineOp>;
/** A call to the kernel. */
export type Call = CommandOf<Exclude<Op, MachineOp>>;

/** What the table says of a command. */
export function specOf(op: Op): CommandSpec {
  return COMMANDS[op];
}

/** The values of a command by their fields' keys. */
export function valuesOf(command: Command): Readonly<Record<string, unknown>> {
  return command;
}

/** True for a change of the hardware, false for a call to the kernel. */
export function isMachineChange(command: Command): command is MachineChange {
  return specOf(command.op).of === 'machine';
}
