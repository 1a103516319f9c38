/** What can be done with an object now: calls that can be made at once, and forms for those that need more. */
import {
  boundObject,
  groupMembers,
  groupId,
  objectAt,
  parseRef,
  type Command,
  type ObjectRef,
  type State,
} from '../../src/index.ts';
import { objectOffers, type Offers } from './kinds.ts';

const NONE: Offers = { calls: [], forms: [] };

function unitOffers(state: State, id: number): Offers {
  const unit = state.machine.units.get(id);
  if (unit === undefined) return NONE;
  const { id: _, ...rest } = unit;
  return {
    calls: [{ label: 'unplug_unit', command: { op: 'unplug_unit', unit: id } }],
    forms: [
      { label: 'edit_unit …', op: 'edit_unit', fields: { unit: id, ...rest } },
      { label: 'plug_device behind it …', op: 'plug_device', fields: { unit: id } },
    ],
  };
}

function deviceOffers(state: State, id: number): Offers {
  const device = state.machine.devices.get(id);
  if (device === undefined) return NONE;
  const { id: _, ...rest } = device;
  const object = boundObject(state, id);
  return {
    calls: [
      { label: 'device_bind', command: { op: 'device_bind', device: id } },
      { label: 'device_detach', command: { op: 'device_detach', device: id } },
      { label: 'device_unbind', command: { op: 'device_unbind', device: id } },
      { label: 'unplug_device', command: { op: 'unplug_device', device: id } },
    ],
    forms: [
      ...(object === null
        ? []
        : [{ label: 'hwpt_alloc for it …', op: 'hwpt_alloc' as const, fields: { devId: object.id } }]),
      { label: 'device_attach to …', op: 'device_attach' as const, fields: { device: id } },
      { label: 'edit_device …', op: 'edit_device', fields: { device: id, ...rest } },
    ],
  };
}

function groupOffers(state: State, id: number): Offers {
  const [member] = groupMembers(state.machine, groupId(id));
  return member === undefined
    ? NONE
    : {
        calls: [],
        forms: [{ label: 'plug_device into it …', op: 'plug_device', fields: { unit: member.unit, group: id } }],
      };
}

/** What can be done with the object of a node now. */
export function offersFor(state: State, ref: ObjectRef): Offers {
  const parsed = parseRef(ref);
  if (parsed === null) return NONE;
  const { kind, id } = parsed;
  if (kind === 'unit') return unitOffers(state, id);
  if (kind === 'group') return groupOffers(state, id);
  if (kind === 'device') return deviceOffers(state, id);
  const object = objectAt(state, id);
  return object === undefined ? NONE : objectOffers(object);
}

/** The calls that can be made on every one of the objects, each with its calls in turn. */
export function offersForAll(
  state: State,
  refs: readonly ObjectRef[],
): readonly { readonly label: string; readonly commands: readonly Command[] }[] {
  const [first, ...others] = refs.map(
    (ref) => new Map(offersFor(state, ref).calls.map((offer) => [offer.label, offer])),
  );
  if (first === undefined || others.length === 0) return [];
  return [...first.values()].flatMap(({ label, command }) => {
    const rest = others.flatMap((calls) => calls.get(label)?.command ?? []);
    return rest.length === others.length ? [{ label, commands: [command, ...rest] }] : [];
  });
}
