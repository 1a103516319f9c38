/**
 * Two copies of a document that went different ways, as one. A log only grows, so nothing has to be given up: the
 * merge has every branch of both.
 */
import { machineToJson } from '../model/codec.ts';
import type { Command } from '../uapi/commands.ts';
import { commandToJson } from '../uapi/json.ts';
import { sameValue } from '../uapi/validate.ts';
import { pathTo, type Document, type DocumentLayout, type LogNode } from './document.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What belongs to the tree or to the view of one copy, and is not merged field by field. */
const NOT_FIELDS: ReadonlySet<string> = new Set(['nodes', 'tip', 'cursor', 'machine', 'parent', 'command']);

/**
 * The union of two copies of a document.
 *
 * Two nodes are the same when the same commands lead to them; equal siblings of one copy stay apart. The nodes of
 * `ours` keep their numbers, and so do its cursor and its tip, except that a tip which is no leaf any more moves on to
 * one. Any other field is taken from the side that changed it; where both did, `ours` wins, and of notes both are kept.
 *
 * @param base what both copies come from, or null when that is not known
 * @param ours the copy that is on the screen
 * @param theirs the other one
 * @returns the merge, `ours` itself when `theirs` adds nothing, or null when the initial machines differ
 */
export function mergeDocuments(base: Document | null, ours: Document, theirs: Document): Document | null {
  if (JSON.stringify(machineToJson(ours.machine)) !== JSON.stringify(machineToJson(theirs.machine))) return null;
  const place = placing();
  const ourPlaces = place(ours.nodes);
  const theirPlaces = place(theirs.nodes);
  const nodes = mergeNodes(bySlot(base?.nodes ?? [], place(base?.nodes ?? [])), ours.nodes, theirs.nodes, theirPlaces);
  const fields = mergeFields(base, ours, theirs);
  if (fields === null && nodes.length === ourPlaces.length && nodes.every((node, at) => node === ours.nodes[at])) {
    return ours;
  }
  const tip = tipOf(ours, nodes, theirs.tip === null ? null : (theirPlaces[theirs.tip] ?? null));
  const head = fields === null ? ours : { ...fields, machine: ours.machine, cursor: ours.cursor };
  return { ...head, nodes, tip } as Document;
}

const texts = new WeakMap<Command, string>();

/** A command as text; the same for equal commands. It is never changed, so it is written once. */
function commandText(command: Command): string {
  let text = texts.get(command);
  if (text === undefined) texts.set(command, (text = JSON.stringify(commandToJson(command))));
  return text;
}

/**
 * Numbers the nodes of several logs in one tree: what has the same path, and the same place among equal siblings, gets
 * the same number. The first log keeps its own numbers.
 */
function placing(): (nodes: readonly LogNode[]) => number[] {
  const slots = new Map<string, number>();
  return (nodes) => {
    const places: number[] = [];
    const equals = new Map<string, number>();
    for (const { parent, command } of nodes) {
      const path = `${parent === null ? '' : places[parent]} ${commandText(command)}`;
      const before = equals.get(path) ?? 0;
      equals.set(path, before + 1);
      const key = `${before} ${path}`;
      const slot = slots.get(key) ?? slots.size;
      slots.set(key, slot);
      places.push(slot);
    }
    return places;
  };
}

function bySlot(nodes: readonly LogNode[], places: readonly number[]): Map<number, LogNode> {
  return new Map(nodes.map((node, index) => [places[index] ?? index, node]));
}

function mergeNodes(
  base: ReadonlyMap<number, LogNode>,
  ours: readonly LogNode[],
  theirs: readonly LogNode[],
  theirPlaces: readonly number[],
): LogNode[] {
  const nodes = [...ours];
  for (const [index, their] of theirs.entries()) {
    const slot = theirPlaces[index] ?? nodes.length;
    const our = ours[slot];
    if (our === undefined) {
      nodes.push({ ...their, parent: their.parent === null ? null : (theirPlaces[their.parent] ?? null) });
      continue;
    }
    const fields = mergeFields(base.get(slot) ?? null, our, their);
    if (fields !== null) nodes[slot] = { parent: our.parent, command: our.command, ...fields };
  }
  return nodes;
}

/** The fields of both sides, without those that are undefined; null when they are those of `ours`. */
function mergeFields(base: object | null, ours: object, theirs: object): Fields | null {
  const [was, our, their] = [base ?? {}, ours, theirs] as [Fields, Fields, Fields];
  const merged: Record<string, unknown> = {};
  let changed = false;
  for (const name of new Set([...Object.keys(our), ...Object.keys(their)])) {
    if (NOT_FIELDS.has(name)) continue;
    const value = mergeField(name, was[name], our[name], their[name]);
    changed ||= value !== our[name];
    merged[name] = value;
  }
  if (!changed) return null;
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
}

function mergeField(name: string, was: unknown, our: unknown, their: unknown): unknown {
  if (sameValue(our, their) || sameValue(was, their)) return our;
  if (sameValue(was, our)) return their;
  if (name === 'layout') return mergeLayout(was, our, their);
  if (name === 'note' && typeof their === 'string') return typeof our === 'string' ? bothNotes(our, their) : their;
  return our;
}

/** Each card where the side has it that moved it, and what either side collapsed or opened. */
function mergeLayout(was: unknown, our: unknown, their: unknown): unknown {
  const [base, ours, theirs] = [was, our, their].map((one) => one as DocumentLayout | undefined);
  const keys = new Set([...Object.keys(ours?.positions ?? {}), ...Object.keys(theirs?.positions ?? {})]);
  const positions = Object.fromEntries(
    [...keys].flatMap((key) => {
      const at = mergeField(key, base?.positions[key], ours?.positions[key], theirs?.positions[key]);
      return at === undefined ? [] : [[key, at]];
    }),
  );
  const collapsed = [...new Set([...(ours?.collapsed ?? []), ...(theirs?.collapsed ?? [])])].filter((one) => {
    const [before, here, there] = [base, ours, theirs].map((layout) => layout?.collapsed.includes(one) === true);
    return mergeField(one, before, here, there) === true;
  });
  // In one order, so that two copies come to the same.
  const merged = { positions, collapsed: collapsed.toSorted() };
  return sameValue(merged, our) ? our : merged;
}

/** One note behind the other, each paragraph once, whichever side asks. */
function bothNotes(our: string, their: string): string {
  const [first, second] = our < their ? [our, their] : [their, our];
  const paragraphs = (note: string): string[] => note.split('\n\n');
  if (paragraphs(their).every((paragraph) => paragraphs(our).includes(paragraph))) return our;
  if (paragraphs(our).every((paragraph) => paragraphs(their).includes(paragraph))) return their;
  const known = paragraphs(first);
  return [...known, ...paragraphs(second).filter((paragraph) => !known.includes(paragraph))].join('\n\n');
}

/** Our tip, or where it went on in the merge: to their tip where that is behind it, else along the first branch. */
function tipOf(ours: Document, nodes: readonly LogNode[], theirTip: number | null): number | null {
  const { tip } = ours;
  if (ours.nodes.some((node) => node.parent === tip)) return tip;
  if (theirTip !== null && (tip === null || pathTo(nodes, theirTip).includes(tip))) return theirTip;
  let leaf = tip;
  for (let at = ours.nodes.length; at < nodes.length; at++) if (nodes[at]?.parent === leaf) leaf = at;
  return leaf;
}
