import { areaList, eachArea, findArea, type Areas } from '../address/areas.ts';
import { firstOverlap } from '../address/spans.ts';
import { iovaAlignment, objectAt, withoutObject, type State } from '../model/state.ts';
import type { Ioas } from '../model/objects.ts';
import { spanJson } from '../uapi/json.ts';
import { hex, U64_MAX } from '../uapi/u64.ts';
import type { Kind } from './kind.ts';

const areaTexts = new WeakMap<NonNullable<Areas>, string>();

/** The areas as a text that is the same for the same areas; which map made their pages makes no difference. */
function areasText(areas: Areas): string {
  if (areas === null) return '';
  let text = areaTexts.get(areas);
  if (text === undefined) {
    const parts: string[] = [];
    findArea(areas, ({ start, last, va, prot, writable }) => {
      parts.push(`${start}-${last}=${va}${prot}${writable ? '' : '!'}`);
      return null;
    });
    text = parts.join();
    areaTexts.set(areas, text);
  }
  return text;
}

function treeFaults(areas: Areas, where: string): string[] {
  if (areas === null) return [];
  const faults = [...treeFaults(areas.left, where), ...treeFaults(areas.right, where)];
  const left = areas.left?.size ?? 0;
  const right = areas.right?.size ?? 0;
  if (areas.size !== left + right + 1) faults.push(`${where}: a subtree has a wrong size`);
  if (left + right > 1 && (left > 3 * right || right > 3 * left)) faults.push(`${where}: a subtree is out of balance`);
  const inner = areaList(areas);
  let gap = 0n;
  for (let index = 1; index < inner.length; index += 1) {
    const before = inner[index - 1];
    const area = inner[index];
    if (before === undefined || area === undefined) continue;
    const between = area.start - before.last - 1n;
    if (between > gap) gap = between;
  }
  if (areas.gap !== gap) faults.push(`${where}: a subtree has a wrong gap`);
  return faults;
}

function areaFaults(ioas: Ioas, where: string): string[] {
  const faults: string[] = [];
  let before = -1n;
  for (const area of areaList(ioas.areas)) {
    if (area.start <= before || area.last < area.start || area.last > U64_MAX) {
      faults.push(`${where}: areas overlap, run backward or leave the address space`);
    }
    if (firstOverlap(ioas.reserved, area) !== null) faults.push(`${where}: an area lies on reserved addresses`);
    before = area.last;
  }
  return faults;
}

const byNumber = (a: number, b: number): number => a - b;

function ioasFaults(state: State, ioas: Ioas): string[] {
  const where = `ioas ${ioas.id}`;
  const found = [...treeFaults(ioas.areas, where), ...areaFaults(ioas, where)];
  for (const range of ioas.allowed) {
    if (firstOverlap(ioas.reserved, range) !== null) found.push(`${where}: an allowed range is reserved`);
  }
  for (let index = 1; index < ioas.reserved.length; index += 1) {
    const previous = ioas.reserved[index - 1];
    const entry = ioas.reserved[index];
    if (previous !== undefined && entry !== undefined && previous.start > entry.start) {
      found.push(`${where}: reservations are out of order`);
    }
  }
  if (ioas.domains.toSorted(byNumber).join() !== ioas.hwpts.toSorted(byNumber).join())
    found.push(`${where}: its two lists of page tables differ`);
  for (const id of ioas.hwpts) {
    const hwpt = objectAt(state, id);
    if (hwpt?.type !== 'hwpt_paging' || hwpt.ioas !== ioas.id) found.push(`${where}: hwpt ${id} is not one of it`);
  }
  return found;
}

export const IOAS: Kind<'ioas'> = {
  type: 'ioas',
  ref: 'ioas',
  what: 'an IOAS',
  struct: 'iommufd_ioas',
  term: 'ioas',
  namedBy: ['ioas', 'pt'],
  links: [],
  describe: () => 'IOAS',
  toJson: (_, ioas) => ({
    iova_alignment: Number(iovaAlignment(ioas)),
    huge_pages: ioas.hugePages,
    areas: Array.from(eachArea(ioas.areas), (area) => ({
      iova: hex(area.start),
      last: hex(area.last),
      va: hex(area.va),
      prot: area.prot,
    })),
    reserved: ioas.reserved.map(spanJson),
    allowed: ioas.allowed.map(spanJson),
    hwpts: ioas.hwpts,
  }),
  destroy: (state, ioas) => withoutObject(state, ioas.id),
  faults: ioasFaults,
  unseen: ['born', 'areas'],
  alsoSeen: (_, ioas) => areasText(ioas.areas),
};
