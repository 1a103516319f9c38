/** What a rule is. The page, the rule book, the command line and the tests all read rules of this one shape. */
import type { Errno } from '../uapi/errno.ts';

/** Who says no: from the file descriptor of the device down to the driver of the IOMMU. */
export type Layer = 'machine' | 'uapi' | 'vfio' | 'iommufd' | 'iommu-core' | 'driver';

export type ObjectRef = `${'unit' | 'group' | 'device' | 'ioas' | 'hwpt'}:${number}`;

/** An example: after `setup`, `violates` is refused by the rule, and the last of `passes` succeeds having met it. */
export interface Example {
  readonly setup: readonly string[];
  readonly violates: string;
  readonly passes: readonly string[];
  /** The other rule that refuses the last of `passes`, where nothing can pass this one and succeed. */
  readonly thenRefusedBy?: string;
  /** The last of `passes` stays clear of the rule: where it is consulted, it always refuses. */
  readonly avoids?: boolean;
  /** The rule set to play it under, when not mainline. */
  readonly under?: string;
}

export interface Rule<Facts = unknown> {
  readonly id: string;
  readonly layer: Layer;
  readonly errno: Errno;
  /** Where Linux 6.12 decides it, or null for what is no kernel's business. */
  readonly kernel: { readonly file: string; readonly function: string } | null;
  /** The rule in general, as what must hold. */
  readonly title: string;
  /** What was checked, with the objects' names, as what should hold. */
  asks(facts: Facts): string;
  /** The value that the check saw. */
  saw(facts: Facts): string;
  /** Why the call is refused, in a sentence or two with values. */
  why(facts: Facts): string;
  /** The refusal in a few words, for a label; without it the value that the check saw serves. */
  brief?(facts: Facts): string;
  violated(facts: Facts): boolean;
  /** The objects that are in the way. */
  blame(facts: Facts): readonly ObjectRef[];
  /** The kernel versions it holds for, when not all that have iommufd. */
  readonly versions?: string;
  /** Messages of the thread that argue it. */
  readonly thread?: readonly number[];
  readonly example: Example;
}

/** Rules that are consulted one after the other with the same facts, in the kernel's order. */
export interface Stage<Facts> {
  readonly id: string;
  readonly rules: readonly Rule<Facts>[];
}

/** A rule that was consulted, with the facts that it saw. Its text is made when someone reads it. */
export interface Check {
  readonly rule: Rule;
  readonly facts: unknown;
  readonly violated: boolean;
}

/** On attach, who is asked to enforce cache coherency: no one, or the page table; for a nested one as named. */
export type CcRequest = 'none' | 'as-is' | 'redirect-to-parent' | 'paging-only';

/** What a rule set decides besides its rules. */
export interface Policy {
  readonly ccRequest: CcRequest;
}

/** A kernel, as far as it differs: the active rules of each stage, and its policy. */
export interface RuleSet {
  readonly id: string;
  readonly stages: ReadonlyMap<string, readonly Rule[]>;
  readonly policy: Policy;
}

const source = (dir: string) => (file: string, fn: string) => ({ file: `${dir}${file}`, function: fn });

/** Kernel places: a file below drivers/iommu/iommufd, drivers/iommu or drivers/vfio, and the function. */
export const iommufd = source('drivers/iommu/iommufd/');
export const iommu = source('drivers/iommu/');
export const vfio = source('drivers/vfio/');

/** Binds the facts of a stage to its rules. */
export function stage<Facts>(id: string, rules: readonly Rule<Facts>[]): Stage<Facts> {
  return { id, rules };
}

export const NO_BLAME: readonly ObjectRef[] = [];

/** `a`, `a and b`, `a, b and c`. */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** `1 area`, `2 areas`. */
export function count(n: number | bigint, word: string): string {
  return `${n} ${word}${n === 1 || n === 1n ? '' : word.endsWith('y') ? '' : 's'}`;
}
