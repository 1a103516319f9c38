/** A patch of one's own: an overlay as plain data, with a name, that comes from a file or a link. */
import { bad, good, type Json, type Read } from '../uapi/json.ts';
import { ERRNO, type Errno } from '../uapi/errno.ts';
import { isRecord, show } from '../uapi/validate.ts';
import { CC_REQUESTS, type CcRequest, type Rule } from '../rules/rule.ts';
import type { Overlay } from './compose.ts';
import { STAGE_RULES } from './catalog.ts';

export interface Patch {
  readonly name: string;
  /** Rules that are taken out. */
  readonly remove: readonly string[];
  /** Rules that answer another errno. */
  readonly errno: Readonly<Record<string, Errno>>;
  /** Rules that stand behind another one of their stage, or first for null. */
  readonly move: readonly { readonly id: string; readonly after: string | null }[];
  /** On attach, who is asked to enforce; null leaves it as it is. */
  readonly ccRequest: CcRequest | null;
}

const LONGEST_NAME = 100;
const MOST_CHANGES = 200;

/** The patch as an overlay. */
export function overlayOf({ remove, errno, move, ccRequest }: Patch): Overlay {
  return { remove, errno, move, ...(ccRequest === null ? {} : { policy: { ccRequest } }) };
}

/** The patch as JSON; what it leaves alone is not written. */
export function patchToJson({ name, remove, errno, move, ccRequest }: Patch): Json {
  return {
    name,
    ...(remove.length === 0 ? {} : { remove }),
    ...(Object.keys(errno).length === 0 ? {} : { errno }),
    ...(move.length === 0 ? {} : { move: move.map(({ id, after }) => ({ id, after })) }),
    ...(ccRequest === null ? {} : { ccRequest }),
  };
}

function placeOf(id: unknown): { readonly stage: string; readonly rule: Rule } | null {
  for (const [stage, rules] of STAGE_RULES) {
    const rule = rules.find((one) => one.id === id);
    if (rule !== undefined) return { stage, rule };
  }
  return null;
}

const stageOfRule = (id: unknown): string | null => placeOf(id)?.stage ?? null;

/** Why a patch can't take the rule out, or null. */
function whyNeeded({ sources, needed }: Rule): string | null {
  if (Object.keys(sources).length === 0) return 'it is no rule of a kernel';
  return needed === true ? 'what the call does stands on it' : null;
}

function readRemove(value: unknown): Read<readonly string[]> {
  if (value === undefined) return good([]);
  if (!Array.isArray(value) || value.length > MOST_CHANGES)
    return bad(`remove must be a list of rules, not ${show(value)}`);
  const ids: string[] = [];
  for (const id of value) {
    const place = placeOf(id);
    if (typeof id !== 'string' || place === null) return bad(`remove names ${show(id)}, and there is no such rule`);
    const needed = whyNeeded(place.rule);
    if (needed !== null) return bad(`remove names ${id}, which can't be taken out: ${needed}`);
    if (ids.includes(id)) return bad(`remove names ${id} twice`);
    ids.push(id);
  }
  return good(ids);
}

function readErrno(value: unknown): Read<Patch['errno']> {
  if (value === undefined) return good({});
  if (!isRecord(value)) return bad(`errno must say an errno for each rule, not ${show(value)}`);
  const entries = Object.entries(value);
  if (entries.length > MOST_CHANGES) return bad(`errno has more than ${MOST_CHANGES} rules`);
  const read: Record<string, Errno> = {};
  for (const [id, errno] of entries) {
    if (stageOfRule(id) === null) return bad(`errno names ${show(id)}, and there is no such rule`);
    if (typeof errno !== 'string' || !Object.hasOwn(ERRNO, errno))
      return bad(`errno of ${id} must be an errno, not ${show(errno)}`);
    read[id] = errno as Errno;
  }
  return good(read);
}

function readMove(value: unknown): Read<Patch['move']> {
  if (value === undefined) return good([]);
  if (!Array.isArray(value) || value.length > MOST_CHANGES) return bad(`move must be a list, not ${show(value)}`);
  const moves: { id: string; after: string | null }[] = [];
  for (const [index, item] of value.entries()) {
    const { id, after } = isRecord(item) ? item : { id: undefined, after: undefined };
    const stage = stageOfRule(id);
    if (typeof id !== 'string' || stage === null)
      return bad(`move[${index}].id is ${show(id)}, and there is no such rule`);
    if (after !== null && (typeof after !== 'string' || stageOfRule(after) !== stage || after === id)) {
      return bad(`move[${index}].after must be null or another rule of ${stage}, not ${show(after)}`);
    }
    moves.push({ id, after });
  }
  return good(moves);
}

/** A patch from parsed JSON. Every rule that it names is one of the catalog. */
export function patchFromJson(value: unknown): Read<Patch> {
  if (!isRecord(value)) return bad(`a patch must be an object, not ${show(value)}`);
  const { name, ccRequest = null } = value;
  if (typeof name !== 'string' || name.trim() === '' || name.length > LONGEST_NAME) {
    return bad(`name must be a text of at most ${LONGEST_NAME} characters, not ${show(name)}`);
  }
  const remove = readRemove(value['remove']);
  if (!remove.ok) return remove;
  const errno = readErrno(value['errno']);
  if (!errno.ok) return errno;
  const move = readMove(value['move']);
  if (!move.ok) return move;
  const gone = new Set(remove.value);
  const named = [...Object.keys(errno.value), ...move.value.flatMap(({ id, after }) => [id, after ?? ''])];
  const twice = named.find((id) => gone.has(id));
  if (twice !== undefined) return bad(`the patch takes ${twice} out, and changes it as well`);
  const request = CC_REQUESTS.find((one) => one === ccRequest) ?? null;
  if (ccRequest !== null && request === null) {
    return bad(`ccRequest must be one of ${CC_REQUESTS.join(', ')}, not ${show(ccRequest)}`);
  }
  return good({ name, remove: remove.value, errno: errno.value, move: move.value, ccRequest: request });
}
