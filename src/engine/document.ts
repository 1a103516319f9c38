/**
 * The document is the log: a machine, and the commands given to it as a tree. A branch is a path from the root to a
 * leaf; undo is a step towards the root, and a command given in the past grows a new branch beside the old one.
 */
import { machineFromJson, machineToJson } from '../model/codec.ts';
import type { Machine } from '../model/machine.ts';
import { choiceFromJson, choiceFromTrace, choiceToJson, DEFAULT_RULES, type RuleChoice } from '../rulesets/index.ts';
import type { Command } from '../uapi/commands.ts';
import { bad, commandFromJson, commandToJson, good, type Json, type Read } from '../uapi/json.ts';
import { isRecord, show } from '../uapi/validate.ts';
import { kernelAnswerFrom, noAnswer, type KernelAnswer, type Trace } from './trace.ts';

export const FORMAT = 'iommufd-playground';
/** 1 named the rule set by one word; 2 names a kernel, series and a patch, and has a layout. */
export const FORMAT_VERSION = 2;

/** A command of the log. Its number is its place in the document's list of nodes. */
export interface LogNode {
  /** The node before it, or null for a first command. */
  readonly parent: number | null;
  readonly command: Command;
  readonly note?: string;
  /** What a real kernel answered, when the document came from a trace. */
  readonly kernel?: KernelAnswer;
}

/** Where a person put things on the canvas. It changes nothing of what the calls answer. */
export interface DocumentLayout {
  /** Where nodes were moved to, by their ids. */
  readonly positions: Readonly<Record<string, readonly [x: number, y: number]>>;
  /** Units and groups that show their header only. */
  readonly collapsed: readonly string[];
}

export interface Document {
  readonly name: string;
  /** What it shows, in a sentence or two. */
  readonly about?: string;
  readonly rules: RuleChoice;
  readonly machine: Machine;
  readonly nodes: readonly LogNode[];
  /** The leaf of the branch that is shown, or null while there are no commands. */
  readonly tip: number | null;
  /** The last command that counts, on the way to the tip; null stands before the first. */
  readonly cursor: number | null;
  readonly layout?: DocumentLayout;
  /** The kernel's object table after its last call, when the document came from a trace. */
  readonly kernelState?: readonly Json[];
}

/** A kernel trace as a document, each call with the kernel's answer, standing at its end. */
export function traceDocument(trace: Trace): Document {
  const nodes = trace.steps.map(({ command, kernel }, index): LogNode => ({
    parent: index === 0 ? null : index - 1,
    command,
    kernel,
  }));
  const tip = nodes.length === 0 ? null : nodes.length - 1;
  return {
    name: trace.name,
    rules: trace.rules,
    machine: trace.machine,
    nodes,
    tip,
    cursor: tip,
    ...(trace.state === null ? {} : { kernelState: trace.state }),
  };
}

/** A document without commands. */
export function newDocument(name: string, machine: Machine, rules: RuleChoice = DEFAULT_RULES): Document {
  return { name, rules, machine, nodes: [], tip: null, cursor: null };
}

/** The nodes from the root to `leaf`, as their numbers. */
export function pathTo(nodes: readonly LogNode[], leaf: number | null): number[] {
  const path: number[] = [];
  for (let at = leaf; at !== null; at = nodes[at]?.parent ?? null) path.push(at);
  return path.toReversed();
}

/** The document with a command after the cursor. At the tip the branch grows; before it, a new branch begins. */
export function append(document: Document, ...commands: readonly Command[]): Document {
  const made = commands.map((command, index): LogNode => ({
    parent: index === 0 ? document.cursor : document.nodes.length + index - 1,
    command,
  }));
  const nodes = [...document.nodes, ...made];
  const tip = made.length === 0 ? document.cursor : nodes.length - 1;
  return { ...document, nodes, cursor: tip, tip: made.length === 0 ? document.tip : tip };
}

/** The leaves of the tree, each the end of a branch, in the order in which the branches began. */
export function branchTips(nodes: readonly LogNode[]): number[] {
  const goesOn = new Uint8Array(nodes.length);
  for (const { parent } of nodes) if (parent !== null) goesOn[parent] = 1;
  const tips: number[] = [];
  for (const [index, on] of goesOn.entries()) if (on === 0) tips.push(index);
  return tips;
}

/** The document as canonical JSON. */
export function documentToJson(document: Document): Json {
  const { name, rules, machine, nodes, tip, cursor } = document;
  return {
    format: FORMAT,
    version: FORMAT_VERSION,
    name,
    ...(document.about === undefined ? {} : { about: document.about }),
    rules: choiceToJson(rules),
    machine: machineToJson(machine),
    log: nodes.map((node, index) => nodeToJson(node, index)),
    tip,
    cursor,
    ...(document.layout === undefined ? {} : { layout: layoutToJson(document.layout) }),
    ...(document.kernelState === undefined ? {} : { kernelState: document.kernelState }),
  };
}

const layoutToJson = ({ positions, collapsed }: DocumentLayout): Json => ({
  positions: Object.fromEntries(
    Object.entries(positions)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, [x, y]]) => [id, [x, y]]),
  ),
  collapsed: collapsed.toSorted(),
});

/** The parent is written only where it is not the node before. */
function nodeToJson(node: LogNode, index: number): Json {
  const before = index === 0 ? null : index - 1;
  return {
    ...commandToJson(node.command),
    ...(node.kernel === undefined ? {} : { ret: node.kernel.ret, ...node.kernel.out }),
    ...(node.parent === before ? {} : { parent: node.parent }),
    ...(node.note === undefined ? {} : { note: node.note }),
  };
}

/** The most commands that a document from outside may have, and the longest name or note. */
export const MOST_NODES = 100_000;
export const LONGEST_TEXT = 10_000;

function readNode(value: unknown, index: number): Read<LogNode> {
  const where = `log[${index}]`;
  const command = commandFromJson(value);
  if (!command.ok) return bad(`${where}: ${command.error}`);
  const fields = value as Readonly<Record<string, unknown>>;
  const parent = Object.hasOwn(fields, 'parent') ? fields['parent'] : index === 0 ? null : index - 1;
  if (parent !== null && !(typeof parent === 'number' && Number.isInteger(parent) && parent >= 0 && parent < index)) {
    return bad(`${where}: parent must be null or the number of an earlier entry, not ${show(parent)}`);
  }
  const note = fields['note'];
  if (note !== undefined && (typeof note !== 'string' || note.length > LONGEST_TEXT)) {
    return bad(`${where}: note must be a text of at most ${LONGEST_TEXT} characters`);
  }
  const kernel = fields['ret'] === undefined ? undefined : kernelAnswerFrom(fields);
  if (kernel === null) return bad(`${where}: ${noAnswer(fields['ret'])}`);
  return good({
    parent,
    command: command.value,
    ...(note === undefined ? {} : { note }),
    ...(kernel === undefined ? {} : { kernel }),
  });
}

function readPlace(value: unknown, name: string, nodes: readonly LogNode[]): Read<number | null> {
  if (value === null) return good(null);
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < nodes.length) return good(value);
  return bad(`${name} must be null or the number of an entry of the log, not ${show(value)}`);
}

type Fields = Readonly<Record<string, unknown>>;

/** What stands before the log. */
function readHead(value: Fields): Read<Pick<Document, 'name' | 'about' | 'rules' | 'machine'>> {
  if (value['format'] !== FORMAT) return bad(`format must be "${FORMAT}", not ${show(value['format'])}`);
  const version = value['version'];
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return bad(`version must be a number from 1 on, not ${show(version)}`);
  }
  if (version > FORMAT_VERSION) {
    return bad(
      `the document has format version ${version}; this playground reads up to version ${FORMAT_VERSION}. It was made by a newer one`,
    );
  }
  const name = value['name'];
  if (typeof name !== 'string' || name.length > LONGEST_TEXT) return bad(`name must be a text, not ${show(name)}`);
  const about = value['about'];
  if (about !== undefined && (typeof about !== 'string' || about.length > LONGEST_TEXT)) {
    return bad(`about must be a text of at most ${LONGEST_TEXT} characters`);
  }
  const rules = version === 1 ? choiceFromTrace(value['rules']) : choiceFromJson(value['rules']);
  if (!rules.ok) return rules;
  const machine = machineFromJson(value['machine']);
  if (!machine.ok) return bad(`machine: ${machine.error}`);
  return good({ name, ...(about === undefined ? {} : { about }), rules: rules.value, machine: machine.value });
}

/** The most nodes whose place is read, and how far from the middle they may be. */
const MOST_PLACES = 100_000;
const FARTHEST = 1e6;

const isPlace = (value: unknown): value is readonly [number, number] =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every((one) => typeof one === 'number' && Number.isFinite(one) && Math.abs(one) <= FARTHEST);

function readLayout(value: unknown): Read<DocumentLayout> {
  if (!isRecord(value)) return bad(`layout must be an object, not ${show(value)}`);
  const { positions = {}, collapsed = [] } = value;
  if (!isRecord(positions)) return bad(`layout.positions must be an object, not ${show(positions)}`);
  const entries = Object.entries(positions);
  if (entries.length > MOST_PLACES) return bad(`layout.positions has more than ${MOST_PLACES} entries`);
  const wrong = entries.find(([, place]) => !isPlace(place));
  if (wrong !== undefined) return bad(`layout.positions of ${show(wrong[0])} must be two numbers within ±${FARTHEST}`);
  if (
    !Array.isArray(collapsed) ||
    collapsed.length > MOST_PLACES ||
    !collapsed.every((one) => typeof one === 'string')
  ) {
    return bad('layout.collapsed must be a list of units and groups');
  }
  return good({ positions: Object.fromEntries(entries) as DocumentLayout['positions'], collapsed });
}

/** What stands behind the log, and speaks of it. */
function readTail(
  value: Fields,
  nodes: readonly LogNode[],
): Read<Omit<Document, 'name' | 'about' | 'rules' | 'machine'>> {
  const tip = readPlace(value['tip'], 'tip', nodes);
  if (!tip.ok) return tip;
  const cursor = readPlace(value['cursor'], 'cursor', nodes);
  if (!cursor.ok) return cursor;
  if (cursor.value !== null && !pathTo(nodes, tip.value).includes(cursor.value))
    return bad('cursor is not on the way to tip');
  const layout = value['layout'] === undefined ? null : readLayout(value['layout']);
  if (layout?.ok === false) return layout;
  const kernelState = value['kernelState'];
  if (kernelState !== undefined && !Array.isArray(kernelState)) {
    return bad(`kernelState must be a list, not ${show(kernelState)}`);
  }
  return good({
    nodes,
    tip: tip.value,
    cursor: cursor.value,
    ...(layout === null ? {} : { layout: layout.value }),
    ...(kernelState === undefined ? {} : { kernelState: kernelState as Json[] }),
  });
}

const tooLong = (entries: number): string => `log has ${entries} entries; at most ${MOST_NODES} are read`;

/** A document from parsed JSON. */
export function documentFromJson(value: unknown): Read<Document> {
  if (!isRecord(value)) return bad(`a document must be an object, not ${show(value)}`);
  const head = readHead(value);
  if (!head.ok) return head;
  const log = value['log'];
  if (!Array.isArray(log)) return bad(`log must be a list, not ${show(log)}`);
  if (log.length > MOST_NODES) return bad(tooLong(log.length));
  const nodes: LogNode[] = [];
  for (const [index, item] of log.entries()) {
    const node = readNode(item, index);
    if (!node.ok) return node;
    nodes.push(node.value);
  }
  const tail = readTail(value, nodes);
  return tail.ok ? good({ ...head.value, ...tail.value }) : tail;
}

/** Entries that the reader took back at their place, with their text. An entry is never changed: it is read back once. */
const readable = new WeakMap<LogNode, { readonly index: number; readonly text: string }>();

function nodeText(node: LogNode, index: number): Read<string> {
  const known = readable.get(node);
  if (known?.index === index) return good(known.text);
  const text = JSON.stringify(nodeToJson(node, index));
  const back = readNode(JSON.parse(text), index);
  if (!back.ok) return back;
  readable.set(node, { index, text });
  return good(text);
}

/** The document as JSON text, when {@link documentFromJson} takes it back; else why not. An entry is read back once, however often it is written. */
export function documentText(document: Document): Read<string> {
  const { nodes } = document;
  const json = documentToJson({ ...document, nodes: [] }) as { readonly [field: string]: Json };
  const back = JSON.parse(JSON.stringify(json)) as Fields;
  const head = readHead(back);
  if (!head.ok) return head;
  if (nodes.length > MOST_NODES) return bad(tooLong(nodes.length));
  const entries: string[] = [];
  for (const [index, node] of nodes.entries()) {
    const entry = nodeText(node, index);
    if (!entry.ok) return entry;
    entries.push(entry.value);
  }
  const tail = readTail(back, nodes);
  if (!tail.ok) return tail;
  const fields = Object.entries(json).map(
    ([field, value]) => `"${field}":${field === 'log' ? `[${entries.join()}]` : JSON.stringify(value)}`,
  );
  return good(`{${fields.join()}}`);
}
