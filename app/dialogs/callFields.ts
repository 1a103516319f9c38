/** What a call's form begins with: sensible values for the fields, from the selection and from what is there. */
import {
  boundObject,
  hex,
  type CommandSpec,
  type FieldSpec,
  type ReservedRegion,
  type Span,
  type State,
} from '../../src/index.ts';
import type { ViewRef } from '../view/refs.ts';

/** A field's value as the command line writes it. */
export function textOf(field: FieldSpec, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'bigint') return hex(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (field.kind === 'ranges')
    return (value as readonly Span[]).map((span) => `${hex(span.start)}-${hex(span.last)}`).join(',');
  if (field.kind === 'regions') {
    return (value as readonly ReservedRegion[])
      .map((region) => `${region.type}:${hex(region.start)}-${hex(region.last)}`)
      .join(',');
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

const nextFree = (ids: Iterable<number>): number => {
  const taken = new Set(ids);
  let id = 0;
  while (taken.has(id)) id += 1;
  return id;
};

function ofType(state: State, types: readonly string[]): number | undefined {
  return state.objects.findLast((object) => object !== undefined && types.includes(object.type))?.id;
}

function idFor(
  state: State,
  field: FieldSpec & { readonly kind: 'id' },
  selected: number | undefined,
): number | undefined {
  const object = selected === undefined ? undefined : state.objects[selected];
  switch (field.refers) {
    case 'ioas':
      return object?.type === 'ioas'
        ? object.id
        : object?.type === 'hwpt_paging'
          ? object.ioas
          : ofType(state, ['ioas']);
    case 'hwpt':
      return object?.type.startsWith('hwpt') === true ? object.id : ofType(state, ['hwpt_paging', 'hwpt_nested']);
    case 'device-object':
      return object?.type === 'device' ? object.id : ofType(state, ['device']);
    case 'pt':
      return object !== undefined && object.type !== 'device' ? object.id : ofType(state, ['ioas']);
    case 'any':
      return object?.id;
  }
}

/** The object id of the selected node, when it has one. */
function selectedId(state: State, selection: ViewRef | null): number | undefined {
  const [kind, id] = (selection ?? '').split(':');
  if (kind === 'ioas' || kind === 'hwpt') return Number(id);
  if (kind !== 'device') return undefined;
  return boundObject(state, Number(id))?.id;
}

function machineId(
  state: State,
  spec: CommandSpec,
  field: FieldSpec & { readonly kind: 'machine-id' },
  selection: ViewRef | null,
): number {
  const [kind, id] = (selection ?? '').split(':');
  const { units, devices } = state.machine;
  if (field.refers === 'unit') {
    if (spec.op === 'plug_unit') return nextFree(units.keys());
    const behind = kind === 'device' ? devices.get(Number(id))?.unit : undefined;
    return kind === 'unit' ? Number(id) : (behind ?? units.keys().next().value ?? 0);
  }
  if (field.refers === 'device') {
    if (spec.op === 'plug_device') return nextFree(devices.keys());
    if (kind === 'device') return Number(id);
    const unbound = [...devices.keys()].find((device) => boundObject(state, device) === null);
    const first = devices.keys().next().value ?? 0;
    return spec.op === 'device_bind' || spec.op === 'unplug_device' ? (unbound ?? first) : first;
  }
  return kind === 'group' ? Number(id) : nextFree([...devices.values()].map((device) => device.group));
}

const TYPICAL: Readonly<Record<string, string>> = {
  length: '1M',
  ranges: '0x1000-0xfedfffff',
  value: '0',
};

/** The first text of every field of a form. */
export function firstValues(
  state: State,
  spec: CommandSpec,
  given: Partial<Record<string, unknown>>,
  selection: ViewRef | null,
): Record<string, string> {
  const selected = selectedId(state, selection);
  const values: Record<string, string> = {};
  for (const field of spec.fields) {
    if (given[field.key] !== undefined) values[field.key] = textOf(field, given[field.key]);
    else if (field.kind === 'id') values[field.key] = textOf(field, idFor(state, field, selected));
    else if (field.kind === 'machine-id') values[field.key] = String(machineId(state, spec, field, selection));
    else if (field.name === 'fixed') values[field.key] = '';
    else if (field.name === 'reserved') values[field.key] = 'msi:0xfee00000-0xfeefffff';
    else if (field.kind === 'choice' || field.kind === 'flag') values[field.key] = textOf(field, field.default);
    else if (field.default === undefined) values[field.key] = TYPICAL[field.name] ?? '';
  }
  if (spec.op === 'hwpt_alloc' && given['data'] === undefined) {
    // On a nest parent only a nested page table can be made.
    const parent = state.objects[Number(values['ptId'])];
    if (parent?.type === 'hwpt_paging' && parent.nestParent) values['data'] = 'stage1';
  }
  if (spec.op === 'ioas_unmap' || spec.op === 'translate') {
    const id = Number(values['ioas'] ?? '');
    const ioas = state.objects[id];
    const area = ioas?.type === 'ioas' && ioas.areas !== null ? ioas.areas.area : undefined;
    if (area !== undefined) {
      values['iova'] = hex(area.start);
      values['length'] = hex(area.last - area.start + 1n);
    }
  }
  if (spec.op === 'add_memory') {
    const after = state.machine.memory.at(-1)?.last ?? 0x0fff_ffff_ffffn;
    values['start'] = hex(after + 1n);
    values['last'] = hex(after + 0x100_0000n);
  }
  if (spec.op === 'remove_memory') {
    const first = state.machine.memory[0];
    if (first !== undefined) Object.assign(values, { start: hex(first.start), last: hex(first.last) });
  }
  return values;
}
