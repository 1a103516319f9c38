/** The explanation of an answer: the same for the page, the command line tool and the tests. */
import type { State } from '../model/state.ts';
import type { Attempt, Decision, Outcome } from '../ops/context.ts';
import { STAGE_RULES } from '../rulesets/catalog.ts';
import { count, type Check, type Layer, type ObjectRef, type Rule, type RuleSet } from '../rules/rule.ts';
import type { Command, Out } from '../uapi/commands.ts';
import { bytes, hex } from '../uapi/u64.ts';
import { diffStates, type Change } from './diff.ts';
import { refName, refOfId } from './names.ts';

export interface Rung {
  readonly state: 'passed' | 'failed' | 'not-reached';
  readonly text: string;
  readonly value: string;
  readonly rule: Rule;
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
  /** The rule that refused, or null. */
  readonly rule: Rule | null;
  readonly blame: readonly ObjectRef[];
}

export const LAYER_NAMES: Readonly<Record<Layer, string>> = {
  machine: 'the machine',
  uapi: 'the uAPI',
  vfio: 'VFIO',
  iommufd: 'iommufd',
  'iommu-core': 'iommu core',
  driver: 'driver',
};

function targetName(state: State, id: number): string {
  const ref = refOfId(state, id);
  return ref === null ? `object ${id}` : refName(ref);
}

/** What a call does, as a heading: "Attach device 0 to hwpt 5". */
export function intentOf(state: State, command: Command): string {
  switch (command.op) {
    case 'ioas_alloc':
      return 'Allocate an IOAS';
    case 'ioas_map':
      return `Map ${bytes(command.length)} in ioas ${command.ioas}`;
    case 'ioas_unmap':
      return `Unmap ${hex(command.iova)} in ioas ${command.ioas}`;
    case 'ioas_copy':
      return `Copy from ioas ${command.srcIoas} to ioas ${command.dstIoas}`;
    case 'ioas_iova_ranges':
      return `Ask for the usable IOVAs of ioas ${command.ioas}`;
    case 'ioas_allow_iovas':
      return `Set the allowed IOVAs of ioas ${command.ioas}`;
    case 'option_huge_pages':
      return `Switch huge pages of ioas ${command.ioas} ${command.value === 0 ? 'off' : 'on'}`;
    case 'device_bind':
      return `Bind device ${command.device}`;
    case 'device_attach':
      return `Attach device ${command.device} to ${targetName(state, command.ptId)}`;
    case 'device_detach':
      return `Detach device ${command.device}`;
    case 'device_unbind':
      return `Unbind device ${command.device}`;
    case 'hwpt_alloc':
      return `Allocate a page table on ${targetName(state, command.ptId)}`;
    case 'hwpt_invalidate':
      return `Invalidate the caches of hwpt ${command.hwpt}`;
    case 'set_dirty_tracking':
      return `${command.enable ? 'Start' : 'Stop'} dirty tracking on hwpt ${command.hwpt}`;
    case 'destroy':
      return `Destroy ${targetName(state, command.id)}`;
    case 'translate':
      return `Ask hwpt ${command.hwpt} about ${hex(command.iova)}`;
    case 'plug_unit':
      return `Plug in unit ${command.unit}`;
    case 'edit_unit':
      return `Change unit ${command.unit}`;
    case 'unplug_unit':
      return `Remove unit ${command.unit}`;
    case 'plug_device':
      return `Plug in device ${command.device}`;
    case 'edit_device':
      return `Change device ${command.device}`;
    case 'unplug_device':
      return `Remove device ${command.device}`;
    case 'add_memory':
      return `Add ${bytes(command.last - command.start + 1n)} of user memory`;
    case 'remove_memory':
      return 'Remove user memory';
  }
}

function refusalTitle(state: State, command: Command): string {
  if (command.op === 'device_attach') return `Why ${targetName(state, command.ptId)} refuses device ${command.device}`;
  const intent = intentOf(state, command);
  return `Refused: ${intent.charAt(0).toLowerCase()}${intent.slice(1)}`;
}

function outSentence(out: Out): string {
  switch (out.kind) {
    case 'none':
      return 'Done.';
    case 'ioas_alloc':
      return `The new IOAS is ioas ${out.outIoasId}.`;
    case 'map':
      return `Mapped at IOVA ${hex(out.outIova)}.`;
    case 'unmap':
      return `${bytes(out.outLength)} were unmapped.`;
    case 'ranges':
      return `${count(out.outRanges.length, 'usable range')}, alignment ${out.outAlignment}: ${out.outRanges
        .map((range) => `${hex(range.start)}–${hex(range.last)}`)
        .join(', ')}.`;
    case 'bind':
      return `The device is bound as object ${out.outDevId}.`;
    case 'attach':
      return `The device is on hwpt ${out.outPtId}.`;
    case 'hwpt_alloc':
      return `The new page table is hwpt ${out.outHwptId}.`;
    case 'translate':
      return `User address ${hex(out.outUserVa)}, ${out.outProt}, force-snoop bit ${out.outSnoop ? 1 : 0}.`;
  }
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
      return `${decision.areas} area${decision.areas === 1 ? '' : 's'} of ioas ${decision.ioas} went before the refusal, and stay gone.`;
  }
}

const rung = (check: Check): Rung => ({
  state: check.violated ? 'failed' : 'passed',
  text: check.rule.asks(check.facts),
  value: check.rule.saw(check.facts),
  rule: check.rule,
});

/** The rules of the same stage behind the one that refused. */
function notReached(rules: RuleSet, failed: Check): Rung[] {
  for (const [stage, base] of STAGE_RULES) {
    const active = rules.stages.get(stage) ?? base;
    const at = active.indexOf(failed.rule);
    if (at < 0) continue;
    return active.slice(at + 1).map((rule) => ({ state: 'not-reached', text: rule.title, value: 'not reached', rule }));
  }
  return [];
}

/** Several checks that say the same thing of the same rule are one rung. */
function ladderOf(rules: RuleSet, checks: readonly Check[]): Rung[] {
  const ladder: Rung[] = [];
  for (const check of checks) {
    const next = rung(check);
    const before = ladder.at(-1);
    if (before?.text === next.text && before.value === next.value && before.state === next.state) continue;
    ladder.push(next);
  }
  const failed = checks.findLast((check) => check.violated);
  return failed === undefined ? ladder : [...ladder, ...notReached(rules, failed)];
}

function candidateOf(attempt: Attempt): Candidate {
  const { hwpt, fresh, refusal } = attempt;
  return {
    hwpt,
    fresh,
    chosen: refusal === null,
    errno: refusal?.rule.errno ?? null,
    why: refusal === null ? (fresh ? 'made for this device' : 'takes the device') : refusal.rule.why(refusal.facts),
  };
}

/** Explains the outcome of a command that was given in `before`. */
export function explain(rules: RuleSet, before: State, command: Command, outcome: Outcome): Explanation {
  const failed = outcome.checks.findLast((check) => check.violated) ?? null;
  const refusal = outcome.result.ok ? null : failed;
  return {
    title: refusal === null ? intentOf(before, command) : refusalTitle(before, command),
    answer: outcome.result.ok ? '0' : outcome.result.errno,
    sentence: outcome.result.ok
      ? outSentence(outcome.result.out)
      : refusal === null
        ? ''
        : refusal.rule.why(refusal.facts),
    ladder: ladderOf(rules, outcome.checks),
    candidates: (outcome.candidates ?? []).map(candidateOf),
    decisions: outcome.decisions.map(decisionSentence),
    changes: diffStates(before, outcome.next),
    brief: refusal === null ? null : (refusal.rule.brief?.(refusal.facts) ?? refusal.rule.saw(refusal.facts)),
    rule: refusal?.rule ?? null,
    blame: refusal === null ? [] : refusal.rule.blame(refusal.facts),
  };
}

/** A change as a line: "hwpt 5 · users 1 → 2". */
export function changeLine(change: Change): string {
  const name = refName(change.ref);
  const bound = name.startsWith('device') && change.kind !== 'changed' && change.type === 'device object';
  if (change.kind === 'made') return bound ? `${name} is bound` : `${name} is new`;
  if (change.kind === 'gone') return bound ? `${name} is no longer bound` : `${name} is gone`;
  return `${name} · ${change.field} ${change.from} → ${change.to}`;
}

/** The explanation as plain text, for terminals and for copying. */
export function explanationText(call: string, explanation: Explanation): string {
  const lines = [call, `→ ${explanation.answer}`, '', explanation.title, explanation.sentence, '', 'Checks, in order:'];
  const marks = { passed: '✓', failed: '✗', 'not-reached': '–' } as const;
  for (const step of explanation.ladder) {
    lines.push(`  ${marks[step.state]} ${step.text}  [${step.value}]`);
    if (step.state !== 'failed') continue;
    const { rule } = step;
    const place = rule.kernel === null ? '' : `, ${rule.kernel.function} in ${rule.kernel.file}`;
    lines.push(`      rule ${rule.id}: ${rule.errno} from ${LAYER_NAMES[rule.layer]}${place}`);
    if (rule.versions !== undefined) lines.push(`      holds for ${rule.versions}`);
    if (rule.thread !== undefined) lines.push(`      argued in messages ${rule.thread.map((n) => `#${n}`).join(', ')}`);
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
