/**
 * The object table: things by small positive ids, in a persistent tree of nodes of 32. An update copies one path of it, so a state kept
 * for undo costs the same whether there are ten objects or ten thousand.
 */
const BITS = 5;
const WIDTH = 1 << BITS;
const MASK = WIDTH - 1;

type Slots = readonly unknown[];

export interface Table<T> {
  readonly root: Slots;
  /** How many levels there are below the root. */
  readonly depth: number;
  readonly count: number;
  /** The lowest positive id that nothing has. */
  readonly free: number;
  /** Says what is in it; nothing is ever stored here. */
  readonly of?: T;
}

const NONE: Slots = [];

export const EMPTY_TABLE: Table<never> = { root: NONE, depth: 0, count: 0, free: 1 };

/** What has the id, or undefined. */
export function tableAt<T>(table: Table<T>, id: number): T | undefined {
  const { depth } = table;
  if (id >>> 0 !== id || id >>> (BITS * (depth + 1)) !== 0) return undefined;
  let slots: Slots | undefined = table.root;
  for (let level = depth; level > 0 && slots !== undefined; level -= 1) {
    slots = slots[(id >>> (level * BITS)) & MASK] as Slots | undefined;
  }
  return slots?.[id & MASK] as T | undefined;
}

/** The slots with one of them changed, as an array without holes. */
function withSlot(slots: Slots, at: number, value: unknown): Slots {
  const next = slots.slice();
  while (next.length <= at) next.push(undefined);
  next[at] = value;
  return next;
}

function put(slots: Slots, level: number, id: number, value: unknown): Slots {
  if (level === 0) return withSlot(slots, id & MASK, value);
  const at = (id >>> (level * BITS)) & MASK;
  return withSlot(slots, at, put((slots[at] as Slots | undefined) ?? NONE, level - 1, id, value));
}

function nextFree<T>(table: Table<T>, from: number): number {
  let id = from;
  while (tableAt(table, id) !== undefined) id += 1;
  return id;
}

/** The table with the value under a positive id below 2^30. */
export function tableWith<T>(table: Table<T>, id: number, value: T): Table<T> {
  let { root, depth } = table;
  while (id >>> (BITS * (depth + 1)) !== 0) {
    root = root === NONE ? NONE : [root];
    depth += 1;
  }
  const count = tableAt(table, id) === undefined ? table.count + 1 : table.count;
  const next: Table<T> = { root: put(root, depth, id, value), depth, count, free: table.free };
  return id === table.free ? { ...next, free: nextFree(next, id + 1) } : next;
}

/** The table without the id; the very same when nothing has it. */
export function tableWithout<T>(table: Table<T>, id: number): Table<T> {
  if (tableAt(table, id) === undefined) return table;
  const { root, depth, count, free } = table;
  return { root: put(root, depth, id, undefined), depth, count: count - 1, free: Math.min(free, id) };
}

function find(slots: Slots, level: number, wanted: (value: unknown) => boolean): unknown {
  // By index: this runs over every object for many calls.
  for (let at = 0; at < slots.length; at += 1) {
    const slot = slots[at];
    if (slot === undefined) continue;
    const found = level > 0 ? find(slot as Slots, level - 1, wanted) : wanted(slot) ? slot : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first in id order that is wanted, or undefined; no list is made. */
export function tableFind<T>({ root, depth }: Table<T>, wanted: (value: T) => boolean): T | undefined {
  return find(root, depth, wanted as (value: unknown) => boolean) as T | undefined;
}

const lists = new WeakMap<Slots, readonly unknown[]>();

/** Everything in the table by id; the same list for the same table. */
export function tableList<T>({ root, depth }: Table<T>): readonly T[] {
  let list = lists.get(root) as readonly T[] | undefined;
  if (list === undefined) {
    const all: T[] = [];
    find(root, depth, (value) => {
      all.push(value as T);
      return false;
    });
    list = all;
    lists.set(root, list);
  }
  return list;
}
