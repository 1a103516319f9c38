/** Is a value of any origin a command? Used by `step`, so that no input can reach the model that it has no words for. */
import { COMMANDS, PART_NAME, specOf, type Command, type Op } from './commands.ts';
import { RESERVED_TYPES, type FieldSpec, type ReservedRegion } from './fields.ts';
import { hex, isU32, isU64, type Span } from './u64.ts';

export type Form =
  | { readonly ok: true; readonly command: Command }
  | { readonly ok: false; readonly op: string; readonly known: boolean; readonly fault: string | null };

/** A value of any type, short enough for a message. */
export function show(value: unknown): string {
  if (typeof value === 'string') return value.length > 40 ? `"${value.slice(0, 40)}…"` : `"${value}"`;
  if (typeof value === 'bigint') return value < 0n ? String(value) : hex(value);
  if (value === undefined) return 'nothing';
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

/** True for an object with keys: no list, and not null. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Equal as values: JSON, bigints, and what is undefined. The order of an object's keys does not matter. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, at) => sameValue(item, b[at]));
  }
  if (!isRecord(a) || !isRecord(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && sameValue(a[name], b[name]))
  );
}

/** True when the name is a call or a change of the machine. */
export function isOp(name: unknown): name is Op {
  return typeof name === 'string' && Object.hasOwn(COMMANDS, name);
}

/** An inclusive range of its own from a value that looks like one, or null. */
function spanFrom(value: unknown): Span | null {
  if (!isRecord(value)) return null;
  const { start, last } = value;
  return isU64(start) && isU64(last) ? Object.freeze({ start, last }) : null;
}

/** A reserved region of its own from a value that looks like one, or null. */
function regionFrom(value: unknown): ReservedRegion | null {
  const span = spanFrom(value);
  const type = RESERVED_TYPES.find((name) => isRecord(value) && name === value['type']);
  return span === null || type === undefined || span.start > span.last ? null : Object.freeze({ type, ...span });
}

/** The most ranges that one call may hand over. */
const MOST_RANGES = 10_000;

/** A field's value as the model may keep it, or what is wrong with it. */
type Checked = { readonly value: unknown } | { readonly fault: string };

function listOf(field: FieldSpec, given: unknown, read: (item: unknown) => Span | null, each: string): Checked {
  if (!Array.isArray(given)) return { fault: `${field.name} must be a list of ${each}, not ${show(given)}` };
  if (given.length > MOST_RANGES) return { fault: `${field.name} has more than ${MOST_RANGES} ranges` };
  const value: Span[] = [];
  // By index: a list may have holes.
  for (let index = 0; index < given.length; index += 1) {
    const item = read(given[index]);
    if (item === null) return { fault: `${field.name} must be a list of ${each}; entry ${index} is none` };
    value.push(item);
  }
  return { value: Object.freeze(value) };
}

function checkField(field: FieldSpec, value: unknown): Checked {
  const must = (fits: boolean, what: string): Checked =>
    fits ? { value } : { fault: `${field.name} must be ${what}, not ${show(value)}` };
  switch (field.kind) {
    case 'id':
    case 'machine-id':
      return must(isU32(value), 'a 32-bit number');
    case 'u64':
      return must(isU64(value), `a 64-bit ${field.means}`);
    case 'count':
      return must(typeof value === 'number' && Number.isSafeInteger(value) && value >= 0, 'a number from 0 on');
    case 'flag':
      return must(typeof value === 'boolean', 'true or false');
    case 'choice':
      return must(
        typeof value === 'string' && field.of.includes(value),
        `one of ${field.of.map((word) => (word === '' ? '(empty)' : word)).join(', ')}`,
      );
    case 'text':
      return must(
        typeof value === 'string' && PART_NAME.test(value),
        'one word of at most 40 letters, digits and _ : . / + -',
      );
    case 'ranges':
      return listOf(field, value, spanFrom, 'ranges, each two 64-bit addresses');
    case 'regions':
      return listOf(
        field,
        value,
        regionFrom,
        `regions: a type (${RESERVED_TYPES.join(', ')}), a start and a last address not below it`,
      );
  }
}

/** Answers the object that it is given, so that a class on top of it marks that one. */
const Given = function (value: object): object {
  return value;
} as unknown as new (value: object) => object;

/**
 * The mark of a command that came out of {@link formOf}: frozen, so it is what it was then. A private field can't be copied or forged,
 * and is found faster than an entry of a set; every step of every replay asks for it.
 */
class Sound extends Given {
  readonly #mark = true;

  static mark(value: object): object {
    return new Sound(value);
  }

  static has(value: object): boolean {
    return #mark in value && value.#mark;
  }
}

function readForm(value: unknown): Form {
  if (!isRecord(value))
    return { ok: false, op: show(value), known: true, fault: 'a command must be an object with a field op' };
  const { op } = value;
  if (!isOp(op)) return { ok: false, op: typeof op === 'string' ? op : show(op), known: false, fault: null };
  const command: Record<string, unknown> = { op };
  for (const field of specOf(op).fields) {
    const given = Object.hasOwn(value, field.key) ? value[field.key] : undefined;
    if (given === undefined) return { ok: false, op, known: true, fault: `${field.name} is missing` };
    const checked = checkField(field, given);
    if ('fault' in checked) return { ok: false, op, known: true, fault: checked.fault };
    command[field.key] = checked.value;
  }
  Object.freeze(command);
  Sound.mark(command);
  return { ok: true, command: command as unknown as Command };
}

/**
 * Checks every field of a command against its type. What comes out is a command of its own, with its fields and nothing else: it
 * shares nothing with a value that may have getters, holes or more fields, and is frozen. Never throws.
 */
export function formOf(value: unknown): Form {
  if (typeof value === 'object' && value !== null && Sound.has(value)) return { ok: true, command: value as Command };
  try {
    return readForm(value);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it threw';
    return { ok: false, op: 'command', known: true, fault: `a field can't be read: ${why}` };
  }
}
