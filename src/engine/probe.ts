/** Walks one DMA access of a device: through stage 1, if there is one, stage 2, to user memory or to the fault. */
import { firstAreaIn } from '../address/areas.ts';
import { unitOf } from '../model/machine.ts';
import { attachedHwpt, boundObject, hwptAt, mustIoas, pagingOf, type State } from '../model/state.ts';
import { entryBit, entrySnoops } from '../model/traits.ts';
import type { ObjectRef } from '../model/objects.ts';
import { hex, type Span } from '../uapi/u64.ts';

/** What the guest maps in its stage 1: an inclusive range of its IOVAs, and where its first address goes. */
export interface Stage1Entry extends Span {
  readonly to: bigint;
}

export interface Access {
  readonly device: number;
  readonly iova: bigint;
  readonly write: boolean;
  /** The guest's stage 1, or null for one that maps every address to itself. */
  readonly stage1: readonly Stage1Entry[] | null;
}

export interface Hop {
  readonly ref: ObjectRef;
  readonly sentence: string;
  readonly ok: boolean;
}

export interface Walk {
  readonly hops: readonly Hop[];
  /** The user address that the access reaches, or null when it faults. */
  readonly userVa: bigint | null;
}

/** The walk of an access, hop by hop; the last hop says where it ends or why it faults. */
export function probe(state: State, access: Access): Walk {
  const hops: Hop[] = [];
  const fault = (ref: ObjectRef, sentence: string): Walk => ({
    hops: [...hops, { ref, sentence, ok: false }],
    userVa: null,
  });
  const ref: ObjectRef = `device:${access.device}`;
  const device = state.machine.devices.get(access.device);
  const object = device === undefined ? null : boundObject(state, device.id);
  if (device === undefined || object === null)
    return fault(ref, `Device ${access.device} is not bound; userspace makes no DMA with it.`);
  const hwptId = attachedHwpt(state, object);
  const hwpt = hwptId === null ? null : hwptAt(state, hwptId);
  if (hwpt === null)
    return fault(ref, `Device ${device.id} is on no page table: its group is blocked, and every access faults.`);
  const window = device.reserved.find(
    (region) => region.type === 'msi' && region.start <= access.iova && access.iova <= region.last,
  );
  if (window !== undefined) {
    return fault(
      ref,
      `${hex(access.iova)} lies in the msi region of device ${device.id}: a write there is an interrupt, not an access to memory.`,
    );
  }
  hops.push({
    ref,
    sentence: `Device ${device.id} ${access.write ? 'writes to' : 'reads from'} IOVA ${hex(access.iova)}.`,
    ok: true,
  });

  let address = access.iova;
  if (hwpt.type === 'hwpt_nested') {
    const entry = access.stage1?.find((one) => one.start <= address && address <= one.last);
    if (access.stage1 !== null && entry === undefined) {
      return fault(
        `hwpt:${hwpt.id}`,
        `Stage 1, hwpt ${hwpt.id}: the guest maps nothing at ${hex(address)}. The fault is the guest's.`,
      );
    }
    const to = entry === undefined ? address : entry.to + (address - entry.start);
    hops.push({
      ref: `hwpt:${hwpt.id}`,
      sentence: `Stage 1, hwpt ${hwpt.id}: ${hex(address)} → ${hex(to)}${entry === undefined ? ', identity' : ''}.`,
      ok: true,
    });
    address = to;
  }

  const paging = pagingOf(state, hwpt);
  const stage: ObjectRef = `hwpt:${paging.id}`;
  const area = firstAreaIn(mustIoas(state, paging.ioas).areas, address, address);
  if (area === null) return fault(stage, `hwpt ${paging.id} has no entry at ${hex(address)}: the IOMMU faults.`);
  const snoops = entrySnoops(paging, area.made);
  const unit = unitOf(state.machine, device);
  if (snoops && entryBit(paging) === 'SNP' && !unit.enforceCacheCoherency) {
    return fault(
      stage,
      `The entry of hwpt ${paging.id} carries the snoop bit, which unit ${unit.id} takes for a reserved bit set: it faults.`,
    );
  }
  if (!area.prot.includes(access.write ? 'w' : 'r')) {
    return fault(
      stage,
      `The entry of hwpt ${paging.id} at ${hex(area.start)} is ${area.prot}: a ${access.write ? 'write' : 'read'} faults.`,
    );
  }
  const userVa = area.va + (address - area.start);
  const coherency = snoops ? 'snooping the caches is forced' : 'the device decides whether it snoops';
  hops.push(
    {
      ref: stage,
      sentence: `hwpt ${paging.id}: ${hex(address)} → user address ${hex(userVa)}, ${area.prot}; ${coherency}.`,
      ok: true,
    },
    {
      ref: `ioas:${paging.ioas}`,
      sentence: `It stands in ioas ${paging.ioas} as the area ${hex(area.start)}–${hex(area.last)}.`,
      ok: true,
    },
  );
  return { hops, userVa };
}

/** Reads stage 1 entries as `0x0-0xfff→0x10000`, one a line or separated by commas; a sentence says what is wrong. */
export function readStage1(
  text: string,
): { readonly entries: readonly Stage1Entry[] | null } | { readonly error: string } {
  const parts = text
    .split(/[\n,]+/)
    .map((part) => part.trim())
    .filter(Boolean);
  if (parts.length === 0 || (parts.length === 1 && parts[0] === 'identity')) return { entries: null };
  const entries: Stage1Entry[] = [];
  for (const part of parts) {
    const match =
      /^(0x[0-9a-f]{1,16}|\d{1,19})\s*[-–]\s*(0x[0-9a-f]{1,16}|\d{1,19})\s*(?:→|->|to)\s*(0x[0-9a-f]{1,16}|\d{1,19})$/i.exec(
        part,
      );
    const [start, last, to] = (match?.slice(1) ?? []).map((number) => BigInt(number));
    if (start === undefined || last === undefined || to === undefined || start > last) {
      return { error: `"${part.slice(0, 60)}" is no entry: write a range and where it goes, as 0x0-0xffff→0x10000` };
    }
    const other = entries.find((entry) => entry.start <= last && start <= entry.last);
    if (other !== undefined)
      return { error: `"${part.slice(0, 60)}" overlaps an entry before it: an IOVA goes to one place` };
    entries.push({ start, last, to });
  }
  return { entries };
}
