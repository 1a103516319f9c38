/** The explanation of an answer: the same for the page, the command line tool and the tests. */
import { refName, refOfId } from '../kinds/index.ts';
import type { ObjectRef } from '../model/objects.ts';
import type { State } from '../model/state.ts';
import { answerOf, type Attempt, type Decision, type Outcome } from '../ops/context.ts';
import {
  count,
  releasesText,
  ruleOf,
  type Check,
  type Evidence,
  type Layer,
  type RuleSet,
  type Source,
} from '../rules/rule.ts';
import type { Command } from '../uapi/commands.ts';
import type { Errno } from '../uapi/errno.ts';
import { bytes, hex } from '../uapi/u64.ts';
import { diffStates, type Change } from './diff.ts';
import { doneSentence, intentOf } from './words.ts';

export interface Rung {
  readonly state: 'passed' | 'failed' | 'not-reached';
  readonly text: string;
  readonly value: string;
  /** The rule's id. */
  readonly rule: string;
}

export interface Candidate {
  readonly hwpt: number;
  readonly fresh: boolean;
  readonly chosen: boolean;
  readonly errno: string | null;
  readonly why: string;
}

export interface Explanation {
  readonly title: string;
  /** `0` or the errno's name. */
  readonly answer: string;
  readonly sentence: string;
  readonly ladder: readonly Rung[];
  readonly candidates: readonly Candidate[];
  readonly decisions: readonly string[];
  readonly changes: readonly Change[];
  /** The refusal in a few words, or null. */
  readonly brief: string | null;
  /** The id of the rule that refused, or null. */
  readonly rule: string | null;
  readonly blame: readonly ObjectRef[];
}

const LAYER_NAMES: Readonly<Record<Layer, string>> = {
  machine: 'the machine',
  uapi: 'the uAPI',
  vfio: 'VFIO',
  iommufd: 'iommufd',
  'iommu-core': 'iommu core',
  driver: 'driver',
};

function refusalTitle(state: State, command: Command): string {
  if (command.op === 'device_attach') {
    const ref = refOfId(state, command.ptId);
    return `Why ${ref === null ? `object ${command.ptId}` : refName(ref)} refuses device ${command.device}`;
  }
  const intent = intentOf(state, command);
  return `Refused: ${intent.charAt(0).toLowerCase()}${intent.slice(1)}`;
}

/** A decision as a sentence. */
export function decisionSentence(decision: Decision): string {
  switch (decision.kind) {
    case 'cc_at_allocation':
      return `hwpt ${decision.hwpt} ${decision.enforces ? 'enforces' : 'does not enforce'} cache coherency, because the unit in front of device ${decision.device} ${decision.enforces ? 'can' : 'cannot'}.`;
    case 'cc_upgraded':
      return `The attach of device ${decision.device} made hwpt ${decision.hwpt} enforce cache coherency${decision.older > 0 ? `; what was mapped before (${count(decision.older, 'area')}) keeps entries without the snoop bit` : ''}.`;
    case 'msi_cookie':
      return `hwpt ${decision.hwpt} got an MSI cookie for the window at ${hex(decision.start)}.`;
    case 'iova_chosen':
      return `The kernel chose IOVA ${hex(decision.iova)}, aligned to ${bytes(decision.alignment)}.`;
    case 'already_there':
      return `The group is on hwpt ${decision.hwpt} already, so nothing changes.`;
    case 'not_attached':
      return `Device ${decision.device} was not attached, so nothing changes.`;
    case 'auto_made':
      return `hwpt ${decision.hwpt} was made for the attach: automatic, it goes with its last device.`;
    case 'auto_reused':
      return `hwpt ${decision.hwpt}, an automatic page table of the IOAS, took the device.`;
    case 'auto_gone':
      return `hwpt ${decision.hwpt} was automatic and lost its last device, so it is gone.`;
    case 'reservations_dropped':
      return `Although refused, the replace dropped the reserved ranges of group ${decision.group} in ioas ${decision.ioas}: its MSI window can now be mapped. Linux 6.12 does this.`;
    case 'areas_gone':
      return `${count(decision.areas, 'area')} of ioas ${decision.ioas} went before the refusal, and ${decision.areas === 1 ? 'stays' : 'stay'} gone.`;
  }
}

const rung = (rules: RuleSet, check: Check): Rung => {
  const rule = ruleOf(rules, check);
  return {
    state: check.violated ? 'failed' : 'passed',
    text: rule.asks(check.facts),
    value: rule.saw(check.facts),
    rule: rule.id,
  };
};

/** The rules of the same stage behind the one that refused. */
function notReached(rules: RuleSet, failed: Check): Rung[] {
  for (const active of rules.stages.values()) {
    const at = active.findIndex((rule) => rule.id === failed.rule);
    if (at < 0) continue;
    return active
      .slice(at + 1)
      .map((rule) => ({ state: 'not-reached', text: rule.title, value: 'not reached', rule: rule.id }));
  }
  return [];
}

/** Several checks that say the same thing of the same rule are one rung. */
function ladderOf(rules: RuleSet, checks: readonly Check[]): Rung[] {
  const ladder: Rung[] = [];
  for (const check of checks) {
    const next = rung(rules, check);
    const before = ladder.at(-1);
    if (before?.text === next.text && before.value === next.value && before.state === next.state) continue;
    ladder.push(next);
  }
  const failed = checks.findLast((check) => check.violated);
  return failed === undefined ? ladder : [...ladder, ...notReached(rules, failed)];
}

function candidateOf(rules: RuleSet, attempt: Attempt): Candidate {
  const { hwpt, fresh, refusal } = attempt;
  const rule = refusal === null ? null : ruleOf(rules, refusal);
  return {
    hwpt,
    fresh,
    chosen: rule === null,
    errno: rule?.errno ?? null,
    why: rule === null ? (fresh ? 'made for this device' : 'takes the device') : rule.why(refusal?.facts),
  };
}

/** The check that refused a call, or null for one that succeeded. */
function refusalOf(outcome: Outcome): Check | null {
  return outcome.result.ok ? null : (outcome.checks.findLast((check) => check.violated) ?? null);
}

/** The refusal in a few words, for a label; null for a call that succeeded. */
export function briefOf(rules: RuleSet, outcome: Outcome): string | null {
  const refusal = refusalOf(outcome);
  if (refusal === null) return null;
  const rule = ruleOf(rules, refusal);
  return rule.brief?.(refusal.facts) ?? rule.saw(refusal.facts);
}

/** Explains the outcome of a command that was given in `before`. */
export function explain(rules: RuleSet, before: State, command: Command, outcome: Outcome): Explanation {
  const refusal = refusalOf(outcome);
  const rule = refusal === null ? null : ruleOf(rules, refusal);
  return {
    title: rule === null ? intentOf(before, command) : refusalTitle(before, command),
    answer: answerOf(outcome),
    sentence: outcome.result.ok ? doneSentence(before, command, outcome.result.out) : (rule?.why(refusal?.facts) ?? ''),
    ladder: ladderOf(rules, outcome.checks),
    candidates: (outcome.candidates ?? []).map((attempt) => candidateOf(rules, attempt)),
    decisions: outcome.decisions.map(decisionSentence),
    changes: diffStates(before, outcome.next),
    brief: briefOf(rules, outcome),
    rule: rule?.id ?? null,
    blame: rule?.blame(refusal?.facts) ?? [],
  };
}

/** What is known of a rule, for those who read it, under the kernel of a rule set. */
export interface RuleFacts {
  readonly id: string;
  readonly layer: string;
  readonly errno: Errno;
  readonly title: string;
  /** Where the kernel decides it, or null for what is no kernel's business. */
  readonly source: Source | null;
  /** The releases that it holds for, or null for all that have iommufd. */
  readonly releases: string | null;
  readonly thread: readonly number[];
}

/** What is known of a rule of the rule set. Throws for an id that it does not have. */
export function ruleFacts(rules: RuleSet, id: string): RuleFacts {
  const rule = rules.rules.get(id);
  if (rule === undefined) throw new Error(`${rules.id} has no rule ${id}`);
  return {
    id,
    layer: LAYER_NAMES[rule.layer],
    errno: rule.errno,
    title: rule.title,
    source: rule.sources[rules.kernel] ?? null,
    releases: rule.releases === undefined ? null : releasesText(rule.releases),
    thread: rule.thread ?? [],
  };
}

/** How it is known: for a label, and as a sentence. */
export const EVIDENCE_WORDS: Readonly<Record<Evidence, { readonly short: string; readonly long: string }>> = {
  traced: { short: 'traced', long: 'A trace of the kernel answered so.' },
  'real-driver': { short: 'traced, real driver', long: 'A trace of the kernel with its real driver answered so.' },
  played: {
    short: 'read and played',
    long: 'Read in the driver; a software driver that follows it was played on the traced core.',
  },
  series: {
    short: 'traced with the patch',
    long: 'A trace of the kernel answered so with the call of the series added: no release answers so.',
  },
  read: { short: 'read', long: 'Read in the source; no trace comes to it.' },
  argued: { short: 'argued', long: 'Argued in the thread; no kernel has it.' },
};

/** A change as a line: "hwpt 5 · users 1 → 2". */
export function changeLine(change: Change): string {
  if (change.ref === null) {
    const { start, last } = change.span;
    return `user memory ${hex(start)}–${hex(last)} is ${change.kind === 'memory-made' ? 'new' : 'gone'}`;
  }
  const name = refName(change.ref);
  const bound = name.startsWith('device') && change.kind !== 'changed' && change.type === 'device object';
  if (change.kind === 'made') return bound ? `${name} is bound` : `${name} is new`;
  if (change.kind === 'gone') return bound ? `${name} is no longer bound` : `${name} is gone`;
  return `${name} · ${change.field} ${change.from} → ${change.to}`;
}

/** The explanation as plain text, for terminals and for copying. */
export function explanationText(rules: RuleSet, call: string, explanation: Explanation): string {
  const lines = [call, `→ ${explanation.answer}`, '', explanation.title, explanation.sentence, '', 'Checks, in order:'];
  const marks = { passed: '✓', failed: '✗', 'not-reached': '–' } as const;
  for (const step of explanation.ladder) {
    lines.push(`  ${marks[step.state]} ${step.text}  [${step.value}]`);
    if (step.state !== 'failed') continue;
    const { id, errno, layer, source, releases, thread } = ruleFacts(rules, step.rule);
    const place =
      source === null ? '' : `, ${source.function} in ${source.file} (${EVIDENCE_WORDS[source.evidence].short})`;
    lines.push(`      rule ${id}: ${errno} from ${layer}${place}`);
    if (releases !== null) lines.push(`      holds for ${releases}`);
    if (thread.length > 0) lines.push(`      argued in messages ${thread.map((n) => `#${n}`).join(', ')}`);
  }
  if (explanation.ladder.length === 0) lines.push('  (none: this call is never refused)');
  if (explanation.candidates.length > 0) {
    lines.push('', 'Automatic search:');
    for (const candidate of explanation.candidates) {
      lines.push(
        `  hwpt ${candidate.hwpt}${candidate.fresh ? ' (new)' : ''}: ${candidate.errno ?? '0'} — ${candidate.why}`,
      );
    }
  }
  if (explanation.decisions.length > 0)
    lines.push('', 'On the way:', ...explanation.decisions.map((line) => `  ${line}`));
  if (explanation.changes.length > 0) {
    lines.push('', 'What changed:', ...explanation.changes.map((change) => `  ${changeLine(change)}`));
  }
  return lines.join('\n');
}
