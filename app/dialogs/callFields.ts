/** What a call's form begins with: sensible values for the fields, from the selection and from what is there. */
import {
  boundObject,
  fits,
  fitting,
  hex,
  ioasAt,
  linksOf,
  objectAt,
  pagingAt,
  parseRef,
  specOf,
  type FieldSpec,
  type Op,
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

/** The object that a field would name: what is selected, or what it stands on; else the last that fits. */
function idFor(
  state: State,
  field: FieldSpec & { readonly kind: 'id' },
  selected: number | undefined,
): number | undefined {
  const object = selected === undefined ? undefined : objectAt(state, selected);
  if (field.refers === 'any') return object?.id;
  if (object !== undefined) {
    const near = [object, ...linksOf(object).map(({ to }) => objectAt(state, to))];
    const found = near.find((one) => one !== undefined && fits(field.refers, one));
    if (found !== undefined) return found.id;
  }
  // To attach to, an IOAS is what most begin with.
  return fitting(state, field.refers === 'pt' ? 'ioas' : field.refers).at(-1)?.id;
}

/** The object id of the selected node, when it has one. */
function selectedId(state: State, selection: ViewRef | null): number | undefined {
  const ref = parseRef(selection);
  if (ref === null || ref.kind === 'unit' || ref.kind === 'group') return undefined;
  return ref.kind === 'device' ? boundObject(state, ref.id)?.id : ref.id;
}

function machineId(
  state: State,
  op: Op,
  field: FieldSpec & { readonly kind: 'machine-id' },
  selection: ViewRef | null,
): number {
  const { kind, id } = parseRef(selection) ?? { kind: null, id: 0 };
  const { units, devices } = state.machine;
  if (field.refers === 'unit') {
    if (op === 'plug_unit') return nextFree(units.keys());
    const behind = kind === 'device' ? devices.get(id)?.unit : undefined;
    return kind === 'unit' ? id : (behind ?? units.keys().next().value ?? 0);
  }
  if (field.refers === 'device') {
    if (op === 'plug_device') return nextFree(devices.keys());
    if (kind === 'device') return id;
    const unbound = [...devices.keys()].find((device) => boundObject(state, device) === null);
    const first = devices.keys().next().value ?? 0;
    return op === 'device_bind' || op === 'unplug_device' ? (unbound ?? first) : first;
  }
  return kind === 'group' ? id : nextFree([...devices.values()].map((device) => device.group));
}

const TYPICAL: Readonly<Record<string, string>> = {
  length: '1M',
  ranges: '0x1000-0xfedfffff',
  value: '0',
};

/** The first text of every field of a form. */
export function firstValues(
  state: State,
  op: Op,
  given: Partial<Record<string, unknown>>,
  selection: ViewRef | null,
): Record<string, string> {
  const selected = selectedId(state, selection);
  const values: Record<string, string> = {};
  for (const field of specOf(op).fields) {
    if (given[field.key] !== undefined) values[field.key] = textOf(field, given[field.key]);
    else if (field.kind === 'id') values[field.key] = textOf(field, idFor(state, field, selected));
    else if (field.kind === 'machine-id') values[field.key] = String(machineId(state, op, field, selection));
    else if (field.name === 'fixed') values[field.key] = '';
    else if (field.name === 'reserved') values[field.key] = 'msi:0xfee00000-0xfeefffff';
    else if (field.kind === 'choice' || field.kind === 'flag') values[field.key] = textOf(field, field.default);
    else if (field.default === undefined) values[field.key] = TYPICAL[field.name] ?? '';
  }
  if (op === 'hwpt_alloc' && given['data'] === undefined) {
    // On a nest parent only a nested page table can be made.
    if (pagingAt(state, Number(values['ptId']))?.nestParent === true) values['data'] = 'stage1';
  }
  if (op === 'ioas_unmap' || op === 'translate') {
    const area = ioasAt(state, Number(values['ioas'] ?? ''))?.areas?.area;
    if (area !== undefined) {
      values['iova'] = hex(area.start);
      values['length'] = hex(area.last - area.start + 1n);
    }
  }
  if (op === 'add_memory') {
    const after = state.machine.memory.at(-1)?.last ?? 0x0fff_ffff_ffffn;
    values['start'] = hex(after + 1n);
    values['last'] = hex(after + 0x100_0000n);
  }
  if (op === 'remove_memory') {
    const first = state.machine.memory[0];
    if (first !== undefined) Object.assign(values, { start: hex(first.start), last: hex(first.last) });
  }
  return values;
}
