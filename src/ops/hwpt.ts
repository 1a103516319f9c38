import { firstAreaIn } from '../address/areas.ts';
import { capabilitiesOf, DRIVER_RULES } from '../drivers/index.ts';
import { unitOf, type Device } from '../model/machine.ts';
import { kindOf, objectName } from '../kinds/index.ts';
import { holdersOf, type Holder } from '../kinds/references.ts';
import {
  deviceObjectAt,
  mustDevice,
  mustIoas,
  nextId,
  objectAt,
  pagingAt,
  withNewObject,
  withObject,
  type State,
} from '../model/state.ts';
import type { HwptPaging, Ioas } from '../model/objects.ts';
import { entrySnoops } from '../model/traits.ts';
import { ALLOC_DEVICE, ALLOC_FORM, ALLOC_NESTED, ALLOC_TARGET } from '../rules/hwpt_alloc.ts';
import {
  DESTROY,
  DESTROY_OBJECT,
  DIRTY_HWPT,
  DIRTY_TRACKING,
  INVALIDATE,
  INVALIDATE_HWPT,
  TRANSLATE,
  TRANSLATE_HWPT,
} from '../rules/hwpt.ts';
import { isCheck } from '../rules/rule.ts';
import type { CommandOf } from '../uapi/commands.ts';
import { allocPaging } from './attach.ts';
import type { Answer, Context, Outcome } from './context.ts';
import { joinIoas } from './fill.ts';

export const hwptAlloc: Answer<'hwpt_alloc'> = (context, state, command) => {
  const target = objectAt(state, command.ptId);
  const refusal =
    context.refuses(ALLOC_FORM, command) ??
    context.refuses(ALLOC_DEVICE, { id: command.devId, object: objectAt(state, command.devId) }) ??
    context.refuses(ALLOC_TARGET, { id: command.ptId, object: target });
  if (refusal !== null) return context.refused(state, refusal);
  const bound = deviceObjectAt(state, command.devId);
  if (bound === null) throw new Error(`object ${command.devId} is no device and no rule says so`);
  const device = mustDevice(state, bound.id);
  if (target?.type === 'ioas') return allocOnIoas(context, state, command, target, device);
  if (target?.type === 'hwpt_paging') return allocNested(context, state, command, target, device);
  throw new Error(`object ${command.ptId} takes no page table and no rule says so`);
};

function allocOnIoas(
  context: Context,
  state: State,
  command: CommandOf<'hwpt_alloc'>,
  ioas: Ioas,
  device: Device,
): Outcome {
  const { nestParent, dirtyTracking, data } = command;
  const hwpt = allocPaging(context, state, ioas, device, { autoDomain: false, nestParent, dirtyTracking }, data);
  if (isCheck(hwpt)) return context.refused(state, hwpt);
  const joined = joinIoas(context, withNewObject(state, hwpt), hwpt.id);
  if (joined.refusal !== null) {
    context.withdraw(hwpt.id);
    return context.refused(state, joined.refusal);
  }
  return context.handsBack<'hwpt_alloc'>(joined.state, { outHwptId: hwpt.id });
}

function allocNested(
  context: Context,
  state: State,
  command: CommandOf<'hwpt_alloc'>,
  parent: HwptPaging,
  device: Device,
): Outcome {
  const unit = unitOf(state.machine, device);
  const { nestParent, dirtyTracking, data } = command;
  const can = capabilitiesOf(context.rules.kernel, unit);
  const facts = { nestParent, dirtyTracking, data, device, unit, can, parent };
  const refusal = context.refuses(ALLOC_NESTED, facts) ?? context.refuses(DRIVER_RULES[unit.driver].allocNested, facts);
  if (refusal !== null) return context.refused(state, refusal);
  const id = nextId(state);
  const nested = withNewObject(state, { type: 'hwpt_nested', id, born: state.nextBorn, parent: parent.id });
  return context.handsBack<'hwpt_alloc'>(nested, { outHwptId: id });
}

export const hwptInvalidate: Answer<'hwpt_invalidate'> = (context, state, command) => {
  const refusal =
    context.refuses(INVALIDATE_HWPT, { id: command.hwpt, object: objectAt(state, command.hwpt) }) ??
    context.refuses(INVALIDATE, command);
  return refusal === null ? context.answered(state) : context.refused(state, refusal);
};

export const setDirtyTracking: Answer<'set_dirty_tracking'> = (context, state, command) => {
  const object = objectAt(state, command.hwpt);
  const wrong = context.refuses(DIRTY_HWPT, { id: command.hwpt, object });
  if (wrong !== null) return context.refused(state, wrong);
  const hwpt = pagingAt(state, command.hwpt);
  if (hwpt === null) throw new Error(`object ${command.hwpt} is no paging page table and no rule says so`);
  const refusal = context.refuses(DIRTY_TRACKING, { hwpt });
  if (refusal !== null) return context.refused(state, refusal);
  const unchanged = hwpt.dirtyEnabled === command.enable;
  return context.answered(unchanged ? state : withObject(state, { ...hwpt, dirtyEnabled: command.enable }));
};

export const destroy: Answer<'destroy'> = (context, state, command) => {
  const object = objectAt(state, command.id);
  const missing = context.refuses(DESTROY_OBJECT, { id: command.id, object });
  if (missing !== null) return context.refused(state, missing);
  if (object === undefined) throw new Error(`there is no object ${command.id} and no rule says so`);
  const holders = holdersOf(state, object);
  const refusal = context.refuses(DESTROY, { id: command.id, object, holders, names: namesOf(state, holders) });
  return refusal === null ? context.answered(kindOf(object).destroy(state, object)) : context.refused(state, refusal);
};

/** The names of the objects among the holders, by id. */
function namesOf(state: State, holders: readonly Holder[]): Readonly<Record<number, string>> {
  const names: Record<number, string> = {};
  for (const holder of holders) {
    const object = holder.kind === 'link' ? objectAt(state, holder.by) : undefined;
    if (object !== undefined) names[object.id] = objectName(object);
  }
  return names;
}

export const translate: Answer<'translate'> = (context, state, command) => {
  const wrong = context.refuses(TRANSLATE_HWPT, { id: command.hwpt, object: objectAt(state, command.hwpt) });
  if (wrong !== null) return context.refused(state, wrong);
  const hwpt = pagingAt(state, command.hwpt);
  if (hwpt === null) throw new Error(`object ${command.hwpt} is no paging page table and no rule says so`);
  const area = firstAreaIn(mustIoas(state, hwpt.ioas).areas, command.iova, command.iova);
  const refusal = context.refuses(TRANSLATE, { hwpt: hwpt.id, iova: command.iova, mapped: area !== null });
  if (refusal !== null) return context.refused(state, refusal);
  if (area === null) throw new Error(`nothing is mapped at ${command.iova} and no rule says so`);
  return context.handsBack<'translate'>(state, {
    outUserVa: area.va + (command.iova - area.start),
    outProt: area.prot,
    outSnoop: entrySnoops(hwpt, area.made),
  });
};
