/** Commands as text: `hwpt_alloc dev_id=2 pt_id=1 nest_parent`. What has its default is left out. */
import type { Machine } from '../model/machine.ts';
import { specOf, valuesOf, type Command } from '../uapi/commands.ts';
import type { FieldSpec, ReservedRegion } from '../uapi/fields.ts';
import { hex, type Span } from '../uapi/u64.ts';
import { FIXED_BY } from './words.ts';

const span = (range: Span): string => `${hex(range.start)}-${hex(range.last)}`;

function printValue(field: FieldSpec, value: unknown): string {
  switch (field.kind) {
    case 'u64':
      return hex(value as bigint);
    case 'flag':
      return value === true ? 'yes' : 'no';
    case 'ranges':
      return (value as readonly Span[]).map(span).join(',');
    case 'regions':
      return (value as readonly ReservedRegion[]).map((region) => `${region.type}:${span(region)}`).join(',');
    case 'id':
    case 'machine-id':
    case 'count':
    case 'choice':
    case 'text':
      return String(value);
  }
}

function isDefault(field: FieldSpec, value: unknown): boolean {
  if (field.kind === 'regions') return Array.isArray(value) && value.length === 0;
  return field.default !== undefined && field.default === value;
}

/** The command as one line; the parser reads it back to the same command. */
export function printCommand(command: Command): string {
  const words: string[] = [command.op];
  const values = valuesOf(command);
  const addressName = FIXED_BY[command.op];
  const isFixed = values['fixed'] === true;
  const { fields } = specOf(command.op);
  for (const field of fields) {
    const value = values[field.key];
    if (field.name === addressName) {
      if (isFixed || value !== 0n) words.push(`${field.name}=${printValue(field, value)}`);
    } else if (field.name === 'fixed') {
      const address = fields.find((other) => other.name === addressName);
      if (!isFixed && address !== undefined && values[address.key] !== 0n) words.push('fixed=no');
    } else if (!isDefault(field, value)) {
      words.push(field.kind === 'flag' && value === true ? field.name : `${field.name}=${printValue(field, value)}`);
    }
  }
  return words.join(' ');
}

/** The calls that build the units and devices of a machine, as lines. */
export function printMachine({ units, devices }: Machine): string[] {
  const plugs: Command[] = [
    ...[...units.values()].map(({ id, ...unit }) => ({ op: 'plug_unit' as const, unit: id, ...unit })),
    ...[...devices.values()].map(({ id, ...device }) => ({ op: 'plug_device' as const, device: id, ...device })),
  ];
  return plugs.map(printCommand);
}
