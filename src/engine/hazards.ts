/** Facts about a state that should never be. They are shown when they are, each with its argument. */
import { eachArea } from '../address/areas.ts';
import { groupMembers, unitOf, type Device } from '../model/machine.ts';
import {
  attachedHwpt,
  enforcesCc,
  hwptAt,
  mustDevice,
  mustIoas,
  pagingOf,
  type Group,
  type State,
  objectsOf,
} from '../model/state.ts';
import type { DeviceObject, HwptPaging, ObjectRef } from '../model/objects.ts';
import { entryBit, entrySnoops, TRAITS } from '../model/traits.ts';
import { list } from '../rules/rule.ts';
import { hex } from '../uapi/u64.ts';

export type HazardId =
  'reserved-bit' | 'entries-without-snoop' | 'kvm-told-coherent' | 'msi-window-mappable' | 'msi-cookie-missing';

export interface Hazard {
  readonly id: HazardId;
  readonly title: string;
  readonly sentence: string;
  /** Why it matters. */
  readonly argument: string;
  readonly objects: readonly ObjectRef[];
  readonly thread: readonly number[];
}

/** How many entries of a page table carry the force-snoop bit, and how many do not. */
export function snoopCounts(state: State, hwpt: HwptPaging): { readonly with: number; readonly without: number } {
  const ioas = mustIoas(state, hwpt.ioas);
  const total = ioas.areas === null ? 0 : ioas.areas.size;
  if (hwpt.cc.length === 1) {
    const snoops = entrySnoops(hwpt, 0);
    return { with: snoops ? total : 0, without: snoops ? 0 : total };
  }
  let snooping = 0;
  for (const area of eachArea(ioas.areas)) if (entrySnoops(hwpt, area.made)) snooping += 1;
  return { with: snooping, without: total - snooping };
}

interface Placed {
  readonly group: Group;
  readonly paging: HwptPaging;
  readonly members: readonly Device[];
}

function placedGroups(state: State): Placed[] {
  const placed: Placed[] = [];
  for (const group of state.groups.values()) {
    const hwpt = group.hwpt === null ? null : hwptAt(state, group.hwpt);
    if (hwpt === null) continue;
    placed.push({ group, paging: pagingOf(state, hwpt), members: groupMembers(state.machine, group.id) });
  }
  return placed;
}

function reservedBit(state: State, { group, paging, members }: Placed): Hazard[] {
  const device = members.find((member) => !unitOf(state.machine, member).enforceCacheCoherency);
  if (device === undefined || entryBit(paging) !== 'SNP' || snoopCounts(state, paging).with === 0) return [];
  return [
    {
      id: 'reserved-bit',
      title: 'Reserved bit in use',
      sentence: `Device ${device.id} sits behind unit ${device.unit}, which cannot enforce, and is translated by hwpt ${paging.id}, whose entries carry the snoop bit.`,
      argument: 'On a unit without snoop control that bit is reserved: its walk of the entries faults.',
      objects: [`device:${device.id}`, `group:${group.id}`, `hwpt:${paging.id}`],
      thread: [3, 13],
    },
  ];
}

function withoutSnoop(state: State, paging: HwptPaging): Hazard[] {
  if (!enforcesCc(paging) || entryBit(paging) !== 'SNP') return [];
  const counts = snoopCounts(state, paging);
  if (counts.without === 0) return [];
  return [
    {
      id: 'entries-without-snoop',
      title: 'Says it enforces, and does not everywhere',
      sentence: `hwpt ${paging.id} says that it enforces cache coherency, but ${counts.without} of its ${counts.with + counts.without} entries lack the snoop bit.`,
      argument: 'Starting to enforce sets a flag for new entries; those written before are not rewritten.',
      objects: [`hwpt:${paging.id}`],
      thread: [3, 12],
    },
  ];
}

/** What KVM does about a guest's wbinvd, and why, going by what the kernel asks. */
export interface KvmView {
  readonly emulates: boolean;
  readonly sentence: string;
  readonly because: string;
}

/** The bound devices of an x86 machine; no other has a wbinvd. */
function boundDevices(state: State): DeviceObject[] {
  return objectsOf(state).filter(
    (object) => object.type === 'device' && TRAITS[unitOf(state.machine, mustDevice(state, object.id)).driver].x86,
  ) as DeviceObject[];
}

/** KVM's side (`kvm_vfio_update_coherency` of Linux 6.12): it asks whether each device can enforce. */
export function kvmView(state: State): KvmView | null {
  const devices = boundDevices(state);
  if (devices.length === 0) return null;
  const unable = devices.filter((object) => !object.enforceCacheCoherency);
  if (unable.length === 0) {
    return { emulates: false, sentence: 'KVM ignores wbinvd', because: 'every bound device can enforce' };
  }
  return {
    emulates: true,
    sentence: 'KVM emulates wbinvd',
    because: `device ${list(unable.map(({ device }) => String(device)))} cannot enforce`,
  };
}

function toldCoherent(state: State): Hazard[] {
  if (kvmView(state)?.emulates !== false) return [];
  return boundDevices(state).flatMap((object): Hazard[] => {
    const { device } = object;
    const hwptId = attachedHwpt(state, object);
    const hwpt = hwptId === null ? null : hwptAt(state, hwptId);
    if (hwpt === null) return [];
    const paging = pagingOf(state, hwpt);
    if (entryBit(paging) === 'FC' || (enforcesCc(paging) && snoopCounts(state, paging).without === 0)) return [];
    return [
      {
        id: 'kvm-told-coherent',
        title: 'KVM is told that DMA is coherent, and it may not be',
        sentence: `Device ${device} can enforce, so KVM takes its DMA for coherent; hwpt ${paging.id}, which translates it, ${enforcesCc(paging) ? 'has entries without the snoop bit' : 'does not enforce'}.`,
        argument: 'KVM asks what the device can do; the thread reasons by what its page table does. Here the two part.',
        objects: [`device:${device}`, `hwpt:${paging.id}`],
        thread: [13],
      },
    ];
  });
}

function mappableWindow(state: State, { group, paging }: Placed): Hazard[] {
  const ioas = mustIoas(state, paging.ioas);
  return group.attached.flatMap((id): Hazard[] => {
    const device = mustDevice(state, id);
    const open = device.reserved.find(
      (region) =>
        region.type !== 'direct-relaxable' &&
        !ioas.reserved.some((entry) => entry.start <= region.start && region.last <= entry.last),
    );
    if (open === undefined) return [];
    return [
      {
        id: 'msi-window-mappable',
        title: 'A reserved window can be mapped',
        sentence: `Device ${device.id} is attached, but its ${open.type} region ${hex(open.start)}–${hex(open.last)} is no longer reserved in ioas ${ioas.id}.`,
        argument:
          'A map there would stand where interrupts or fixed hardware are. A refused replace within one IOAS drops the reservation in Linux 6.12.',
        objects: [`device:${device.id}`, `ioas:${ioas.id}`],
        thread: [],
      },
    ];
  });
}

function missingCookie({ group, paging }: Placed): Hazard[] {
  if (group.swMsiStart === null || paging.msiCookie) return [];
  return [
    {
      id: 'msi-cookie-missing',
      title: 'MSI cookie missing',
      sentence: `Group ${group.id} has an MSI window at ${hex(group.swMsiStart)}, and hwpt ${paging.id}, which translates it, has no MSI cookie.`,
      argument:
        'Without the cookie the interrupt layer cannot map its doorbell, so interrupts do not work on this page table.',
      objects: [`group:${group.id}`, `hwpt:${paging.id}`],
      thread: [0],
    },
  ];
}

const known = new WeakMap<State, readonly Hazard[]>();

/** Every hazard of the state, page tables in id order; worked out once a state. */
export function hazardsOf(state: State): readonly Hazard[] {
  let hazards = known.get(state);
  if (hazards === undefined) {
    hazards = findHazards(state);
    known.set(state, hazards);
  }
  return hazards;
}

function findHazards(state: State): Hazard[] {
  const placed = placedGroups(state);
  const pagings = objectsOf(state).filter((object) => object.type === 'hwpt_paging');
  return [
    ...placed.flatMap((place) => reservedBit(state, place)),
    ...pagings.flatMap((paging) => withoutSnoop(state, paging)),
    ...toldCoherent(state),
    ...placed.flatMap((place) => mappableWindow(state, place)),
    ...placed.flatMap(missingCookie),
  ];
}
