/** What each driver of an IOMMU is like, where that is no check of a call: names, and how its page tables say "coherent". */
import type { Driver } from '../uapi/commands.ts';
import type { Unit } from './machine.ts';
import type { HwptPaging } from './objects.ts';

export interface DriverTraits {
  /** How people call it. */
  readonly name: string;
  /** How its stage 1 page tables are called. */
  readonly stage1Format: string;
  /** The capability to enforce cache coherency as the vendor's manual calls it, and null where there is no unit without it. */
  readonly ccCapability: string | null;
  /** What makes DMA through a page table coherent: a bit of each entry, or the hardware whatever the entries say. */
  readonly coherency: 'snoop-bit' | 'hardwired';
}

export const TRAITS: Readonly<Record<Driver, DriverTraits>> = {
  intel: { name: 'Intel VT-d', stage1Format: 'VT-d', ccCapability: 'ecap.SC', coherency: 'snoop-bit' },
  amd: { name: 'AMD-Vi', stage1Format: 'AMD-Vi', ccCapability: null, coherency: 'hardwired' },
  smmuv3: { name: 'Arm SMMUv3', stage1Format: 'SMMUv3', ccCapability: 'CANWBS', coherency: 'snoop-bit' },
};

/** `ecap.SC=0`, `CANWBS=1`, `hardwired`. */
export function capabilityText(unit: Unit): string {
  const { ccCapability } = TRAITS[unit.driver];
  return ccCapability === null ? 'hardwired' : `${ccCapability}=${unit.enforceCacheCoherency ? 1 : 0}`;
}

/** True when DMA through the page table is coherent by the hardware, with no bit in the entries. */
export function hardwired(hwpt: HwptPaging): boolean {
  return TRAITS[hwpt.driver].coherency === 'hardwired';
}

/** The force-snoop bit of the entries that an area has in a page table, as it was when they were written. */
export function entrySnoops(hwpt: HwptPaging, made: number): boolean {
  if (hardwired(hwpt)) return false;
  let snoops = false;
  for (const point of hwpt.cc) if (point.from <= made) snoops = point.enforces;
  return snoops;
}
