/**
 * Plain data as JSON and back: outcomes, checks, explanations, states. JSON has no 64-bit numbers, no maps and no undefined; each is
 * written as an object with one key that no data of ours has.
 */
import type { Json } from '../uapi/json.ts';

const BIG = '$u64';
const MAP = '$map';
const HOLE = '$none';

/** The value as JSON. Throws for what is no plain data: a function, a symbol, an object of a class. */
export function packPlain(value: unknown): Json {
  if (value === undefined) return { [HOLE]: true };
  if (typeof value === 'bigint') return { [BIG]: value.toString(16) };
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' || value === null)
    return value;
  if (Array.isArray(value)) return Array.from(value, packPlain);
  if (value instanceof Map) return { [MAP]: Array.from(value, ([key, one]) => [packPlain(key), packPlain(one)]) };
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) {
    throw new TypeError(`a ${typeof value} is no plain data`);
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, packPlain(one)]));
}

/** What was packed. */
export function unpackPlain(json: Json): unknown {
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map((one: Json) => unpackPlain(one));
  const entries = Object.entries(json);
  const [key, value] = entries[0] ?? [];
  if (entries.length === 1 && key === HOLE) return undefined;
  if (entries.length === 1 && key === BIG) return BigInt(`0x${value as string}`);
  if (entries.length === 1 && key === MAP) {
    return new Map(
      (value as readonly (readonly [Json, Json])[]).map(([name, one]) => [unpackPlain(name), unpackPlain(one)]),
    );
  }
  return Object.fromEntries(entries.map(([name, one]) => [name, unpackPlain(one)]));
}
