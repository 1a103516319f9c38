/** What a rule is. The page, the rule book, the command line and the tests all read rules of this one shape. */
import type { ObjectRef } from '../model/objects.ts';
import type { Errno } from '../uapi/errno.ts';

/** Who says no: from the file descriptor of the device down to the driver of the IOMMU. */
export type Layer = 'machine' | 'uapi' | 'vfio' | 'iommufd' | 'iommu-core' | 'driver';

/** The kernels that a document can stand on. */
export type KernelId = 'linux-6.12';

/**
 * How it is known. `traced`: a trace of that kernel's core was refused by the rule. For a rule of a driver, `real-driver`: so was a trace
 * of the real driver; `played`: a software driver that follows the function was refused on the traced core. `series`: a trace was, with
 * the call of a series added to the core. `read`: the named function was read. `argued`: someone argued for it, and no kernel has it.
 */
export type Evidence = 'traced' | 'real-driver' | 'played' | 'series' | 'read' | 'argued';

/** A place in a kernel's source, and how what is said of it is known. */
export interface Source {
  /** From the top of the source tree. */
  readonly file: string;
  readonly function: string;
  readonly evidence: Evidence;
}

/** Where each kernel decides a rule. A kernel that is left out does not have it. */
export type Sources = Readonly<Partial<Record<KernelId, Source>>>;

/** The releases that a rule holds for: from the first with it to the last. */
export interface Releases {
  readonly from: string;
  readonly to?: string;
  /** What the numbers do not say. */
  readonly note?: string;
}

/** An example: after `setup`, `violates` is refused by the rule, and the last of `passes` succeeds having met it. */
export interface Example {
  readonly setup: readonly string[];
  readonly violates: string;
  readonly passes: readonly string[];
  /** The other rule that refuses the last of `passes`, where nothing can pass this one and succeed. */
  readonly thenRefusedBy?: string;
  /** The last of `passes` stays clear of the rule: where it is consulted, it always refuses. */
  readonly avoids?: boolean;
  /** The series to play it under, when not the kernel alone. */
  readonly under?: string;
}

export interface Rule<Facts = unknown> {
  readonly id: string;
  readonly layer: Layer;
  readonly errno: Errno;
  /** Where it is decided; empty for what is no kernel's business. */
  readonly sources: Sources;
  /** What the call does stands on it: without it there is no state to go on from, so no patch takes it out. */
  readonly needed?: boolean;
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
  /** The releases that it holds for, when not all that have iommufd. */
  readonly releases?: Releases;
  /** Messages of the thread that argue it. */
  readonly thread?: readonly number[];
  readonly example: Example;
}

/** Rules that are consulted one after the other with the same facts, in the kernel's order. */
export interface Stage<Facts> {
  readonly id: string;
  readonly rules: readonly Rule<Facts>[];
}

/** A rule that was consulted, with the facts that it saw: plain data. Its text is made when someone reads it. */
export interface Check {
  /** The rule's id. */
  readonly rule: string;
  readonly facts: unknown;
  readonly violated: boolean;
}

/** True for a refusal where something else would be handed on. */
export const isCheck = (value: object): value is Check => 'rule' in value && 'violated' in value;

/** On attach, who is asked to enforce cache coherency: no one, or the page table; for a nested one as named. */
export const CC_REQUESTS = ['none', 'as-is', 'redirect-to-parent', 'paging-only'] as const;
export type CcRequest = (typeof CC_REQUESTS)[number];

/** What a rule set decides besides its rules. */
export interface Policy {
  readonly ccRequest: CcRequest;
}

/** A kernel with its overlays: the active rules of each stage, and its policy. */
export interface RuleSet {
  readonly id: string;
  readonly kernel: KernelId;
  /** Every stage that there is, with the rules that are consulted there. */
  readonly stages: ReadonlyMap<string, readonly Rule[]>;
  /** The same rules by id. */
  readonly rules: ReadonlyMap<string, Rule>;
  readonly policy: Policy;
}

/** The rule of a check. Throws for a check of another rule set. */
export function ruleOf(rules: RuleSet, check: Check): Rule {
  const rule = rules.rules.get(check.rule);
  if (rule === undefined) throw new Error(`${rules.id} has no rule ${check.rule}`);
  return rule;
}

const source =
  (dir: string, known: Evidence) =>
  (file: string, fn: string, evidence: Evidence = known) => ({
    'linux-6.12': { file: `${dir}${file}`, function: fn, evidence },
  });

/**
 * Places in the core: a file below drivers/iommu/iommufd, drivers/iommu or drivers/vfio, and the function. What a rule says of its
 * evidence is what the conformance tests find in the traces, no more and no less.
 */
export const iommufd = source('drivers/iommu/iommufd/', 'traced');
export const iommu = source('drivers/iommu/', 'traced');
export const vfio = source('drivers/vfio/', 'traced');
/** A place in a driver. */
export const driverSource = source('drivers/iommu/', 'real-driver');

/** "Linux 6.2 to 6.6": the releases in words. */
export function releasesText({ from, to, note }: Releases): string {
  const span = to === undefined ? `Linux ${from} and later` : `Linux ${from} to ${to}`;
  return note === undefined ? span : `${span}, ${note}`;
}

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
