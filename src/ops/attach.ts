/** Attaching and replacing: one page table at a time, and the automatic search through those of an IOAS. */
import { areaCount } from '../address/areas.ts';
import { capabilitiesOf, DRIVER_RULES } from '../drivers/index.ts';
import { removePaging } from '../kinds/hwpt_paging.ts';
import { attachedDevices, groupsOn } from '../model/attachments.ts';
import type { ObjectId } from '../model/ids.ts';
import { groupMembers, levelsOf, unitOf, type Device } from '../model/machine.ts';
import type { DeviceObject, Hwpt, HwptPaging, Ioas } from '../model/objects.ts';
import {
  attachedHwpt,
  enforcesCc,
  groupAt,
  hwptAt,
  mustDevice,
  mustIoas,
  mustPaging,
  nextId,
  pagingAt,
  pagingOf,
  withGroup,
  withNewObject,
  withObject,
  type Group,
  type State,
} from '../model/state.ts';
import { ATTACH_GROUP, CC_REQUEST, GROUP_ELSEWHERE, type DomainFacts } from '../rules/attach.ts';
import { ALLOC_PAGING } from '../rules/hwpt_alloc.ts';
import { isCheck, type Check } from '../rules/rule.ts';
import type { DataKind } from '../uapi/commands.ts';
import type { Context } from './context.ts';
import { joinIoas } from './fill.ts';
import { reserveRegions } from './reservations.ts';
import { afterRefusal, leave, outlasting, type Residue } from './residue.ts';

/** What came of an attempt to attach. */
interface Attempted {
  readonly refusal: Check | null;
  /** The state after it, also after a refused one. */
  readonly state: State;
  /** The steps that stay when the attempt is refused, or taken back later. */
  readonly left: readonly Residue[];
}

const NOTHING_LEFT: readonly Residue[] = [];

const refusedWith = (refusal: Check, before: State, left: readonly Residue[]): Attempted => ({
  refusal,
  state: afterRefusal(before, left),
  left,
});

function mustHwpt(state: State, id: ObjectId): Hwpt {
  const hwpt = hwptAt(state, id);
  if (hwpt === null) throw new Error(`object ${id} is no page table`);
  return hwpt;
}

/** The first device, bound or not, that sits directly on the page table and can't enforce. */
function firstUnable(context: Context, state: State, paging: HwptPaging) {
  for (const group of groupsOn(state, paging.id)) {
    for (const device of groupMembers(state.machine, group)) {
      const unit = unitOf(state.machine, device);
      if (!capabilitiesOf(context.rules.kernel, unit).enforceCacheCoherency) return { device, unit };
    }
  }
  return null;
}

/** Asks the page table to enforce for each of the devices that can, as series before mainline do on attach. */
function requestCc(context: Context, state: State, hwpt: Hwpt, devices: readonly Device[]): Attempted {
  const request = context.rules.policy.ccRequest;
  if (request === 'none' || (request === 'paging-only' && hwpt.type === 'hwpt_nested'))
    return { refusal: null, state, left: NOTHING_LEFT };
  const askedId = hwpt.type === 'hwpt_nested' && request === 'redirect-to-parent' ? hwpt.parent : hwpt.id;
  let after = state;
  const left: Residue[] = [];
  for (const device of devices) {
    if (!capabilitiesOf(context.rules.kernel, unitOf(state.machine, device)).enforceCacheCoherency) continue;
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
            unable: firstUnable(context, after, asked),
          }));
    if (refusal !== null) return { refusal, state: after, left };
    if (asked.type === 'hwpt_nested') continue;
    context.decisions.push({
      kind: 'cc_upgraded',
      hwpt: asked.id,
      device: device.id,
      older: areaCount(mustIoas(after, asked.ioas).areas),
    });
    const enforces: Residue = { kind: 'enforces', hwpt: asked.id };
    left.push(enforces);
    after = leave(after, enforces);
  }
  return { refusal: null, state: after, left };
}

/** Gives the page table an MSI cookie when the group has an MSI window and the page table none yet. */
function setUpMsi(context: Context, state: State, start: bigint | null, pagingId: ObjectId): readonly Residue[] {
  if (start === null || mustPaging(state, pagingId).msiCookie) return NOTHING_LEFT;
  context.decisions.push({ kind: 'msi_cookie', hwpt: pagingId, start });
  return [{ kind: 'msi_cookie', hwpt: pagingId }];
}

function domainFacts(context: Context, state: State, hwpt: Hwpt, paging: HwptPaging, device: Device): DomainFacts {
  const unit = unitOf(state.machine, device);
  return { hwpt, paging, device, unit, can: capabilitiesOf(context.rules.kernel, unit) };
}

/** Asks the driver to move the group to the page table: its `attach_dev`, judged by the parent for a nested one. */
function driverRefuses(context: Context, state: State, hwpt: Hwpt, device: Device): Check | null {
  const paging = pagingOf(state, hwpt);
  const driver = DRIVER_RULES[paging.driver];
  const facts = domainFacts(context, state, hwpt, paging, device);
  if (hwpt.type !== 'hwpt_nested') return context.refuses(driver.attach, facts);
  return (
    context.refuses(driver.attachNested, facts) ??
    context.refuses(driver.attach, facts) ??
    context.refuses(driver.setUpNested, facts)
  );
}

/** What the driver does to a page table that it attached: the state with it. */
function settled(state: State, hwpt: Hwpt, device: Device): State {
  const paging = pagingOf(state, hwpt);
  const after = DRIVER_RULES[paging.driver].attached?.(paging, unitOf(state.machine, device)) ?? paging;
  return after === paging ? state : withObject(state, after);
}

/** Attaches a device to a page table: `iommufd_hw_pagetable_attach`. */
function attachTo(context: Context, state: State, object: DeviceObject, hwptId: ObjectId): Attempted {
  const device = mustDevice(state, object.id);
  const hwpt = mustHwpt(state, hwptId);
  const group = groupAt(state, device.group);
  const elsewhere = context.refuses(GROUP_ELSEWHERE, { group, hwpt });
  if (elsewhere !== null) return refusedWith(elsewhere, state, NOTHING_LEFT);

  const asked = requestCc(context, state, hwpt, [device]);
  if (asked.refusal !== null) return asked;

  const paging = pagingOf(asked.state, hwpt);
  const reserved = reserveRegions(context, asked.state, device, paging.ioas, true);
  const windowStart = reserved.swMsiStart ?? group.swMsiStart;
  const left: Residue[] = [...asked.left, { kind: 'unreserved', device: device.id, ioas: paging.ioas }];
  const kept: Residue[] = windowStart === null ? [] : [{ kind: 'msi_window', group: device.group, start: windowStart }];
  if (reserved.refusal !== null) return refusedWith(reserved.refusal, state, [...left, ...kept]);

  if (group.attached.length === 0) {
    kept.push(...setUpMsi(context, reserved.state, windowStart, paging.id));
    const facts = domainFacts(context, state, hwpt, paging, device);
    const refusal = context.refuses(ATTACH_GROUP, facts) ?? driverRefuses(context, asked.state, hwpt, device);
    if (refusal !== null) return refusedWith(refusal, state, [...left, ...kept]);
  }
  const moved = settled(afterRefusal(reserved.state, kept), hwpt, device);
  const now = groupAt(moved, device.group);
  return {
    refusal: null,
    state: withGroup(moved, { ...now, hwpt: hwptId, attached: [...now.attached, object.id] }),
    left: [...left, ...kept],
  };
}

/** What taking back the reservations of a group in an IOAS leaves: `iommufd_group_remove_reserved_iova`. */
function unreserved(state: State, group: Group, ioas: ObjectId): Residue[] {
  return group.attached.map((id) => ({ kind: 'unreserved', device: mustDevice(state, id).id, ioas }));
}

/** Moves the group of an attached device to another page table: `iommufd_device_do_replace`. */
function replaceBy(context: Context, state: State, object: DeviceObject, hwptId: ObjectId): Attempted {
  const device = mustDevice(state, object.id);
  const group = groupAt(state, device.group);
  if (group.hwpt === null) throw new Error(`group ${group.id} has an attached device and no page table`);
  if (group.hwpt === hwptId) {
    context.decisions.push({ kind: 'already_there', hwpt: hwptId });
    return { refusal: null, state, left: NOTHING_LEFT };
  }
  const hwpt = mustHwpt(state, hwptId);
  const members = group.attached.map((id) => mustDevice(state, id));
  const asked = requestCc(context, state, hwpt, members);
  if (asked.refusal !== null) return asked;

  const paging = pagingOf(asked.state, hwpt);
  const before = pagingOf(asked.state, mustHwpt(asked.state, group.hwpt));
  const elsewhere = paging.ioas !== before.ioas;
  const left = [...asked.left, ...unreserved(state, group, paging.ioas)];
  let after = asked.state;
  for (const member of elsewhere ? members : []) {
    const reserved = reserveRegions(context, after, member, paging.ioas, false);
    if (reserved.refusal !== null) return refusedWith(reserved.refusal, state, left);
    after = reserved.state;
  }
  const cookie = setUpMsi(context, after, group.swMsiStart, paging.id);
  after = afterRefusal(after, cookie);
  const refusal = driverRefuses(context, after, hwpt, device);
  if (refusal !== null) {
    const refused = refusedWith(refusal, state, [...left, ...cookie]);
    if (!elsewhere && afterRefusal(state, unreserved(state, group, paging.ioas)) !== state) {
      context.decisions.push({ kind: 'reservations_dropped', ioas: paging.ioas, group: group.id });
    }
    return refused;
  }
  after = settled(after, hwpt, device);
  if (elsewhere) after = afterRefusal(after, unreserved(after, group, before.ioas));
  return {
    refusal: null,
    state: putHwpt(context, withGroup(after, { ...group, hwpt: hwptId }), group.hwpt),
    left: NOTHING_LEFT,
  };
}

/** Lets go of a page table: an automatic one goes with its last attachment (`iommufd_hw_pagetable_put`). */
function putHwpt(context: Context, state: State, hwptId: ObjectId): State {
  const hwpt = pagingAt(state, hwptId);
  if (hwpt === null || !hwpt.autoDomain || attachedDevices(state, hwptId).length > 0) return state;
  context.decisions.push({ kind: 'auto_gone', hwpt: hwptId });
  return removePaging(state, hwpt);
}

/** Detaches a device, if it is attached: `iommufd_device_detach`. */
export function detach(context: Context, state: State, object: DeviceObject): State {
  const hwptId = attachedHwpt(state, object);
  if (hwptId === null) return state;
  const device = mustDevice(state, object.id);
  const group = groupAt(state, device.group);
  const attached = group.attached.filter((id) => id !== object.id);
  const off = withGroup(state, { ...group, attached, hwpt: attached.length === 0 ? null : group.hwpt });
  const { ioas } = pagingOf(state, mustHwpt(state, hwptId));
  return putHwpt(context, leave(off, { kind: 'unreserved', device: device.id, ioas }), hwptId);
}

/** A paging page table for a device, under the next free id, with no IOAS entries yet. */
function newPaging(
  context: Context,
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
    levels: levelsOf(unit),
    cc: [{ from: 0, enforces: capabilitiesOf(context.rules.kernel, unit).enforceCacheCoherency }],
    everMapped: false,
    msiCookie: false,
  };
}

/**
 * Makes a paging page table for a device, as far as it is not filled yet: `iommufd_hwpt_paging_alloc`.
 *
 * @returns the page table, in no state yet, or what refuses it
 */
export function allocPaging(
  context: Context,
  state: State,
  ioas: Ioas,
  device: Device,
  flags: Pick<HwptPaging, 'autoDomain' | 'nestParent' | 'dirtyTracking'>,
  data: DataKind,
): HwptPaging | Check {
  const unit = unitOf(state.machine, device);
  const { nestParent, dirtyTracking } = flags;
  const can = capabilitiesOf(context.rules.kernel, unit);
  const facts = { nestParent, dirtyTracking, data, device, unit, can };
  const refusal = context.refuses(ALLOC_PAGING, facts) ?? context.refuses(DRIVER_RULES[unit.driver].allocPaging, facts);
  if (refusal !== null) return refusal;
  const hwpt = newPaging(context, state, ioas, device, flags);
  if (flags.autoDomain) context.decisions.push({ kind: 'auto_made', hwpt: hwpt.id });
  context.decisions.push({ kind: 'cc_at_allocation', hwpt: hwpt.id, device: device.id, enforces: enforcesCc(hwpt) });
  return hwpt;
}

type DoAttach = (context: Context, state: State, object: DeviceObject, hwptId: ObjectId) => Attempted;

function doAttachOf(state: State, object: DeviceObject): DoAttach {
  return attachedHwpt(state, object) === null ? attachTo : replaceBy;
}

/** Attaches to, or replaces by, one page table. */
export function attachOrReplace(
  context: Context,
  state: State,
  object: DeviceObject,
  hwptId: ObjectId,
): { readonly state: State; readonly refusal: Check | null } {
  return doAttachOf(state, object)(context, state, object, hwptId);
}

/**
 * Makes an automatic page table and puts the device on it: a replace fills it first, an attach last. On a refusal the page table goes
 * again, and what the steps left elsewhere stays.
 */
function attachFresh(context: Context, state: State, object: DeviceObject, ioasId: ObjectId): Attempted {
  const device = mustDevice(state, object.id);
  const replaces = attachedHwpt(state, object) !== null;
  const flags = { autoDomain: true, nestParent: false, dirtyTracking: false };
  const hwpt = allocPaging(context, state, mustIoas(state, ioasId), device, flags, 'none');
  if (isCheck(hwpt)) return refusedWith(hwpt, state, NOTHING_LEFT);
  const refused = (refusal: Check, left: readonly Residue[]): Attempted => {
    context.withdraw(hwpt.id);
    return refusedWith(refusal, state, left);
  };
  const made = withNewObject(state, hwpt);
  const filled = replaces ? joinIoas(context, made, hwpt.id) : { state: made, refusal: null };
  if (filled.refusal !== null) return refused(filled.refusal, NOTHING_LEFT);
  const attached = (replaces ? replaceBy : attachTo)(context, filled.state, object, hwpt.id);
  const left = outlasting(attached.left, hwpt.id);
  if (attached.refusal !== null) return refused(attached.refusal, left);
  const joined = replaces ? attached : joinIoas(context, attached.state, hwpt.id);
  return joined.refusal === null ? { refusal: null, state: joined.state, left } : refused(joined.refusal, left);
}

/**
 * Attaches to an IOAS: tries its automatic page tables in allocation order, then makes one
 * (`iommufd_device_auto_get_domain`). EINVAL means "try the next"; any other errno is the answer.
 */
export function attachToIoas(
  context: Context,
  state: State,
  object: DeviceObject,
  ioasId: ObjectId,
): { readonly state: State; readonly refusal: Check | null; readonly hwpt: ObjectId } {
  const doAttach = doAttachOf(state, object);
  context.candidates = [];
  let current = state;
  for (const hwpt of mustIoas(state, ioasId).hwpts) {
    if (pagingAt(current, hwpt)?.autoDomain !== true) continue;
    const trial = context.fork();
    const { refusal, state: after } = doAttach(trial, current, object, hwpt);
    current = after;
    context.candidates.push({ hwpt, fresh: false, checks: trial.checks, refusal });
    if (refusal !== null && context.errnoOf(refusal) === 'EINVAL') continue;
    context.checks.push(...trial.checks);
    if (refusal === null) context.decisions.push({ kind: 'auto_reused', hwpt });
    return { state: after, refusal, hwpt };
  }
  const hwpt = nextId(current);
  const trial = context.fork();
  const { refusal, state: after } = attachFresh(trial, current, object, ioasId);
  context.candidates.push({ hwpt, fresh: true, checks: trial.checks, refusal });
  context.checks.push(...trial.checks);
  return { state: after, refusal, hwpt };
}
