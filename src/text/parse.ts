/** Reading a command from text. Mistakes come back as a message and the characters that it is about. */
import { OPS, specOf, type Command, type Op } from '../uapi/commands.ts';
import { RESERVED_TYPES, type FieldSpec } from '../uapi/fields.ts';
import { commandFromJson } from '../uapi/json.ts';
import { U64_MAX, type Span } from '../uapi/u64.ts';
import { formOf, isOp, show } from '../uapi/validate.ts';
import { ALIASES, FIELD_ALIASES, FIXED_BY } from './words.ts';

export interface TextError {
  readonly message: string;
  /** The characters that it is about: from `at`, `length` of them. */
  readonly at: number;
  readonly length: number;
}

export type Parsed =
  { readonly ok: true; readonly command: Command } | { readonly ok: false; readonly error: TextError };

export interface Word {
  readonly text: string;
  readonly at: number;
}

/** The words of a line, each with where it starts. A `#` begins a comment. */
export function wordsOf(line: string): Word[] {
  const words: Word[] = [];
  for (const match of line.matchAll(/#.*$|[^\s#]+/g)) {
    if (match[0].startsWith('#')) break;
    words.push({ text: match[0], at: match.index });
  }
  return words;
}

class Mistake extends Error {
  readonly at: number;
  readonly length: number;

  constructor(message: string, at: number, length: number) {
    super(message);
    this.at = at;
    this.length = length;
  }
}

const fail = (message: string, word: Word): never => {
  throw new Mistake(message, word.at, word.text.length);
};

/** The longest line that is read. */
const LONGEST = 1_000_000;

/** The name of the list that is nearest to the word, when near enough to be meant. */
export function nearest(word: string, names: readonly string[]): string | null {
  let best: string | null = null;
  // Nearer than its own length: a word of two letters is not meant by any two others.
  let least = Math.min(Math.max(2, Math.floor(word.length / 3)) + 1, word.length);
  for (const name of names) {
    const distance = editDistance(word, name, least);
    if (distance < least) {
      best = name;
      least = distance;
    }
  }
  return best;
}

function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? limit;
}

const SIZES: Readonly<Record<string, bigint>> = { k: 1n << 10n, m: 1n << 20n, g: 1n << 30n, t: 1n << 40n };

/** A 64-bit number: hexadecimal, decimal, or decimal with K, M, G or T (of 1024). Null when it is none. */
export function readNumber(text: string): bigint | null {
  const match = /^(0[xX][0-9a-fA-F_]+|[0-9][0-9_]*)([kKmMgGtT])?(?:[iI]?[bB])?$/.exec(text);
  if (match === null || text.length > 40) return null;
  const digits = (match[1] ?? '').replaceAll('_', '');
  if (digits === '0x' || digits === '0X') return null;
  const value = BigInt(digits) * (SIZES[match[2]?.toLowerCase() ?? ''] ?? 1n);
  return value <= U64_MAX ? value : null;
}

function readRange(text: string, word: Word): Span {
  const [low, high, rest] = text.split(/[-–]/);
  const start = readNumber(low ?? '');
  const last = readNumber(high ?? '');
  if (start === null || last === null || rest !== undefined) {
    return fail(`"${text}" is no range: write two 64-bit addresses as 0x1000-0x1fff, the last one included`, word);
  }
  return { start, last };
}

const YES: readonly string[] = ['yes', 'true', '1', 'on'];
const NO: readonly string[] = ['no', 'false', '0', 'off'];

function readValue(field: FieldSpec, text: string, word: Word): unknown {
  switch (field.kind) {
    case 'id':
    case 'machine-id':
    case 'count': {
      // Ids print with their kind on the screen, so `pt_id=hwpt:5` and `pt_id=hwpt5` are understood.
      const bare = text.replace(/^(ioas|hwpt|device|dev|unit|group)[:=]?(?=\d)/, '');
      const value = readNumber(bare);
      if (value === null)
        return fail(
          `${field.name} is a number, as in ${field.name}=1; ${text === '' ? 'nothing stands there' : `"${text}" is none`}`,
          word,
        );
      return Number(value);
    }
    case 'u64': {
      const value = readNumber(text);
      return value ?? fail(`${field.name} is a 64-bit ${field.means} like 0x1000 or 512K; "${text}" is none`, word);
    }
    case 'flag':
      if (YES.includes(text)) return true;
      if (NO.includes(text)) return false;
      return fail(`${field.name} is yes or no; "${text}" is neither`, word);
    case 'choice': {
      const value = text === 'none' && !field.of.includes('none') ? '' : text;
      if (field.of.includes(value)) return value;
      if (value === 'wr' && field.of.includes('rw')) return 'rw';
      return fail(`${field.name} is one of ${field.of.filter(Boolean).join(', ')}; "${text}" is none of them`, word);
    }
    case 'text':
      return text;
    case 'ranges':
      return text === '' || text === 'none' ? [] : text.split(',').map((part) => readRange(part, word));
    case 'regions':
      return text === '' || text === 'none' ? [] : text.split(',').map((part) => readRegion(part, word));
  }
}

function readRegion(text: string, word: Word): unknown {
  const colon = text.indexOf(':');
  const type = text.slice(0, colon);
  if (colon < 0 || !RESERVED_TYPES.some((name) => name === type)) {
    return fail(
      `"${text}" is no region: write its type (${RESERVED_TYPES.join(', ')}) as in msi:0xfee00000-0xfeefffff`,
      word,
    );
  }
  const range = readRange(text.slice(colon + 1), word);
  if (range.start > range.last) return fail(`the region "${text}" ends before it starts`, word);
  return { type, ...range };
}

/** The op that a word means: its name or an alias. */
export function opOf(word: string): Op | null {
  if (isOp(word)) return word;
  const lower = word.toLowerCase();
  if (isOp(lower)) return lower;
  const byIoctl = OPS.find((op) => specOf(op).ioctl === word.toUpperCase());
  if (byIoctl !== undefined) return byIoctl;
  return Object.hasOwn(ALIASES, word) ? (ALIASES[word] ?? null) : null;
}

/** The field of a call that a name means. */
export function fieldOf(op: Op, name: string): FieldSpec | null {
  const { fields } = specOf(op);
  const direct = fields.find((field) => field.name === name);
  if (direct !== undefined) return direct;
  const others = Object.hasOwn(FIELD_ALIASES, name) ? (FIELD_ALIASES[name] ?? []) : [];
  return fields.find((field) => others.includes(field.name)) ?? null;
}

function readWords(op: Op, words: readonly Word[]): Map<string, unknown> {
  const { fields } = specOf(op);
  const values = new Map<string, unknown>();
  const set = (field: FieldSpec, value: unknown, word: Word): void => {
    if (values.has(field.key)) fail(`${field.name} is given twice`, word);
    values.set(field.key, value);
  };
  for (const word of words) {
    const equals = word.text.indexOf('=');
    if (equals > 0) {
      const name = word.text.slice(0, equals);
      const field = fieldOf(op, name);
      if (field === null) {
        const meant = nearest(
          name,
          fields.map((other) => other.name),
        );
        const fits = fields.map((other) => other.name).join(', ') || 'none';
        return fail(
          meant === null
            ? `${op} has no field ${name}; it has ${fits}`
            : `${op} has no field ${name}; did you mean ${meant}?`,
          { text: name, at: word.at },
        );
      }
      const text = word.text.slice(equals + 1);
      set(
        field,
        readValue(field, text, { text: text || word.text, at: text === '' ? word.at : word.at + equals + 1 }),
        word,
      );
      continue;
    }
    const flag = fieldOf(op, word.text);
    if (flag?.kind === 'flag') {
      set(flag, true, word);
      continue;
    }
    const next = fields.find((field) => !values.has(field.key) && field.kind !== 'flag');
    if (next === undefined) return fail(`${op} takes nothing more; "${word.text}" is left over`, word);
    if (flag !== null) return fail(`${flag.name} needs a value: ${flag.name}=…`, word);
    set(next, readValue(next, word.text, word), word);
  }
  return values;
}

function complete(op: Op, values: Map<string, unknown>, end: number): Record<string, unknown> {
  const command: Record<string, unknown> = { op };
  const { fields } = specOf(op);
  const address = fields.find((field) => field.name === FIXED_BY[op]);
  for (const field of fields) {
    if (values.has(field.key)) command[field.key] = values.get(field.key);
    else if (field.name === 'fixed' && address !== undefined) command[field.key] = values.has(address.key);
    else if (field === address && values.get('fixed') !== true) command[field.key] = 0n;
    else if (field.default !== undefined) command[field.key] = field.default;
    else throw new Mistake(`${op} needs ${field.name}`, end, 0);
  }
  return command;
}

/** A command from one line: text, or a JSON object as a kernel trace writes it. */
export function parseCommand(line: string): Parsed {
  try {
    if (line.length > LONGEST) throw new Mistake('the line is too long', LONGEST, 0);
    if (line.trimStart().startsWith('{')) return parseJson(line);
    const [head, ...rest] = wordsOf(line);
    if (head === undefined) throw new Mistake('write a call, for example ioas_alloc', 0, line.length);
    const op = opOf(head.text);
    if (op === null) {
      const meant = nearest(head.text, [...OPS, ...Object.keys(ALIASES)]);
      return fail(
        meant === null
          ? `there is no call ${show(head.text)}; "help" lists them`
          : `there is no call ${head.text}; did you mean ${meant}?`,
        head,
      );
    }
    const form = formOf(complete(op, readWords(op, rest), line.trimEnd().length));
    if (!form.ok)
      return {
        ok: false,
        error: { message: form.fault ?? 'malformed', at: head.at, length: line.trimEnd().length - head.at },
      };
    return { ok: true, command: form.command };
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    return { ok: false, error: { message: error.message, at: error.at, length: error.length } };
  }
}

function parseJson(line: string): Parsed {
  const whole = { at: 0, length: line.length };
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return {
      ok: false,
      error: { message: `not JSON: ${error instanceof Error ? error.message : String(error)}`, ...whole },
    };
  }
  const command = commandFromJson(value);
  return command.ok ? { ok: true, command: command.value } : { ok: false, error: { message: command.error, ...whole } };
}
