/** Commands and parts of machines as JSON: the kernel's field names, 64-bit numbers as hexadecimal strings. */
import { specOf, valuesOf, type Command, type Out } from './commands.ts';
import type { FieldSpec, OutputSpec, ReservedRegion } from './fields.ts';
import { hex, U64_MAX, type Span } from './u64.ts';
import { formOf, isOp, isRecord, show } from './validate.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What was read, or a sentence that says what is wrong and where. */
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string };

export const good = <T>(value: T): Read<T> => ({ ok: true, value });
export const bad = (error: string): Read<never> => ({ ok: false, error });

/** A 64-bit number from a hexadecimal or decimal string, or from a number that JavaScript holds exactly. */
function readU64(value: unknown): bigint | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : null;
  if (typeof value !== 'string' || value.length > 24 || !/^(0[xX][0-9a-fA-F]+|[0-9]+)$/.test(value)) return null;
  const parsed = BigInt(value);
  return parsed <= U64_MAX ? parsed : null;
}

/** An inclusive range from a pair of 64-bit numbers. */
export function readSpan(value: unknown): Span | null {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const start = readU64(value[0]);
  const last = readU64(value[1]);
  return start === null || last === null ? null : { start, last };
}

function readRegion(value: unknown): ReservedRegion | null {
  if (!isRecord(value)) return null;
  const span = readSpan([value['start'], value['last']]);
  return span === null ? null : ({ type: value['type'], ...span } as ReservedRegion);
}

/** The field's value in the model, or the JSON value as it is where it does not fit: validation then says so. */
function readField(field: FieldSpec, value: unknown): unknown {
  if (field.kind === 'u64') return readU64(value) ?? value;
  if (field.kind === 'ranges' && Array.isArray(value)) return value.map((range) => readSpan(range) ?? range);
  if (field.kind === 'regions' && Array.isArray(value)) return value.map((region) => readRegion(region) ?? region);
  return value;
}

/** A command from parsed JSON. Fields that it does not have are left unread, for answers to stand beside them. */
export function commandFromJson(value: unknown): Read<Command> {
  if (!isRecord(value)) return bad(`a step must be an object, not ${show(value)}`);
  const { op } = value;
  if (op === undefined) return bad('op is missing');
  if (!isOp(op)) return bad(`op must be a known call, not ${show(op)}`);
  const command: Record<string, unknown> = { op };
  for (const field of specOf(op).fields) {
    command[field.key] = Object.hasOwn(value, field.name) ? readField(field, value[field.name]) : undefined;
  }
  const form = formOf(command);
  return form.ok ? good(form.command) : bad(`${op}: ${form.fault ?? 'malformed'}`);
}

export const spanJson = (span: Span): Json => [hex(span.start), hex(span.last)];

function fieldJson(field: FieldSpec, value: unknown): Json {
  if (field.kind === 'u64') return hex(value as bigint);
  if (field.kind === 'ranges') return (value as readonly Span[]).map(spanJson);
  if (field.kind === 'regions') return (value as readonly ReservedRegion[]).map(regionJson);
  return value as Json;
}

/** A reserved region as the traces write it. */
export function regionJson(region: ReservedRegion): Json {
  return { type: region.type, start: hex(region.start), last: hex(region.last) };
}

/** A command as JSON, its fields in their order. {@link commandFromJson} reads it back. */
export function commandToJson(command: Command): { readonly [key: string]: Json } {
  const values = valuesOf(command);
  const json: Record<string, Json> = { op: command.op };
  for (const field of specOf(command.op).fields) json[field.name] = fieldJson(field, values[field.key]);
  return json;
}

function outputJson(output: OutputSpec, value: unknown): Json {
  if (output.kind === 'u64') return hex(value as bigint);
  if (output.kind === 'number') return Number(value);
  if (output.kind === 'ranges') return (value as readonly Span[]).map(spanJson);
  return value as Json;
}

/** What the call handed back, under the traces' names. */
export function outToJson(op: Command['op'], out: Out): { readonly [field: string]: Json } {
  const values: Readonly<Record<string, unknown>> = { ...out };
  return Object.fromEntries(
    specOf(op).outputs.map((output) => [output.name, outputJson(output, values[output.key])] as const),
  );
}
