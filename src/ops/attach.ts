/** Attaching and replacing: one page table at a time, and the automatic search through those of an IOAS. */
import { DRIVER_RULES } from '../drivers/index.ts';
import { groupMembers, unitOf, type Device } from '../model/machine.ts';
import { attachedDevices, groupsOn } from '../model/references.ts';
import {
  attachedHwpt,
  enforcesCc,
  groupAt,
  hwptAt,
  mustDevice,
  mustIoas,
  mustPaging,
  nextId,
  objectAt,
  pagingAt,
  pagingOf,
  withGroup,
  withNewObject,
  withObject,
  withoutObject,
  type DeviceObject,
  type Group,
  type Hwpt,
  type HwptPaging,
  type Ioas,
  type State,
} from '../model/state.ts';
import { areaCount } from '../address/areas.ts';
import { ATTACH_GROUP, CC_REQUEST, GROUP_ELSEWHERE } from '../rules/attach.ts';
import type { Check } from '../rules/rule.ts';
import type { Context } from './context.ts';
import { joinIoas, removePaging } from './fill.ts';
import { reserveRegions, unreserveGroup, withoutReservations } from './reservations.ts';

/** The state after an attempt, also after a refused one: what an earlier part of the work did can stay. */
export interface Attached {
  readonly state: State;
  readonly refusal: Check | null;
}

function mustHwpt(state: State, id: number): Hwpt {
  const hwpt = hwptAt(state, id);
  if (hwpt === null) throw new Error(`object ${id} is no page table`);
  return hwpt;
}

/** The first device, bound or not, that sits directly on the page table and can't enforce. */
function firstUnable(state: State, paging: HwptPaging) {
  for (const group of groupsOn(state, paging.id)) {
    for (const device of groupMembers(state.machine, group)) {
      const unit = unitOf(state.machine, device);
      if (!unit.enforceCacheCoherency) return { device, unit };
    }
  }
  return null;
}

/** Asks the page table to enforce for each of the devices that can, as rule sets before mainline do on attach. */
function requestCc(context: Context, state: State, hwpt: Hwpt, devices: readonly Device[]): Attached {
  const request = context.rules.policy.ccRequest;
  if (request === 'none' || (request === 'paging-only' && hwpt.type === 'hwpt_nested')) return { state, refusal: null };
  const askedId = hwpt.type === 'hwpt_nested' && request === 'redirect-to-parent' ? hwpt.parent : hwpt.id;
  let after = state;
  for (const device of devices) {
    if (!unitOf(state.machine, device).enforceCacheCoherency) continue;
    const asked = mustHwpt(after, askedId);
    if (asked.type === 'hwpt_paging' && enforcesCc(asked)) continue;
    const facts = { hwpt, asked, device };
    const refusal =
      context.refuses(CC_REQUEST, facts) ??
      (asked.type === 'hwpt_nested'
        ? null
        : context.refuses(DRIVER_RULES[asked.driver].enforce, {
            ...facts,
            paging: asked,
            unable: firstUnable(after, asked),
          }));
    if (refusal !== null) return { state: after, refusal };
    if (asked.type === 'hwpt_nested') continue;
    context.decisions.push({
      kind: 'cc_upgraded',
      hwpt: asked.id,
      device: device.id,
      older: areaCount(mustIoas(after, asked.ioas).areas),
    });
    after = withObject(after, { ...asked, cc: [...asked.cc, { from: after.nextArea, enforces: true }] });
  }
  return { state: after, refusal: null };
}

/** Gives the page table an MSI cookie when the group has an MSI window and the page table none yet. */
function setUpMsi(context: Context, state: State, group: Group, pagingId: number): State {
  const paging = mustPaging(state, pagingId);
  if (group.swMsiStart === null || paging.msiCookie) return state;
  context.decisions.push({ kind: 'msi_cookie', hwpt: paging.id, start: group.swMsiStart });
  return withObject(state, { ...paging, msiCookie: true });
}

/** Asks the driver to move the group to the page table: its `attach_dev`, judged by the parent for a nested one. */
function driverRefuses(context: Context, state: State, hwpt: Hwpt, device: Device): Check | null {
  const paging = pagingOf(state, hwpt);
  const driver = DRIVER_RULES[paging.driver];
  const facts = { hwpt, paging, device, unit: unitOf(state.machine, device) };
  const nested = hwpt.type === 'hwpt_nested' ? context.refuses(driver.attachNested, facts) : null;
  return nested ?? context.refuses(driver.attach, facts);
}

/** Attaches a device to a page table: `iommufd_hw_pagetable_attach`. */
function attachTo(context: Context, state: State, object: DeviceObject, hwptId: number): Attached {
  const device = mustDevice(state, object.id);
  const hwpt = mustHwpt(state, hwptId);
  const elsewhere = context.refuses(GROUP_ELSEWHERE, { group: groupAt(state, device.group), hwpt });
  if (elsewhere !== null) return { state, refusal: elsewhere };

  const asked = requestCc(context, state, hwpt, [device]);
  if (asked.refusal !== null) return asked;

  const paging = pagingOf(asked.state, hwpt);
  const reserved = reserveRegions(context, asked.state, device, paging.ioas, true);
  let after = reserved.state;
  let group = groupAt(after, device.group);
  if (reserved.swMsiStart !== null && reserved.swMsiStart !== group.swMsiStart) {
    group = { ...group, swMsiStart: reserved.swMsiStart };
    after = withGroup(after, group);
  }
  if (reserved.refusal !== null) return { state: after, refusal: reserved.refusal };

  if (group.attached.length === 0) {
    after = setUpMsi(context, after, group, paging.id);
    const facts = { hwpt, paging, device, unit: unitOf(after.machine, device) };
    const refusal = context.refuses(ATTACH_GROUP, facts) ?? driverRefuses(context, after, hwpt, device);
    if (refusal !== null) return { state: settled(unreserveDevice(after, device, paging.ioas), state), refusal };
  }
  return {
    state: withGroup(after, { ...group, hwpt: hwptId, attached: [...group.attached, object.id] }),
    refusal: null,
  };
}

function unreserveDevice(state: State, device: Device, ioasId: number): State {
  const ioas = mustIoas(state, ioasId);
  const without = withoutReservations(ioas, { kind: 'device', device: device.id });
  return without === ioas ? state : withObject(state, without);
}

/** Moves the group of an attached device to another page table: `iommufd_device_do_replace`. */
function replaceBy(context: Context, state: State, object: DeviceObject, hwptId: number): Attached {
  const device = mustDevice(state, object.id);
  const group = groupAt(state, device.group);
  if (group.hwpt === null) throw new Error(`group ${group.id} has an attached device and no page table`);
  if (group.hwpt === hwptId) {
    context.decisions.push({ kind: 'already_there', hwpt: hwptId });
    return { state, refusal: null };
  }
  const hwpt = mustHwpt(state, hwptId);
  const asked = requestCc(
    context,
    state,
    hwpt,
    group.attached.map((id) => mustDevice(state, id)),
  );
  if (asked.refusal !== null) return asked;

  const paging = pagingOf(asked.state, hwpt);
  const before = pagingOf(asked.state, mustHwpt(asked.state, group.hwpt));
  let after = asked.state;
  if (paging.ioas !== before.ioas) {
    for (const id of group.attached) {
      const reserved = reserveRegions(context, after, mustDevice(after, id), paging.ioas, false);
      if (reserved.refusal !== null) {
        const unreserved = unreserveGroup(reserved.state, group, paging.ioas);
        return { state: settled(unreserved, state), refusal: reserved.refusal };
      }
      after = reserved.state;
    }
  }
  after = setUpMsi(context, after, group, paging.id);
  const refusal = driverRefuses(context, after, hwpt, device);
  if (refusal !== null) {
    const unreserved = unreserveGroup(after, group, paging.ioas);
    if (unreserved !== after && paging.ioas === before.ioas) {
      context.decisions.push({ kind: 'reservations_dropped', ioas: paging.ioas, group: group.id });
    }
    return { state: settled(unreserved, state), refusal };
  }
  if (paging.ioas !== before.ioas) after = unreserveGroup(after, group, before.ioas);
  return { state: putHwpt(context, withGroup(after, { ...group, hwpt: hwptId }), group.hwpt), refusal: null };
}

/** Lets go of a page table: an automatic one goes with its last attachment (`iommufd_hw_pagetable_put`). */
function putHwpt(context: Context, state: State, hwptId: number): State {
  const hwpt = pagingAt(state, hwptId);
  if (hwpt === null || !hwpt.autoDomain || attachedDevices(state, hwptId).length > 0) return state;
  context.decisions.push({ kind: 'auto_gone', hwpt: hwptId });
  return removePaging(state, hwptId);
}

/** Takes an attached device off its page table, without letting go of the page table. */
function takeOff(state: State, object: DeviceObject, hwptId: number): State {
  const device = mustDevice(state, object.id);
  const group = groupAt(state, device.group);
  const attached = group.attached.filter((id) => id !== object.id);
  const off = withGroup(state, { ...group, attached, hwpt: attached.length === 0 ? null : group.hwpt });
  return unreserveDevice(off, device, pagingOf(state, mustHwpt(state, hwptId)).ioas);
}

/** Detaches a device, if it is attached: `iommufd_device_detach`. */
export function detach(context: Context, state: State, object: DeviceObject): State {
  const hwptId = attachedHwpt(state, object);
  if (hwptId === null) return state;
  return putHwpt(context, takeOff(state, object, hwptId), hwptId);
}

/** A paging page table for a device, under the next free id, with no IOAS entries yet. */
export function newPaging(
  state: State,
  ioas: Ioas,
  device: Device,
  flags: { readonly autoDomain: boolean; readonly nestParent: boolean; readonly dirtyTracking: boolean },
): HwptPaging {
  const unit = unitOf(state.machine, device);
  return {
    type: 'hwpt_paging',
    id: nextId(state),
    born: state.nextBorn,
    ioas: ioas.id,
    ...flags,
    dirtyEnabled: false,
    driver: unit.driver,
    unit: unit.id,
    addressWidth: unit.addressWidth,
    cc: [{ from: 0, enforces: unit.enforceCacheCoherency }],
    everMapped: false,
    msiCookie: false,
  };
}

type DoAttach = (context: Context, state: State, object: DeviceObject, hwptId: number) => Attached;

/** Attaches to, or replaces by, one page table. */
export function attachOrReplace(context: Context, state: State, object: DeviceObject, hwptId: number): Attached {
  return doAttachOf(state, object)(context, state, object, hwptId);
}

function doAttachOf(state: State, object: DeviceObject): DoAttach {
  return attachedHwpt(state, object) === null ? attachTo : replaceBy;
}

/** Makes an automatic page table and puts the device on it, in the order that attach or replace has. */
function attachFresh(
  context: Context,
  state: State,
  object: DeviceObject,
  ioasId: number,
  replaces: boolean,
): Attached {
  const device = mustDevice(state, object.id);
  const hwpt = newPaging(state, mustIoas(state, ioasId), device, {
    autoDomain: true,
    nestParent: false,
    dirtyTracking: false,
  });
  context.decisions.push(
    { kind: 'auto_made', hwpt: hwpt.id },
    { kind: 'cc_at_allocation', hwpt: hwpt.id, device: device.id, enforces: enforcesCc(hwpt) },
  );
  const made = withNewObject(state, hwpt);
  if (replaces) {
    const joined = joinIoas(context, made, hwpt.id);
    if (joined.refusal !== null) return { state, refusal: joined.refusal };
    const replaced = replaceBy(context, joined.state, object, hwpt.id);
    return replaced.refusal === null
      ? replaced
      : { state: dropPaging(replaced.state, hwpt.id, state), refusal: replaced.refusal };
  }
  const attached = attachTo(context, made, object, hwpt.id);
  if (attached.refusal !== null) {
    return { state: withoutFailed(attached.state, hwpt.id, state), refusal: attached.refusal };
  }
  const joined = joinIoas(context, attached.state, hwpt.id);
  if (joined.refusal === null) return joined;
  return { state: withoutFailed(takeOff(joined.state, object, hwpt.id), hwpt.id, state), refusal: joined.refusal };
}

/** The state without a page table that never joined its IOAS; `before`, when nothing else is different. */
function withoutFailed(state: State, hwptId: number, before: State): State {
  return settled({ ...withoutObject(state, hwptId), nextBorn: before.nextBorn }, before);
}

/** As {@link withoutFailed}, for a page table that did join. */
function dropPaging(state: State, hwptId: number, before: State): State {
  const ioasId = mustPaging(state, hwptId).ioas;
  const removed = removePaging(state, hwptId);
  const was = mustIoas(before, ioasId);
  const is = mustIoas(removed, ioasId);
  const same = is.reserved.length === was.reserved.length;
  return settled({ ...(same ? withObject(removed, was) : removed), nextBorn: before.nextBorn }, before);
}

/** `before`, when the objects and groups are the very ones that it has. */
function settled(state: State, before: State): State {
  if (state.nextArea !== before.nextArea || state.objects.length !== before.objects.length) return state;
  for (let id = 0; id < state.objects.length; id += 1) {
    if (state.objects[id] === before.objects[id]) continue;
    if (!sameButRebuilt(state, before, id)) return state;
  }
  for (const [id, group] of state.groups) {
    const was = groupAt(before, id);
    if (
      was !== group &&
      (was.hwpt !== group.hwpt || was.swMsiStart !== group.swMsiStart || was.attached.length !== group.attached.length)
    ) {
      return state;
    }
  }
  return before;
}

function sameButRebuilt(state: State, before: State, id: number): boolean {
  const is = objectAt(state, id);
  const was = objectAt(before, id);
  if (is?.type !== 'ioas' || was?.type !== 'ioas') return false;
  return (
    is.areas === was.areas &&
    is.allowed === was.allowed &&
    is.hugePages === was.hugePages &&
    is.hwpts.length === was.hwpts.length &&
    is.reserved.length === was.reserved.length &&
    is.reserved.every((entry, index) => entry === was.reserved[index])
  );
}

/**
 * Attaches to an IOAS: tries its automatic page tables in allocation order, then makes one
 * (`iommufd_device_auto_get_domain`). EINVAL means "try the next"; any other errno is the answer.
 */
export function attachToIoas(
  context: Context,
  state: State,
  object: DeviceObject,
  ioasId: number,
): Attached & { readonly hwpt: number } {
  const replaces = attachedHwpt(state, object) !== null;
  const doAttach = doAttachOf(state, object);
  const outer = context.checks;
  context.candidates = [];
  let current = state;
  for (const id of mustIoas(state, ioasId).hwpts) {
    if (pagingAt(current, id)?.autoDomain !== true) continue;
    context.checks = [];
    const attached = doAttach(context, current, object, id);
    current = attached.state;
    context.candidates.push({ hwpt: id, fresh: false, checks: context.checks, refusal: attached.refusal });
    if (attached.refusal?.rule.errno === 'EINVAL') continue;
    context.checks = [...outer, ...context.checks];
    if (attached.refusal === null) context.decisions.push({ kind: 'auto_reused', hwpt: id });
    return { ...attached, hwpt: id };
  }
  context.checks = [];
  const fresh = nextId(current);
  const attached = attachFresh(context, current, object, ioasId, replaces);
  context.candidates.push({ hwpt: fresh, fresh: true, checks: context.checks, refusal: attached.refusal });
  context.checks = [...outer, ...context.checks];
  return { ...attached, hwpt: fresh };
}
