/** What can be done with an object now: calls that can be made at once, and forms for those that need more. */
import { boundObject, U64_MAX, type Command, type ObjectRef, type Op, type State } from '../../src/index.ts';

/** A call on an object. */
export interface Offer {
  readonly label: string;
  readonly command: Command;
}

/** A call on an object that a form asks the rest for. */
export interface FormOffer {
  readonly label: string;
  readonly op: Op;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Offers {
  readonly calls: readonly Offer[];
  readonly forms: readonly FormOffer[];
}

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
  const member = [...state.machine.devices.values()].find((device) => device.group === id);
  return member === undefined
    ? NONE
    : {
        calls: [],
        forms: [{ label: 'plug_device into it …', op: 'plug_device', fields: { unit: member.unit, group: id } }],
      };
}

function ioasOffers(state: State, id: number): Offers {
  const ioas = state.objects[id];
  if (ioas?.type !== 'ioas') return NONE;
  return {
    calls: [
      { label: 'ioas_iova_ranges', command: { op: 'ioas_iova_ranges', ioas: id } },
      {
        label: `option_huge_pages ${ioas.hugePages ? 'off' : 'on'}`,
        command: { op: 'option_huge_pages', ioas: id, value: ioas.hugePages ? 0 : 1 },
      },
      { label: 'ioas_unmap everything', command: { op: 'ioas_unmap', ioas: id, iova: 0n, length: U64_MAX } },
      { label: 'destroy', command: { op: 'destroy', id } },
    ],
    forms: [
      { label: 'ioas_map …', op: 'ioas_map', fields: { ioas: id } },
      { label: 'ioas_unmap …', op: 'ioas_unmap', fields: { ioas: id } },
      { label: 'ioas_copy from it …', op: 'ioas_copy', fields: { srcIoas: id } },
      { label: 'ioas_allow_iovas …', op: 'ioas_allow_iovas', fields: { ioas: id } },
      { label: 'hwpt_alloc on it …', op: 'hwpt_alloc', fields: { ptId: id } },
    ],
  };
}

function hwptOffers(state: State, id: number): Offers {
  const hwpt = state.objects[id];
  if (hwpt?.type === 'hwpt_nested') {
    return {
      calls: [
        { label: 'hwpt_invalidate', command: { op: 'hwpt_invalidate', hwpt: id, data: 'stage1' } },
        { label: 'destroy', command: { op: 'destroy', id } },
      ],
      forms: [],
    };
  }
  if (hwpt?.type !== 'hwpt_paging') return NONE;
  return {
    calls: [
      {
        label: `set_dirty_tracking ${hwpt.dirtyEnabled ? 'off' : 'on'}`,
        command: { op: 'set_dirty_tracking', hwpt: id, enable: !hwpt.dirtyEnabled },
      },
      { label: 'destroy', command: { op: 'destroy', id } },
    ],
    forms: [
      { label: 'hwpt_alloc on it, nested …', op: 'hwpt_alloc', fields: { ptId: id, data: 'stage1' } },
      { label: 'translate …', op: 'translate', fields: { hwpt: id } },
    ],
  };
}

/** What can be done with the object of a node now. */
export function offersFor(state: State, ref: ObjectRef): Offers {
  const [kind, text] = ref.split(':');
  const id = Number(text);
  switch (kind) {
    case 'unit':
      return unitOffers(state, id);
    case 'group':
      return groupOffers(state, id);
    case 'device':
      return deviceOffers(state, id);
    case 'ioas':
      return ioasOffers(state, id);
    default:
      return hwptOffers(state, id);
  }
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
