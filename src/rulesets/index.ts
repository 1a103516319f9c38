/** The rule sets that can be chosen, and what each is. */
import type { RuleSet } from '../rules/rule.ts';
import { compose, type Amendment } from './compose.ts';

export type RuleSetId = 'mainline' | 'attach-upgrade' | 'v4' | 'v4-redirect' | 'v4-paging-only';

/** A rule set as a person chooses it: the kernel or series, and whether the driver has the fix of late 2023. */
export interface RuleChoice {
  readonly cc: RuleSetId;
  readonly driverRefusesMappedDomain: boolean;
}

export interface RuleSetInfo {
  readonly id: RuleSetId;
  readonly title: string;
  readonly kernel: string;
  readonly summary: string;
  /** Messages of the thread that argue it. */
  readonly thread: readonly number[];
  readonly checked: string;
  readonly amendment: Amendment;
}

const CHECKED = 'Checked against traces of a Linux 6.12 core';

export const RULE_SETS: Readonly<Record<RuleSetId, RuleSetInfo>> = {
  mainline: {
    id: 'mainline',
    title: 'mainline',
    kernel: 'Linux 6.7 and later',
    summary:
      'Cache coherency is decided when a page table is allocated; attaching never changes it, and the driver alone judges.',
    thread: [5, 13, 14, 21],
    checked: `${CHECKED}, run as released.`,
    amendment: {},
  },
  'attach-upgrade': {
    id: 'attach-upgrade',
    title: 'attach-upgrade',
    kernel: 'Linux 6.2 to 6.6',
    summary:
      'Attaching a device that can enforce also asks the page table to enforce; when it can not, the attach fails.',
    thread: [2, 8, 10, 12],
    checked: `${CHECKED} with the attach-time request added. Nested page tables, which these kernels did not have, behave as in v4.`,
    amendment: { policy: { ccRequest: 'as-is' } },
  },
  v4: {
    id: 'v4',
    title: 'v4',
    kernel: 'v4 of the nesting series, without patch 08/17',
    summary:
      'As attach-upgrade; a nested page table can not be asked to enforce, so attaching a device that can to one fails.',
    thread: [0, 1, 2],
    checked: `${CHECKED} with the series' attach-time request added.`,
    amendment: { policy: { ccRequest: 'as-is' } },
  },
  'v4-redirect': {
    id: 'v4-redirect',
    title: 'v4-redirect',
    kernel: 'v4 of the nesting series, with patch 08/17',
    summary: 'As v4, and the request to a nested page table is redirected to its parent.',
    thread: [0, 2],
    checked: `${CHECKED} with the patch's redirect added.`,
    amendment: { policy: { ccRequest: 'redirect-to-parent' } },
  },
  'v4-paging-only': {
    id: 'v4-paging-only',
    title: 'v4-paging-only',
    kernel: 'v4 of the nesting series, as message #1 asks',
    summary: 'As v4, but attaching to a nested page table asks nobody: its parent is expected to be set up already.',
    thread: [1, 2],
    checked: `${CHECKED} with the request made on paging page tables only.`,
    amendment: { policy: { ccRequest: 'paging-only' } },
  },
};

export const RULE_SET_IDS = Object.keys(RULE_SETS) as readonly RuleSetId[];

export const DEFAULT_RULES: RuleChoice = { cc: 'mainline', driverRefusesMappedDomain: true };

/** True when the name is a rule set's. */
export function isRuleSetId(name: unknown): name is RuleSetId {
  return typeof name === 'string' && Object.hasOwn(RULE_SETS, name);
}

const NO_MAPPED_DOMAIN_CHECK: Amendment = { remove: ['intel.enforce_mapped_domain'] };
const composed = new Map<string, RuleSet>();

/** The rule set of a choice; the same object for the same choice. */
export function rulesFor(choice: RuleChoice): RuleSet {
  const id = choice.driverRefusesMappedDomain ? choice.cc : `${choice.cc}+maps-later`;
  let rules = composed.get(id);
  if (rules === undefined) {
    const driver = choice.driverRefusesMappedDomain ? [] : [NO_MAPPED_DOMAIN_CHECK];
    rules = compose(id, [RULE_SETS[choice.cc].amendment, ...driver]);
    composed.set(id, rules);
  }
  return rules;
}
