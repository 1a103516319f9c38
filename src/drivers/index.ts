import type { Driver } from '../uapi/commands.ts';
import { AMD } from './amd.ts';
import type { DriverRules } from './driver.ts';
import { INTEL } from './intel.ts';
import { SMMUV3 } from './smmuv3.ts';

/** The rules of every driver. */
export const DRIVER_RULES: Readonly<Record<Driver, DriverRules>> = { intel: INTEL, amd: AMD, smmuv3: SMMUV3 };
