/** Page tables and areas: joining an IOAS, filling a new page table, writing an area into all of them. */
import { findArea, firstAreaIn, type Area } from '../address/areas.ts';
import { firstOverlap, holesBetween, insertSpan } from '../address/spans.ts';
import { DRIVER_RULES } from '../drivers/index.ts';
import type { ObjectId } from '../model/ids.ts';
import type { Machine } from '../model/machine.ts';
import { iovaAlignment, mustIoas, mustPaging, withObject, type State } from '../model/state.ts';
import type { HwptPaging, Ioas } from '../model/objects.ts';
import { ENTRY, JOIN, PIN } from '../rules/fill.ts';
import type { Check } from '../rules/rule.ts';
import { PAGE_SIZE, U64_MAX, type Span } from '../uapi/u64.ts';
import type { Context } from './context.ts';

const OFFSET = PAGE_SIZE - 1n;

/** The first area that does not begin and end on pages, or null. */
export function firstMisaligned(ioas: Ioas): Area | null {
  return findArea(ioas.areas, (area) => (((area.start | (area.last + 1n) | area.va) & OFFSET) === 0n ? null : area));
}

/** The first address of the area's pages that the process does not have, or null. */
function missingMemory(machine: Machine, area: Area): bigint | null {
  const start = area.va & ~OFFSET;
  const last = (area.va + area.last - area.start) | OFFSET;
  for (const span of machine.memory) if (span.start <= start && last <= span.last) return null;
  return holesBetween(machine.memory, start, last)[0]?.start ?? null;
}

/** What a page table of this width does not reach, or null. */
function beyondAperture(addressWidth: number): Span | null {
  return addressWidth >= 64 ? null : { start: 1n << BigInt(addressWidth), last: U64_MAX };
}

/** Writes one area into the given page tables, in order; a refusal undoes it but for `everMapped`. */
function writeArea(
  context: Context,
  state: State,
  area: Area,
  hwpts: readonly ObjectId[],
): { state: State; refusal: Check | null } {
  const missing = missingMemory(state.machine, area);
  const pinned = context.refuses(PIN, { area, missing });
  if (pinned !== null) return { state, refusal: pinned };
  let after = state;
  for (const id of hwpts) {
    const hwpt = mustPaging(after, id);
    const refusal =
      context.refuses(ENTRY, { hwpt, area }) ?? context.refuses(DRIVER_RULES[hwpt.driver].map, { hwpt, area });
    if (refusal !== null) return { state: after, refusal };
    if (!hwpt.everMapped) after = withObject(after, { ...hwpt, everMapped: true });
  }
  return { state: after, refusal: null };
}

/** Writes a new area into every page table of its IOAS: `iopt_area_fill_domains`. */
export function fillArea(
  context: Context,
  state: State,
  ioas: Ioas,
  area: Area,
): { state: State; refusal: Check | null } {
  return ioas.domains.length === 0 ? { state, refusal: null } : writeArea(context, state, area, ioas.domains);
}

/** True when the area would be written without objection, so that only the first that would not is checked aloud. */
function fillsQuietly(context: Context, state: State, hwpt: HwptPaging, area: Area): boolean {
  const facts = { hwpt, area };
  return (
    !context.wouldRefuse(PIN, { area, missing: missingMemory(state.machine, area) }) &&
    !context.wouldRefuse(ENTRY, facts) &&
    !context.wouldRefuse(DRIVER_RULES[hwpt.driver].map, facts)
  );
}

/**
 * Adds a page table to its IOAS: alignment, aperture, then an entry for every area (`iopt_table_add_domain`). On a
 * refusal the state is as it was; the caller drops the page table.
 */
export function joinIoas(context: Context, state: State, hwptId: ObjectId): { state: State; refusal: Check | null } {
  const hwpt = mustPaging(state, hwptId);
  const ioas = mustIoas(state, hwpt.ioas);
  const beyond = beyondAperture(hwpt.addressWidth);
  const refusal = context.refuses(JOIN, {
    ioas: ioas.id,
    hwpt,
    misaligned: iovaAlignment(ioas) < PAGE_SIZE ? firstMisaligned(ioas) : null,
    beyond,
    areaBeyond: beyond === null ? null : firstAreaIn(ioas.areas, beyond.start, beyond.last),
    allowedBeyond: beyond === null ? null : firstOverlap(ioas.allowed, beyond),
  });
  if (refusal !== null) return { state, refusal };
  const told =
    ioas.areas === null
      ? null
      : (findArea(ioas.areas, (area) => (fillsQuietly(context, state, hwpt, area) ? null : area)) ??
        findArea(ioas.areas, (area) => area));
  let after = state;
  if (told !== null) {
    const filled = writeArea(context, state, told, [hwptId]);
    if (filled.refusal !== null) return { state, refusal: filled.refusal };
    after = filled.state;
  }
  const reserved =
    beyond === null
      ? ioas.reserved
      : insertSpan(ioas.reserved, { ...beyond, owner: { kind: 'hwpt', hwpt: hwptId } as const });
  return {
    state: withObject(after, {
      ...ioas,
      reserved,
      hwpts: [...ioas.hwpts, hwptId],
      domains: [...ioas.domains, hwptId],
    }),
    refusal: null,
  };
}
