/** The smallest changes after which a refused call succeeds, found by trying them. */
import { findArea, type Area } from '../address/areas.ts';
import { fitting } from '../kinds/index.ts';
import { holdersOf } from '../kinds/references.ts';
import { attachedHwpt, boundObject, nextId, objectAt, objectsOf, pagingAt, type State } from '../model/state.ts';
import type { RuleSet } from '../rules/rule.ts';
import { hex, PAGE_SIZE } from '../uapi/u64.ts';
import { DATA_KINDS, specOf, valuesOf, type Command, type CommandOf } from '../uapi/commands.ts';
import { formOf } from '../uapi/validate.ts';
import { decisionSentence } from './explain.ts';
import { intentOf } from './words.ts';
import { step } from './step.ts';
import type { Decision } from '../ops/context.ts';

/** Calls that may be made instead of the refused one; the last of them is what was wanted. */
export interface Repair {
  readonly commands: readonly Command[];
  readonly title: string;
  readonly effect: string;
}

/** The most areas of an IOAS that unmapping is tried for. */
const MOST_AREAS = 16;

function others(state: State, command: CommandOf<'device_attach'>): Command[] {
  return fitting(state, 'pt').flatMap((object): Command[] =>
    object.id === command.ptId ? [] : [{ ...command, ptId: object.id }],
  );
}

function otherAllocs(state: State, command: CommandOf<'hwpt_alloc'>): Command[] {
  const plain: Command[] = [
    { ...command, nestParent: false },
    { ...command, dirtyTracking: false },
    { ...command, nestParent: false, dirtyTracking: false },
    ...DATA_KINDS.map((data) => ({ ...command, data })),
    { ...command, nestParent: false, dirtyTracking: false, data: 'stage1' as const },
  ];
  return [
    ...plain,
    ...fitting(state, 'device-object').map(({ id }) => ({ ...command, devId: id })),
    ...fitting(state, 'pt').map(({ id }) => ({ ...command, ptId: id })),
  ];
}

const upToPage = (value: bigint): bigint => (value + PAGE_SIZE - 1n) & ~(PAGE_SIZE - 1n);

function otherMaps(state: State, command: CommandOf<'ioas_map'>): Command[] {
  const sound = { ...command, prot: command.prot === '' ? ('rw' as const) : command.prot };
  const paged = {
    ...sound,
    iova: command.iova & ~(PAGE_SIZE - 1n),
    userVa: command.userVa & ~(PAGE_SIZE - 1n),
    length: upToPage(command.length === 0n ? PAGE_SIZE : command.length),
  };
  const there = state.machine.memory.map((span) => ({ ...paged, userVa: span.start }));
  return [
    sound,
    { ...sound, prot: 'rw' as const },
    { ...sound, fixed: false, iova: 0n },
    paged,
    { ...paged, fixed: false, iova: 0n },
    ...there,
  ];
}

/** The call itself, changed in one respect. */
function instead(state: State, command: Command): readonly Command[] {
  switch (command.op) {
    case 'device_attach':
      return others(state, command);
    case 'hwpt_alloc':
      return otherAllocs(state, command);
    case 'ioas_map':
      return otherMaps(state, command);
    case 'ioas_copy':
      return [
        { ...command, prot: 'r' },
        { ...command, fixed: false, dstIova: 0n },
      ];
    default:
      return [];
  }
}

function unmaps(state: State): Command[] {
  return objectsOf(state).flatMap((object): Command[] => {
    if (object.type !== 'ioas') return [];
    const areas: Area[] = [];
    findArea(object.areas, (area) => (areas.push(area) < MOST_AREAS ? null : area));
    return areas.map((area) => ({
      op: 'ioas_unmap',
      ioas: object.id,
      iova: area.start,
      length: area.last - area.start + 1n,
    }));
  });
}

/** One call that may clear the way, the least destructive first. */
function before(state: State): Command[] {
  const commands: Command[] = [];
  const { devices } = state.machine;
  for (const device of devices.keys()) {
    if (boundObject(state, device) === null) commands.push({ op: 'device_bind', device });
  }
  for (const object of objectsOf(state)) {
    if (object.type === 'ioas' && object.allowed.length > 0)
      commands.push({ op: 'ioas_allow_iovas', ioas: object.id, ranges: [] });
  }
  for (const object of objectsOf(state)) {
    if (object.type === 'device' && attachedHwpt(state, object) !== null) {
      commands.push({ op: 'device_detach', device: object.device });
    }
  }
  for (const object of objectsOf(state)) commands.push({ op: 'destroy', id: object.id });
  return [...commands, ...unmaps(state)];
}

/** The calls after which nothing uses the object any more, the innermost use first. */
function release(state: State, id: number, seen: ReadonlySet<number> = new Set()): Command[] {
  const object = objectAt(state, id);
  if (object === undefined || seen.has(id)) return [];
  const within = new Set(seen).add(id);
  return holdersOf(state, object).flatMap((holder): Command[] => {
    if (holder.kind === 'attachment') return [{ op: 'device_detach', device: holder.device }];
    if (holder.kind !== 'link') return [];
    const first = release(state, holder.by, within);
    // An automatic page table goes with its last device.
    return pagingAt(state, holder.by)?.autoDomain === true ? first : [...first, { op: 'destroy', id: holder.by }];
  });
}

/** Several calls that lead to what was wanted, where one alone can't. */
function sequences(state: State, command: Command): readonly Command[][] {
  if (command.op === 'destroy') return [[...release(state, command.id), command]];
  if (command.op !== 'set_dirty_tracking') return [];
  // Dirty tracking is chosen when a page table is made: another one can have it.
  const hwpt = pagingAt(state, command.hwpt);
  if (hwpt === null) return [];
  return fitting(state, 'device-object').map((object): Command[] => [
    {
      op: 'hwpt_alloc',
      devId: object.id,
      ptId: hwpt.ioas,
      nestParent: hwpt.nestParent,
      dirtyTracking: true,
      data: 'none',
    },
    { ...command, hwpt: nextId(state) },
  ]);
}

function effectOf(decisions: readonly Decision[]): string {
  const made = decisions.find((decision) => decision.kind === 'auto_made');
  if (made !== undefined) return `makes hwpt ${made.hwpt}, auto`;
  const telling = decisions.find((decision) => decision.kind !== 'iova_chosen') ?? decisions[0];
  return telling === undefined ? '' : decisionSentence(telling);
}

const textOf = (commands: readonly Command[]): string =>
  JSON.stringify(commands, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));

/** Which fields of a call are other ones, as text: "prot rw, length 0x1000". */
function printed(refused: Command, repaired: Command): string {
  const was = valuesOf(refused);
  const is = valuesOf(repaired);
  const changed = specOf(repaired.op).fields.flatMap((field) => {
    const value = is[field.key];
    if (value === was[field.key]) return [];
    return [
      `${field.name} ${typeof value === 'bigint' ? hex(value) : typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)}`,
    ];
  });
  return `With ${changed.join(', ')}`;
}

/**
 * At most `most` repairs of a refused command: first the call changed in one respect, then one call before it, then
 * several. Each was played and succeeds. What is no command has none.
 */
export function repairs(rules: RuleSet, state: State, given: Command, most = 3): Repair[] {
  const form = formOf(given);
  if (!form.ok) return [];
  const { command } = form;
  const found: Repair[] = [];
  const seen = new Set([textOf([command])]);
  const consider = (commands: readonly Command[]): void => {
    if (found.length >= most || seen.has(textOf(commands))) return;
    seen.add(textOf(commands));
    let at = state;
    let last: readonly Decision[] = [];
    for (const one of commands) {
      const outcome = step(rules, at, one);
      if (!outcome.result.ok) return;
      at = outcome.next;
      last = outcome.decisions;
    }
    const wanted = commands.at(-1);
    if (wanted === undefined) return;
    const first = commands.length > 1 ? commands[0] : undefined;
    const title =
      first === undefined && wanted.op !== 'device_attach'
        ? printed(command, wanted)
        : first === undefined
          ? `${intentOf(state, wanted)}${wanted.op === 'device_attach' ? ' instead' : ''}`
          : commands.length > 2
            ? `${intentOf(state, first)}, and ${commands.length - 2} more first`
            : `${intentOf(state, first)} first`;
    found.push({ commands, title, effect: effectOf(last) });
  };
  for (const one of instead(state, command)) consider([one]);
  for (const one of before(state)) consider([one, command]);
  for (const several of sequences(state, command)) consider(several);
  return found;
}
