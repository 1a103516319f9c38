import { firstAreaIn, insertArea, NO_AREAS, removeArea, type Area } from '../address/areas.ts';
import { chooseIova, preferredAlignment } from '../address/choose.ts';
import { firstClash, firstOverlap, holesBetween, insertSpan } from '../address/spans.ts';
import { ioasAt, iovaAlignment, nextId, objectAt, withNewObject, withObject, type State } from '../model/state.ts';
import type { Ioas } from '../model/objects.ts';
import {
  ALLOW,
  ALLOW_IOAS,
  COPY_DESTINATION,
  COPY_FORM,
  COPY_RANGE,
  COPY_SOURCE,
  HUGE_PAGES,
  OPTION_IOAS,
  RANGES_IOAS,
  UNMAP_AREAS,
  UNMAP_FORM,
  UNMAP_IOAS,
} from '../rules/ioas.ts';
import { CHOOSE, FIXED, MAP_FORM, MAP_IOAS, PAGES, PIECE, PLACE, ROOM } from '../rules/ioas_map.ts';
import type { LookupFacts } from '../rules/lookup.ts';
import { isCheck, type Check, type Stage } from '../rules/rule.ts';
import type { Prot } from '../uapi/fields.ts';
import { U64_MAX, type Span } from '../uapi/u64.ts';
import type { Answer, Context, Outcome } from './context.ts';
import { fillArea, firstMisaligned } from './fill.ts';

/** The IOAS that a field names, or the check that refuses. */
function lookUp(context: Context, state: State, stage: Stage<LookupFacts>, id: number): Ioas | Check {
  const refusal = context.refuses(stage, { id, object: objectAt(state, id) });
  if (refusal !== null) return refusal;
  const ioas = ioasAt(state, id);
  if (ioas === null) throw new Error(`object ${id} is no IOAS and no rule says so`);
  return ioas;
}

export const ioasAlloc: Answer<'ioas_alloc'> = (context, state) => {
  const id = nextId(state);
  const ioas: Ioas = {
    type: 'ioas',
    id,
    born: state.nextBorn,
    hugePages: true,
    areas: NO_AREAS,
    reserved: [],
    allowed: [],
    hwpts: [],
    domains: [],
  };
  return context.handsBack<'ioas_alloc'>(withNewObject(state, ioas), { outIoasId: id });
};

/** A run of user memory about to become an area. */
interface Piece {
  readonly va: bigint;
  readonly length: bigint;
  readonly writable: boolean;
  readonly pages: number;
}

interface Mapping {
  readonly pieces: readonly Piece[];
  readonly length: bigint;
  readonly prot: Prot;
  /** The IOVA asked for, or null to let the kernel choose. */
  readonly iova: bigint | null;
}

/** Where the mapping goes, or the check that refuses it: `iopt_alloc_area_pages`. */
function place(context: Context, ioas: Ioas, mapping: Mapping): bigint | Check {
  const { length, iova } = mapping;
  const userVa = mapping.pieces[0]?.va ?? 0n;
  const facts = { ioas, alignment: iovaAlignment(ioas), length };
  const misfit = context.refuses(PLACE, facts);
  if (misfit !== null) return misfit;
  if (iova !== null) {
    const last = iova + length - 1n;
    const refusal = context.refuses(FIXED, {
      ...facts,
      iova,
      reserved: firstOverlap(ioas.reserved, { start: iova, last }),
      area: firstAreaIn(ioas.areas, iova, last),
    });
    return refusal ?? iova;
  }
  const chosenAlignment = preferredAlignment(userVa, length);
  const wanted = { ...facts, userVa, chosenAlignment };
  const refusal = context.refuses(CHOOSE, wanted);
  if (refusal !== null) return refusal;
  const chosen = chooseIova(ioas.areas, ioas.reserved, ioas.allowed, userVa, length);
  const full = context.refuses(ROOM, { ...wanted, iova: chosen });
  if (full !== null) return full;
  if (chosen === null) throw new Error('no IOVA was chosen and no rule says so');
  context.decisions.push({ kind: 'iova_chosen', iova: chosen, alignment: chosenAlignment });
  return chosen;
}

/** Makes areas of the pieces, one behind the other, and writes them into every page table: `iopt_map_pages`. */
function map(context: Context, state: State, ioas: Ioas, mapping: Mapping): Outcome {
  const start = place(context, ioas, mapping);
  if (typeof start !== 'bigint') return context.refused(state, start);
  const { prot } = mapping;
  const alignment = iovaAlignment(ioas);
  const made: Area[] = [];
  let at = start;
  for (const { va, length, writable, pages } of mapping.pieces) {
    const refusal = context.refuses(PIECE, { ioas, alignment, prot, writable, userVa: va });
    if (refusal !== null) return context.refused(state, refusal);
    made.push({ start: at, last: at + length - 1n, va, prot, writable, pages, made: state.nextArea + made.length });
    at += length;
  }
  let after = state;
  let { areas } = ioas;
  for (const area of made) {
    const filled = fillArea(context, after, ioas, area);
    after = filled.state;
    if (filled.refusal !== null) return context.refused(after, filled.refusal);
    areas = insertArea(areas, area);
  }
  const mapped = withObject(after, { ...ioas, areas });
  return context.handsBack<'ioas_map' | 'ioas_copy'>(
    { ...mapped, nextArea: state.nextArea + made.length },
    { outIova: start },
  );
}

export const ioasMap: Answer<'ioas_map'> = (context, state, command) => {
  const { userVa, length, prot } = command;
  const misfit = context.refuses(MAP_FORM, command);
  if (misfit !== null) return context.refused(state, misfit);
  const ioas = lookUp(context, state, MAP_IOAS, command.ioas);
  if (isCheck(ioas)) return context.refused(state, ioas);
  const refusal = context.refuses(PAGES, { userVa, length });
  if (refusal !== null) return context.refused(state, refusal);
  const piece: Piece = { va: userVa, length, writable: prot.includes('w'), pages: state.nextArea };
  return map(context, state, ioas, { pieces: [piece], length, prot, iova: command.fixed ? command.iova : null });
};

/** What the source maps in the range: pieces in address order, up to the first hole. */
function sourcePieces(ioas: Ioas, start: bigint, last: bigint): { pieces: Piece[]; hole: bigint | null } {
  const pieces: Piece[] = [];
  let at = start;
  while (at <= last) {
    const area = firstAreaIn(ioas.areas, at, at);
    if (area === null) return { pieces, hole: at };
    const end = area.last < last ? area.last : last;
    pieces.push({ va: area.va + (at - area.start), length: end - at + 1n, writable: area.writable, pages: area.pages });
    at = end + 1n;
  }
  return { pieces, hole: null };
}

export const ioasCopy: Answer<'ioas_copy'> = (context, state, command) => {
  const { srcIova, length, prot } = command;
  const misfit = context.refuses(COPY_FORM, command);
  if (misfit !== null) return context.refused(state, misfit);
  const source = lookUp(context, state, COPY_SOURCE, command.srcIoas);
  if (isCheck(source)) return context.refused(state, source);
  const last = srcIova + length - 1n;
  const found = last > U64_MAX ? { pieces: [], hole: null } : sourcePieces(source, srcIova, last);
  const refusal = context.refuses(COPY_RANGE, { ioas: source, iova: srcIova, length, hole: found.hole });
  if (refusal !== null) return context.refused(state, refusal);
  const destination = lookUp(context, state, COPY_DESTINATION, command.dstIoas);
  if (isCheck(destination)) return context.refused(state, destination);
  return map(context, state, destination, {
    pieces: found.pieces,
    length,
    prot,
    iova: command.fixed ? command.dstIova : null,
  });
};

export const ioasUnmap: Answer<'ioas_unmap'> = (context, state, command) => {
  const { iova, length } = command;
  const ioas = lookUp(context, state, UNMAP_IOAS, command.ioas);
  if (isCheck(ioas)) return context.refused(state, ioas);
  const all = iova === 0n && length === U64_MAX;
  const facts = { ioas, iova, length };
  if (!all) {
    const misfit = context.refuses(UNMAP_FORM, facts);
    if (misfit !== null) return context.refused(state, misfit);
  }
  const last = all ? U64_MAX : iova + length - 1n;
  let { areas } = ioas;
  let removed = 0;
  let outLength = 0n;
  let cut: Span | null = null;
  for (let area = firstAreaIn(areas, iova, last); area !== null; area = firstAreaIn(areas, iova, last)) {
    if (area.start < iova || area.last > last) {
      cut = area;
      break;
    }
    areas = removeArea(areas, area.start);
    outLength += area.last - area.start + 1n;
    removed += 1;
  }
  const after = removed === 0 ? state : withObject(state, { ...ioas, areas });
  if (!all) {
    const refusal = context.refuses(UNMAP_AREAS, { ...facts, cut, removed });
    if (refusal !== null) {
      if (removed > 0) context.decisions.push({ kind: 'areas_gone', ioas: ioas.id, areas: removed });
      return context.refused(after, refusal);
    }
  }
  return context.handsBack<'ioas_unmap'>(after, { outLength });
};

export const ioasIovaRanges: Answer<'ioas_iova_ranges'> = (context, state, command) => {
  const ioas = lookUp(context, state, RANGES_IOAS, command.ioas);
  if (isCheck(ioas)) return context.refused(state, ioas);
  return context.handsBack<'ioas_iova_ranges'>(state, {
    outRanges: holesBetween(ioas.reserved, 0n, U64_MAX),
    outAlignment: iovaAlignment(ioas),
  });
};

/** The first allowed range that meets what is reserved, by address, with what it meets. */
function firstReserved(ioas: Ioas, ranges: readonly Span[]): { allowed: Span | null; reserved: Span | null } {
  for (const allowed of ranges) {
    const reserved = firstOverlap(ioas.reserved, allowed);
    if (reserved !== null) return { allowed, reserved };
  }
  return { allowed: null, reserved: null };
}

export const ioasAllowIovas: Answer<'ioas_allow_iovas'> = (context, state, command) => {
  const ioas = lookUp(context, state, ALLOW_IOAS, command.ioas);
  if (isCheck(ioas)) return context.refused(state, ioas);
  const { ranges } = command;
  let allowed: readonly Span[] = [];
  for (const range of ranges) allowed = insertSpan(allowed, range);
  const refusal = context.refuses(ALLOW, {
    ioas,
    backward: ranges.find((range) => range.start >= range.last) ?? null,
    clash: firstClash(ranges),
    ...firstReserved(ioas, allowed),
  });
  if (refusal !== null) return context.refused(state, refusal);
  return context.answered(withObject(state, { ...ioas, allowed }));
};

export const optionHugePages: Answer<'option_huge_pages'> = (context, state, command) => {
  const ioas = lookUp(context, state, OPTION_IOAS, command.ioas);
  if (isCheck(ioas)) return context.refused(state, ioas);
  const refusal = context.refuses(HUGE_PAGES, {
    ioas,
    value: command.value,
    misaligned: iovaAlignment(ioas) === 1n ? firstMisaligned(ioas) : null,
  });
  if (refusal !== null) return context.refused(state, refusal);
  const hugePages = command.value === 1;
  return context.answered(hugePages === ioas.hugePages ? state : withObject(state, { ...ioas, hugePages }));
};
