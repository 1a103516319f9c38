/** What can be written next on the command line: calls, fields, and the ids that live now. */
import { describe, fitting } from '../kinds/index.ts';
import type { State } from '../model/state.ts';
import { OPS, specOf, type Op } from '../uapi/commands.ts';
import type { FieldSpec } from '../uapi/fields.ts';
import { hex } from '../uapi/u64.ts';
import { fieldOf, opOf, wordsOf } from './parse.ts';
import { ALIASES } from './words.ts';

export interface Suggestion {
  /** What takes the place of the characters from `from` to `to`. */
  readonly insert: string;
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly detail: string;
}

function valuesFor(state: State, field: FieldSpec): readonly { readonly value: string; readonly detail: string }[] {
  switch (field.kind) {
    case 'id':
      return fitting(state, field.refers).map((object) => ({ value: String(object.id), detail: describe(object) }));
    case 'machine-id':
      return machineIds(state, field.refers);
    case 'choice':
      return field.of.map((value) => ({ value: value === '' ? 'none' : value, detail: field.name }));
    case 'flag':
      return [
        { value: 'yes', detail: field.name },
        { value: 'no', detail: field.name },
      ];
    case 'u64':
      return field.means === 'length'
        ? [
            { value: '0x1000', detail: 'a page' },
            { value: '2M', detail: '2 MiB' },
          ]
        : field.name === 'user_va'
          ? state.machine.memory.map((span) => ({ value: hex(span.start), detail: 'user memory' }))
          : [];
    case 'count':
    case 'ranges':
    case 'regions':
    case 'text':
      return [];
  }
}

function machineIds(state: State, refers: 'device' | 'unit' | 'group') {
  const { devices, units } = state.machine;
  if (refers === 'unit') return [...units.values()].map((unit) => ({ value: String(unit.id), detail: unit.driver }));
  if (refers === 'group') {
    return [...new Set([...devices.values()].map((device) => device.group))].map((group) => ({
      value: String(group),
      detail: 'group',
    }));
  }
  return [...devices.values()].map((device) => ({ value: String(device.id), detail: `behind unit ${device.unit}` }));
}

function suggestOps(prefix: string, from: number, to: number): Suggestion[] {
  const byName = OPS.filter((op) => op.includes(prefix)).toSorted(
    (a, b) => Number(b.startsWith(prefix)) - Number(a.startsWith(prefix)),
  );
  const byAlias = Object.entries(ALIASES).flatMap(([alias, op]) =>
    prefix !== '' && alias.startsWith(prefix) ? [op] : [],
  );
  const ops = [...new Set<Op>([...byName, ...byAlias])];
  return ops.map((op) => ({
    insert: specOf(op).fields.length > 0 ? `${op} ` : op,
    from,
    to,
    label: op,
    detail: specOf(op).summary,
  }));
}

/** The suggestions for the word at the cursor, best first. */
export function completions(line: string, cursor: number, state: State): Suggestion[] {
  const before = line.slice(0, cursor);
  const start = /\S*$/.exec(before)?.index ?? cursor;
  const word = before.slice(start);
  const head = wordsOf(before)[0];
  if (head === undefined || head.at === start) return suggestOps(word, start, cursor);
  const op = opOf(head.text);
  if (op === null) return [];
  const equals = word.indexOf('=');
  if (equals > 0) {
    const field = fieldOf(op, word.slice(0, equals));
    if (field === null) return [];
    const prefix = word.slice(equals + 1);
    return valuesFor(state, field)
      .filter(({ value }) => value.startsWith(prefix) && value !== prefix)
      .map(({ value, detail }) => ({
        insert: `${value} `,
        from: start + equals + 1,
        to: cursor,
        label: value,
        detail,
      }));
  }
  return suggestFields(line, op, state, start, cursor);
}

function suggestFields(line: string, op: Op, state: State, start: number, cursor: number): Suggestion[] {
  const word = line.slice(start, cursor);
  const given = new Set(
    wordsOf(line)
      .filter((other) => other.at !== start)
      .map((other) => fieldOf(op, other.text.split('=')[0] ?? '')?.key),
  );
  return specOf(op)
    .fields.filter((field) => !given.has(field.key) && field.name.startsWith(word))
    .map((field) => ({
      insert: field.kind === 'flag' && field.default === false ? `${field.name} ` : `${field.name}=`,
      from: start,
      to: cursor,
      label: field.name,
      detail: valuesFor(state, field)
        .slice(0, 4)
        .map(({ value }) => value)
        .join(', '),
    }));
}
