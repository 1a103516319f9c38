/** What the kernel would answer if a device were attached to each page table and IOAS. */
import { entriesText } from './nodes.ts';
import {
  attachedHwpt,
  boundObject,
  explain,
  refOf,
  step,
  type Explanation,
  type ObjectRef,
  type RuleSet,
  type State,
} from '../../src/index.ts';

export interface Target {
  readonly id: number;
  readonly ref: ObjectRef;
  /** `0` or the errno's name. */
  readonly answer: string;
  readonly legal: boolean;
  /** The first rule that refuses, or what would happen. */
  readonly reason: string;
  readonly explanation: Explanation;
}

function reasonOf(state: State, device: number, id: number, explanation: Explanation): string {
  const object = boundObject(state, device);
  if (object !== null && attachedHwpt(state, object) === id) return 'it is there already: nothing would change';
  if (explanation.brief !== null) return explanation.brief;
  const chosen = explanation.candidates.find((candidate) => candidate.chosen);
  if (chosen !== undefined) return `${chosen.fresh ? 'makes' : 'reuses'} hwpt ${chosen.hwpt}, auto`;
  const target = state.objects[id];
  if (target?.type === 'hwpt_nested') return `stage 1 on hwpt ${target.parent}`;
  return target?.type === 'hwpt_paging' ? entriesText(state, target) : '';
}

/** The answers for every target of a device, in id order. */
export function attachTargets(rules: RuleSet, state: State, device: number): Target[] {
  return state.objects.flatMap((object): Target[] => {
    if (object === undefined || object.type === 'device') return [];
    const command = { op: 'device_attach', device, ptId: object.id } as const;
    const outcome = step(rules, state, command);
    const explanation = explain(rules, state, command, outcome);
    return [
      {
        id: object.id,
        ref: refOf(object),
        answer: explanation.answer,
        legal: outcome.result.ok,
        reason: reasonOf(state, device, object.id, explanation),
        explanation,
      },
    ];
  });
}
