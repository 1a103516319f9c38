/** Is a value of any origin a command? Used by `step`, so that no input can reach the model that it has no words for. */
import { COMMANDS, PART_NAME, RESERVED_TYPES, type Command, type FieldSpec, type Op } from './commands.ts';
import { hex, isU32, isU64, type Span } from './u64.ts';

export type Form =
  | { readonly ok: true; readonly command: Command }
  | { readonly ok: false; readonly op: string; readonly known: boolean; readonly fault: string | null };

/** A value of any type, short enough for a message. */
export function show(value: unknown): string {
  if (typeof value === 'string') return value.length > 40 ? `"${value.slice(0, 40)}…"` : `"${value}"`;
  if (typeof value === 'bigint') return value < 0n ? String(value) : hex(value);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null || value === undefined)
    return String(value);
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True when the name is a call or a change of the machine. */
export function isOp(name: unknown): name is Op {
  return typeof name === 'string' && Object.hasOwn(COMMANDS, name);
}

function isSpan(value: unknown): value is Span {
  return isRecord(value) && isU64(value['start']) && isU64(value['last']);
}

/** The most ranges that one call may hand over. */
const MOST_RANGES = 10_000;

function fieldFault(field: FieldSpec, value: unknown): string | null {
  switch (field.kind) {
    case 'id':
    case 'machine-id':
      return isU32(value) ? null : `${field.name} must be a 32-bit number, not ${show(value)}`;
    case 'u64':
      return isU64(value) ? null : `${field.name} must be a 64-bit ${field.means}, not ${show(value)}`;
    case 'count':
      return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
        ? null
        : `${field.name} must be a number from 0 on, not ${show(value)}`;
    case 'flag':
      return typeof value === 'boolean' ? null : `${field.name} must be true or false, not ${show(value)}`;
    case 'choice':
      return typeof value === 'string' && field.of.includes(value)
        ? null
        : `${field.name} must be one of ${field.of.map((word) => (word === '' ? '(empty)' : word)).join(', ')}, not ${show(value)}`;
    case 'text':
      return typeof value === 'string' && PART_NAME.test(value)
        ? null
        : `${field.name} must be one word of at most 40 letters, digits and _ : . / + -, not ${show(value)}`;
    case 'ranges':
      if (!Array.isArray(value)) return `${field.name} must be a list of ranges, not ${show(value)}`;
      if (value.length > MOST_RANGES) return `${field.name} has more than ${MOST_RANGES} ranges`;
      return value.every(isSpan) ? null : `each of ${field.name} must be two 64-bit addresses`;
    case 'regions':
      return Array.isArray(value) && value.length <= MOST_RANGES && value.every(isRegion)
        ? null
        : `${field.name} must be a list of regions: a type (${RESERVED_TYPES.join(', ')}), a start and a last address not below it`;
  }
}

function isRegion(value: unknown): boolean {
  return (
    isSpan(value) && value.start <= value.last && 'type' in value && RESERVED_TYPES.some((type) => type === value.type)
  );
}

/** Checks every field of a command against its type. */
export function formOf(value: unknown): Form {
  if (!isRecord(value))
    return { ok: false, op: show(value), known: true, fault: 'a command must be an object with a field op' };
  const op = value['op'];
  if (!isOp(op)) return { ok: false, op: typeof op === 'string' ? op : show(op), known: false, fault: null };
  const fields: readonly FieldSpec[] = COMMANDS[op].fields;
  for (const field of fields) {
    const fault = fieldFault(field, Object.hasOwn(value, field.key) ? value[field.key] : undefined);
    if (fault !== null) return { ok: false, op, known: true, fault };
  }
  return { ok: true, command: value as unknown as Command };
}
