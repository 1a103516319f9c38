import type { Capabilities, Unit } from '../model/machine.ts';
import type { KernelId } from '../rules/rule.ts';
import type { Driver } from '../uapi/commands.ts';
import { AMD } from './amd.ts';
import type { DriverRules } from './driver.ts';
import { INTEL } from './intel.ts';
import { SMMUV3 } from './smmuv3.ts';

/** The rules of every driver. */
export const DRIVER_RULES: Readonly<Record<Driver, DriverRules>> = { intel: INTEL, amd: AMD, smmuv3: SMMUV3 };

/** What the driver of a unit makes of it under a kernel. */
export function capabilitiesOf(kernel: KernelId, unit: Unit): Capabilities {
  return DRIVER_RULES[unit.driver].capabilities(kernel, unit);
}
