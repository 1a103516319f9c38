/** The words of a call, from the one table of calls: what it does, and what came of it. */
import { refName, refOfId } from '../kinds/index.ts';
import type { State } from '../model/state.ts';
import { count } from '../rules/rule.ts';
import { specOf, valuesOf, type Command, type Op, type Out } from '../uapi/commands.ts';
import type { FieldSpec, OutputSpec } from '../uapi/fields.ts';
import { bytes, hex, type Span } from '../uapi/u64.ts';

const span = (range: Span): string => `${hex(range.start)}–${hex(range.last)}`;

function rangesText(ranges: readonly Span[]): string {
  const many = count(ranges.length, 'usable range');
  return ranges.length === 0 ? many : `${many}: ${ranges.map(span).join(', ')}`;
}

/** How the object is called that a field names, or its bare number where the field says what it is. */
function idText(state: State, field: Extract<FieldSpec, { kind: 'id' }>, id: number): string {
  if (field.refers !== 'pt' && field.refers !== 'any') return String(id);
  const ref = refOfId(state, id);
  return ref === null ? `object ${id}` : refName(ref);
}

/** A value as it stands in a sentence. */
function valueText(state: State, spec: FieldSpec | OutputSpec, value: unknown): string {
  switch (spec.kind) {
    case 'id':
      return 'refers' in spec ? idText(state, spec, value as number) : String(value);
    case 'u64':
      return spec.means === 'length' ? bytes(value as bigint) : hex(value as bigint);
    case 'ranges':
      return rangesText(value as readonly Span[]);
    case 'machine-id':
    case 'count':
    case 'number':
    case 'flag':
    case 'choice':
    case 'prot':
    case 'text':
    case 'regions':
      return String(value);
  }
}

/** Fills `{key}`, `{key?yes:no}` and `{first..last}` in: see {@link CommandSpec}. */
function fill(
  state: State,
  template: string,
  specs: readonly (FieldSpec | OutputSpec)[],
  values: Readonly<Record<string, unknown>>,
): string {
  return template.replaceAll(
    /\{(\w+)(?:\?(\w+):(\w+)|\.\.(\w+))?\}/g,
    (_, key: string, yes?: string, no?: string, last?: string) => {
      const value = values[key];
      if (yes !== undefined && no !== undefined) return value === 0 || value === false ? no : yes;
      if (last !== undefined) return bytes((values[last] as bigint) - (value as bigint) + 1n);
      const spec = specs.find((one) => one.key === key);
      if (spec === undefined) throw new Error(`a call has no field ${key}`);
      return valueText(state, spec, value);
    },
  );
}

/** What a call does, as a heading: "Attach device 0 to hwpt 5". */
export function intentOf(state: State, command: Command): string {
  const { intent, fields } = specOf(command.op);
  return fill(state, intent, fields, valuesOf(command));
}

/** What came of a call that succeeded, as a sentence. */
export function doneSentence(state: State, command: Command, out: Out): string {
  const { done, outputs } = specOf(command.op);
  return fill(state, done, outputs, { ...out });
}

/** What a successful call handed back, in as few words as a row has room for: "hwpt 5", "0x1000". */
export function shortOut(op: Op, out: Out): string {
  const [first] = specOf(op).outputs;
  if (first === undefined) return '';
  const value = (out as Readonly<Record<string, unknown>>)[first.key];
  switch (first.kind) {
    case 'ranges':
      return count((value as readonly Span[]).length, 'range');
    case 'id':
      return `${first.called} ${String(value)}`;
    case 'u64':
      return first.means === 'length' ? bytes(value as bigint) : hex(value as bigint);
    case 'number':
    case 'prot':
    case 'flag':
      return String(value);
  }
}
