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
  /** The bit of an entry that makes DMA through it coherent; null where no entry says so. */
  readonly entryBit: 'SNP' | 'FC' | null;
  /** What its units have and those of no other driver do. */
  readonly own: readonly ('scalableMode' | 'levels')[];
  /** It is a unit of x86 machines. */
  readonly x86: boolean;
}

export const TRAITS: Readonly<Record<Driver, DriverTraits>> = {
  intel: {
    name: 'Intel VT-d',
    stage1Format: 'VT-d',
    ccCapability: 'ecap.SC',
    entryBit: 'SNP',
    own: ['scalableMode', 'levels'],
    x86: true,
  },
  amd: { name: 'AMD-Vi', stage1Format: 'AMD-Vi', ccCapability: null, entryBit: 'FC', own: [], x86: true },
  smmuv3: { name: 'Arm SMMUv3', stage1Format: 'SMMUv3', ccCapability: 'CANWBS', entryBit: null, own: [], x86: false },
};

/** True for a field of a unit that units of the driver have, and for all that units of every driver have. */
export function unitHas(driver: Driver, field: string): boolean {
  const fits = (own: readonly string[]): boolean => own.includes(field);
  return fits(TRAITS[driver].own) || !Object.values(TRAITS).some(({ own }) => fits(own));
}

/** `ecap.SC=0`, `CANWBS=1`, `hardwired`. */
export function capabilityText(unit: Unit): string {
  const { ccCapability } = TRAITS[unit.driver];
  return ccCapability === null ? 'hardwired' : `${ccCapability}=${unit.enforceCacheCoherency ? 1 : 0}`;
}

/** The bit of its entries that makes DMA coherent, or null where no entry says so. */
export function entryBit(hwpt: HwptPaging): DriverTraits['entryBit'] {
  return TRAITS[hwpt.driver].entryBit;
}

/** True when the entries that an area has in a page table make DMA coherent, as it was when they were written. AMD's always do. */
export function entrySnoops(hwpt: HwptPaging, made: number): boolean {
  const bit = entryBit(hwpt);
  if (bit !== 'SNP') return bit === 'FC';
  let snoops = false;
  for (const point of hwpt.cc) if (point.from <= made) snoops = point.enforces;
  return snoops;
}
