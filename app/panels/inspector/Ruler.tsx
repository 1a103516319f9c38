import { areaCount, areaList, bytes, hex, holesBetween, U64_MAX, type Ioas, type Span } from '../../../src/index.ts';

interface Stretch extends Span {
  readonly kind: 'mapped' | 'reserved' | 'free';
  readonly what: string;
}

/** The most areas that the ruler draws. */
const MOST = 40;

function reservedStretches(ioas: Ioas): Stretch[] {
  const owners = new Map<string, { readonly span: Span; readonly who: Set<string> }>();
  for (const { start, last, owner } of ioas.reserved) {
    const key = `${start}:${last}`;
    const entry = owners.get(key) ?? { span: { start, last }, who: new Set<string>() };
    entry.who.add(owner.kind === 'device' ? `device ${owner.device}` : `aperture of hwpt ${owner.hwpt}`);
    owners.set(key, entry);
  }
  return [...owners.values()].map(({ span, who }) => ({ ...span, kind: 'reserved', what: [...who].join(', ') }));
}

/** The address space in order: what is mapped, what is reserved and by whom, and what is free. */
function stretchesOf(ioas: Ioas): Stretch[] {
  const mapped = areaList(ioas.areas)
    .slice(0, MOST)
    .map((area): Stretch => ({
      start: area.start,
      last: area.last,
      kind: 'mapped',
      what: `${area.prot} → ${hex(area.va)}`,
    }));
  const used = [...mapped, ...reservedStretches(ioas)];
  const free = holesBetween(used, 0n, U64_MAX).map((span): Stretch => ({ ...span, kind: 'free', what: 'free' }));
  return [...used, ...free].toSorted((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
}

const LOOKS = {
  mapped: 'bg-mem border-mem-line',
  reserved: 'border-ctl bg-[repeating-linear-gradient(135deg,var(--line2)_0_2px,transparent_2px_6px)]',
  free: 'bg-sunken border-line',
} as const;

/** The IOVA space of an IOAS, not to scale: gaps are compressed so that everything in it can be seen. */
export function Ruler({ ioas }: { readonly ioas: Ioas }) {
  const stretches = stretchesOf(ioas);
  return (
    <div>
      <div
        role="img"
        aria-label={`IOVA space of ioas ${ioas.id}, ${stretches.length} stretches`}
        className="flex h-6 w-full overflow-hidden rounded-tag border-l border-line"
      >
        {stretches.map((stretch) => (
          <div
            key={`${stretch.kind}:${stretch.start}:${stretch.last}`}
            title={`${hex(stretch.start)}–${hex(stretch.last)} ${stretch.what}`}
            className={`min-w-1.5 border-y border-r ${LOOKS[stretch.kind]}`}
            style={{ flexGrow: stretch.kind === 'free' ? 2 : 3 }}
          />
        ))}
      </div>
      <ul aria-label="What lies where in the IOVA space" className="m-0 mt-2 list-none space-y-1 p-0 text-label">
        {stretches
          .filter((stretch) => stretch.kind !== 'free')
          .map((stretch) => (
            <li key={`${stretch.kind}:${stretch.start}:${stretch.last}`}>
              <span className="flex justify-between gap-2 font-mono">
                <span>
                  {hex(stretch.start)}–{hex(stretch.last)}
                </span>
                <span className="whitespace-nowrap text-text2">{bytes(stretch.last - stretch.start + 1n)}</span>
              </span>
              <span className="block text-text2">
                {stretch.kind === 'mapped' ? `mapped, ${stretch.what}` : `reserved: ${stretch.what}`}
              </span>
            </li>
          ))}
      </ul>
      {areaCount(ioas.areas) > MOST && <p className="text-label text-text3">The first {MOST} areas are shown.</p>}
    </div>
  );
}
