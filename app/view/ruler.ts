/** The IOVA space as a ruler: what lies where in a window of it, with gaps compressed. Pure data. */
import {
  areaList,
  chooseIova,
  hex,
  holesBetween,
  PAGE_SIZE,
  U64_MAX,
  type Area,
  type Ioas,
  type Span,
} from '../../src/index.ts';

export type StretchKind = 'mapped' | 'areas' | 'reserved' | 'allowed' | 'free';

/** A part of the address space in which everything is alike; start and last are inclusive. */
export interface Stretch extends Span {
  readonly kind: StretchKind;
  /** What or whose it is. */
  readonly what: string;
  /** How wide it is drawn, beside the others. */
  readonly weight: number;
  /** It is drawn much narrower than it is. */
  readonly compressed: boolean;
}

export interface RulerView {
  readonly window: Span;
  readonly stretches: readonly Stretch[];
  /** Every stretch is as wide as it is long. */
  readonly toScale: boolean;
  /** Where the kernel would put a page next; null when there is no room. */
  readonly next: bigint | null;
}

export const WHOLE: Span = { start: 0n, last: U64_MAX };

/** The most stretches of areas that a window shows; more are drawn together. */
const MOST = 24;
/** Up to this ratio of the longest to the shortest stretch the ruler is to scale. */
const TO_SCALE = 60;
/** A gap is compressed when it is so much longer than what lies beside it. */
const LONG = 4n;

type Used = Omit<Stretch, 'weight' | 'compressed'>;

const sizeOf = ({ start, last }: Span): bigint => last - start + 1n;
const meets = (a: Span, b: Span): boolean => a.start <= b.last && b.start <= a.last;
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const clip = <S extends Span>(span: S, to: Span): S => ({
  ...span,
  start: most(span.start, to.start),
  last: least(span.last, to.last),
});
const byStart = (a: Span, b: Span): number => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0);

/** The part of an area that is in the window, with the user address that its first IOVA stands for. */
function mapped(area: Area, window: Span): Used {
  const { start, last } = clip(area, window);
  const part = start === area.start && last === area.last ? '' : `part of ${hex(area.start)}–${hex(area.last)}, `;
  return { kind: 'mapped', start, last, what: `${part}${area.prot} → ${hex(area.va + start - area.start)}` };
}

function mappedIn(ioas: Ioas, window: Span): Used[] {
  const areas = areaList(ioas.areas).filter((area) => meets(area, window));
  if (areas.length <= MOST) {
    return areas.map((area) => mapped(area, window));
  }
  const size = Math.ceil(areas.length / MOST);
  const together: Used[] = [];
  for (let from = 0; from < areas.length; from += size) {
    const some = areas.slice(from, from + size);
    const [first, last] = [some[0], some.at(-1)];
    if (first === undefined || last === undefined) continue;
    // What is reserved between them is drawn by itself.
    const between = ioas.reserved.filter((span) => meets(span, { start: first.start, last: last.last }));
    for (const hole of holesBetween(between, first.start, last.last)) {
      const inside = some.filter((area) => meets(area, hole));
      const [start, end] = [inside[0], inside.at(-1)];
      if (start === undefined || end === undefined) continue;
      if (inside.length === 1) together.push(mapped(start, window));
      else together.push({ kind: 'areas', start: start.start, last: end.last, what: `${inside.length} areas` });
    }
  }
  return together;
}

/** What is reserved, cut where its owners change: regions of several devices may overlap. */
function reservedIn(ioas: Ioas, window: Span): Used[] {
  const reserved = ioas.reserved.filter((span) => meets(span, window));
  const cuts = [...new Set(reserved.flatMap(({ start, last }) => [start, last + 1n]))].toSorted((a, b) =>
    a < b ? -1 : 1,
  );
  return cuts.flatMap((start, index): Used[] => {
    const end = cuts[index + 1];
    if (end === undefined) return [];
    const owners = reserved.filter((span) => span.start <= start && start <= span.last);
    if (owners.length === 0) return [];
    const names = owners.map(({ owner }) =>
      owner.kind === 'device' ? `device ${owner.device}` : `aperture of hwpt ${owner.hwpt}`,
    );
    return [{ kind: 'reserved', start, last: end - 1n, what: [...new Set(names)].join(', ') }];
  });
}

/** A free part, cut where what is allowed begins and ends. */
function freeParts(ioas: Ioas, hole: Span): Used[] {
  const allowed = ioas.allowed.filter((span) => meets(span, hole)).map((span) => clip(span, hole));
  return [
    ...allowed.map((span): Used => ({ ...span, kind: 'allowed', what: 'free, allowed' })),
    ...holesBetween(allowed, hole.start, hole.last).map((span): Used => ({ ...span, kind: 'free', what: 'free' })),
  ];
}

const log2 = (value: bigint): number => value.toString(2).length;

/** What lies in the window of the IOVA space of the IOAS, in order and without gaps. */
export function rulerOf(ioas: Ioas, window: Span = WHOLE): RulerView {
  const used = [...mappedIn(ioas, window), ...reservedIn(ioas, window)].map((one) => clip(one, window));
  const free = holesBetween(used.toSorted(byStart), window.start, window.last).flatMap((hole) => freeParts(ioas, hole));
  const all = [...used, ...free].toSorted(byStart);
  const sizes = all.map(sizeOf);
  const longest = sizes.reduce(most, 0n);
  const shortest = sizes.reduce(least, longest);
  const toScale = longest <= shortest * BigInt(TO_SCALE);
  const longestUsed = used.map(sizeOf).reduce(most, PAGE_SIZE);
  const stretches = all.map((one): Stretch => {
    const size = sizeOf(one);
    if (toScale) return { ...one, weight: Number((size * 1000n) / longest), compressed: false };
    // Nothing that is used is so long.
    const compressed = size > longestUsed * LONG;
    return { ...one, weight: compressed ? 10 : Math.max(6, log2(size) - 4), compressed };
  });
  return { window, stretches, toScale, next: chooseIova(ioas.areas, ioas.reserved, ioas.allowed, 0n, PAGE_SIZE) };
}

/** True for what can't be mapped over. */
export function isUsed({ kind }: Stretch): boolean {
  return kind !== 'free' && kind !== 'allowed';
}

/** The window around a stretch, with some of what is beside it. */
export function around(span: Span): Span {
  const margin = most(sizeOf(span) / 2n, PAGE_SIZE);
  return {
    start: span.start > margin ? span.start - margin : 0n,
    last: span.last < U64_MAX - margin ? span.last + margin : U64_MAX,
  };
}

/** A narrower window: the half of what is used around the middle one, and in the end the half of the addresses. */
export function narrower({ window, stretches }: RulerView): Span {
  const used = stretches.filter(isUsed);
  if (used.length > 1) {
    const count = Math.ceil(used.length / 2);
    const from = Math.floor((used.length - count) / 2);
    const [first, last] = [used[from], used[from + count - 1]];
    if (first !== undefined && last !== undefined) {
      const found = clip(around({ start: first.start, last: last.last }), window);
      if (sizeOf(found) < sizeOf(window)) return found;
    }
  }
  const [only] = used;
  const fitted = only === undefined ? window : clip(around(only), window);
  if (sizeOf(fitted) < sizeOf(window)) return fitted;
  const quarter = sizeOf(window) / 4n;
  const inner = { start: (window.start + quarter) & -PAGE_SIZE, last: (window.last - quarter) | (PAGE_SIZE - 1n) };
  return sizeOf(window) <= 4n * PAGE_SIZE ? window : inner;
}

/** The window of the same size a half further up (1) or down (-1), as far as there are addresses. */
export function beside(window: Span, step: 1 | -1): Span {
  const by = sizeOf(window) / 2n;
  const shift = step === 1 ? least(by, U64_MAX - window.last) : -least(by, window.start);
  return { start: window.start + shift, last: window.last + shift };
}
