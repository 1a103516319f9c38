import type { KernelId, Policy } from '../rules/rule.ts';

/** A kernel that a document can stand on. Nothing else asks for a version. */
export interface Kernel {
  readonly id: KernelId;
  readonly title: string;
  /** How it decides what the thread argues about, in a sentence or two. */
  readonly summary: string;
  /** Messages of the thread that argue it. */
  readonly thread: readonly number[];
  /** What its answers were checked against. */
  readonly checked: string;
  readonly policy: Policy;
}
