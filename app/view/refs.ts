/** What the page calls the things that it shows. */
import type { ObjectRef } from '../../src/index.ts';

/** The user memory, beside the kernel's objects and the machine's parts. */
export const MEMORY = 'memory:0';

/** A thing that is drawn and can be selected. */
export type ViewRef = ObjectRef | typeof MEMORY;
