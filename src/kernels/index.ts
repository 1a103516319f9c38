import type { KernelId } from '../rules/rule.ts';
import type { Kernel } from './kernel.ts';
import { LINUX_6_12 } from './linux-6.12.ts';

export const KERNELS: Readonly<Record<KernelId, Kernel>> = { 'linux-6.12': LINUX_6_12 };

export const KERNEL_IDS = Object.keys(KERNELS) as readonly KernelId[];

/** True when the name is a kernel's. */
export function isKernelId(name: unknown): name is KernelId {
  return typeof name === 'string' && Object.hasOwn(KERNELS, name);
}
