/** What the kernel would answer if a device were attached to each page table and IOAS. */
import { entriesText } from './nodes.ts';
import {
  answerOf,
  attachedHwpt,
  boundObject,
  briefOf,
  fitting,
  objectAt,
  pagingAt,
  refOf,
  step,
  type CommandOf,
  type KernelObject,
  type ObjectRef,
  type Outcome,
  type RuleSet,
  type State,
} from '../../src/index.ts';

export interface Target {
  readonly id: number;
  readonly ref: ObjectRef;
  readonly command: CommandOf<'device_attach'>;
  readonly outcome: Outcome;
  /** `0` or the errno's name. */
  readonly answer: string;
  readonly legal: boolean;
}

const asked = new WeakMap<
  State,
  { readonly rules: RuleSet; readonly device: number; readonly targets: readonly Target[] }
>();

/**
 * The answers for every target of a device, in id order. Nothing is put into words: there may be hundreds. Several parts of the page ask for
 * the same ones, and get them.
 */
export function attachTargets(rules: RuleSet, state: State, device: number): readonly Target[] {
  const known = asked.get(state);
  if (known?.rules === rules && known.device === device) return known.targets;
  const targets = findTargets(rules, state, device);
  asked.set(state, { rules, device, targets });
  return targets;
}

function findTargets(rules: RuleSet, state: State, device: number): Target[] {
  return fitting(state, 'pt').map((object): Target => {
    const command = { op: 'device_attach', device, ptId: object.id } as const;
    const outcome = step(rules, state, command);
    return {
      id: object.id,
      ref: refOf(object),
      command,
      outcome,
      answer: answerOf(outcome),
      legal: outcome.result.ok,
    };
  });
}

function placeText(state: State, object: KernelObject | undefined): string {
  if (object?.type === 'hwpt_nested') return `stage 1 on hwpt ${object.parent}`;
  const paging = object === undefined ? null : pagingAt(state, object.id);
  return paging === null ? '' : entriesText(state, paging);
}

const reasons = new WeakMap<Target, string>();

/** The first rule that refuses a target, or what would happen, in a few words; found once for a target. */
export function reasonOf(rules: RuleSet, state: State, target: Target): string {
  let reason = reasons.get(target);
  if (reason === undefined) {
    reason = findReason(rules, state, target);
    reasons.set(target, reason);
  }
  return reason;
}

function findReason(rules: RuleSet, state: State, { id, command, outcome }: Target): string {
  const object = boundObject(state, command.device);
  if (object !== null && attachedHwpt(state, object) === id) return 'it is there already: nothing would change';
  const brief = briefOf(rules, outcome);
  if (brief !== null) return brief;
  const chosen = outcome.candidates?.find((candidate) => candidate.refusal === null);
  if (chosen !== undefined) return `${chosen.fresh ? 'makes' : 'reuses'} hwpt ${chosen.hwpt}, auto`;
  return placeText(state, objectAt(state, id));
}
