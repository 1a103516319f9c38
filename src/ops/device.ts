import { capabilitiesOf } from '../drivers/index.ts';
import { groupMembers, unitOf } from '../model/machine.ts';
import {
  boundObject,
  hwptAt,
  ioasAt,
  mustDevice,
  nextId,
  objectAt,
  withNewObject,
  withoutObject,
  type State,
} from '../model/state.ts';
import type { DeviceObject } from '../model/objects.ts';
import { ATTACH_DEVICE, ATTACH_TARGET } from '../rules/attach.ts';
import { BIND, BIND_STATE, DETACH, UNBIND } from '../rules/device.ts';
import type { DeviceFacts } from '../rules/lookup.ts';
import { isCheck, type Check, type Stage } from '../rules/rule.ts';
import { attachOrReplace, attachToIoas, detach } from './attach.ts';
import type { Answer, Context } from './context.ts';

/** The bound object of the device that a call is made on, or the check that refuses. */
function onBound(context: Context, state: State, device: number, stage: Stage<DeviceFacts>): DeviceObject | Check {
  const object = boundObject(state, device);
  const refusal = context.refuses(stage, {
    device,
    hardware: state.machine.devices.get(device),
    objectId: object?.id ?? null,
  });
  if (refusal !== null) return refusal;
  if (object === null) throw new Error(`device ${device} is not bound and no rule says so`);
  return object;
}

export const deviceBind: Answer<'device_bind'> = (context, state, command) => {
  const device = state.machine.devices.get(command.device);
  const wrongState = context.refuses(BIND_STATE, {
    device: command.device,
    hardware: device,
    objectId: boundObject(state, command.device)?.id ?? null,
  });
  if (wrongState !== null) return context.refused(state, wrongState);
  if (device === undefined) throw new Error(`there is no device ${command.device} and no rule says so`);
  const unsafe = groupMembers(state.machine, device.group).filter((member) => !member.isolatedMsi);
  const unit = unitOf(state.machine, device);
  const can = capabilitiesOf(context.rules.kernel, unit);
  const refusal = context.refuses(BIND, {
    device,
    unit,
    can,
    unsafe: unsafe.map((member) => member.id),
  });
  if (refusal !== null) return context.refused(state, refusal);
  const id = nextId(state);
  const { enforceCacheCoherency } = can;
  const bound = withNewObject(state, {
    type: 'device',
    id,
    born: state.nextBorn,
    device: device.id,
    enforceCacheCoherency,
  });
  return context.handsBack<'device_bind'>(bound, { outDevId: id });
};

export const deviceUnbind: Answer<'device_unbind'> = (context, state, command) => {
  const object = onBound(context, state, command.device, UNBIND);
  if (isCheck(object)) return context.refused(state, object);
  const { group } = mustDevice(state, object.id);
  const after = withoutObject(detach(context, state, object), object.id);
  const stillBound = groupMembers(after.machine, group).some((member) => boundObject(after, member.id) !== null);
  if (stillBound || !after.groups.has(group)) return context.answered(after);
  const groups = new Map(after.groups);
  groups.delete(group);
  return context.answered({ ...after, groups });
};

export const deviceDetach: Answer<'device_detach'> = (context, state, command) => {
  const object = onBound(context, state, command.device, DETACH);
  if (isCheck(object)) return context.refused(state, object);
  const after = detach(context, state, object);
  if (after === state) context.decisions.push({ kind: 'not_attached', device: command.device });
  return context.answered(after);
};

export const deviceAttach: Answer<'device_attach'> = (context, state, command) => {
  const object = onBound(context, state, command.device, ATTACH_DEVICE);
  if (isCheck(object)) return context.refused(state, object);
  const target = objectAt(state, command.ptId);
  const refusal = context.refuses(ATTACH_TARGET, { id: command.ptId, object: target });
  if (refusal !== null) return context.refused(state, refusal);
  const ioas = ioasAt(state, command.ptId);
  if (ioas !== null) {
    const attached = attachToIoas(context, state, object, ioas.id);
    if (attached.refusal !== null) return context.refused(attached.state, attached.refusal);
    return context.handsBack<'device_attach'>(attached.state, { outPtId: attached.hwpt });
  }
  const hwpt = hwptAt(state, command.ptId);
  if (hwpt === null) throw new Error(`object ${command.ptId} is no target and no rule says so`);
  const attached = attachOrReplace(context, state, object, hwpt.id);
  if (attached.refusal !== null) return context.refused(attached.state, attached.refusal);
  return context.handsBack<'device_attach'>(attached.state, { outPtId: command.ptId });
};
