/** The inspector's view of the user memory. */
import { useMemo } from 'react';
import { areaCount, bytes, eachArea, hex, objectsOf, type Ioas, type State } from '../../../src/index.ts';
import { useKernelState } from '../../workspace/context.ts';
import { Fields, RefLink, Section } from './parts.tsx';

/** The most areas that are listed. */
const MOST = 60;

interface Use {
  readonly ioas: Ioas;
  readonly va: bigint;
  readonly size: bigint;
  readonly iova: bigint;
  readonly prot: string;
}

/** What is mapped, by user address. */
function usesOf(state: State): { readonly uses: readonly Use[]; readonly total: number } {
  const uses: Use[] = [];
  let total = 0;
  for (const ioas of objectsOf(state)) {
    if (ioas.type !== 'ioas') continue;
    total += areaCount(ioas.areas);
    for (const area of eachArea(ioas.areas)) {
      if (uses.length === MOST) break;
      uses.push({ ioas, va: area.va, size: area.last - area.start + 1n, iova: area.start, prot: area.prot });
    }
  }
  return { uses: uses.toSorted((a, b) => (a.va < b.va ? -1 : a.va > b.va ? 1 : 0)), total };
}

/** The ranges that a call may map, and which IOAS maps what of them. */
export function MemoryDetails() {
  const state = useKernelState();
  const { uses, total } = useMemo(() => usesOf(state), [state]);
  return (
    <>
      <Section title="Ranges of the process" aside={String(state.machine.memory.length)}>
        <Fields
          of={state.machine.memory.map((span) => [
            `${hex(span.start)}–${hex(span.last)}`,
            bytes(span.last - span.start + 1n),
          ])}
        />
        <p className="mt-1.5 text-label text-text3">A user address outside of them answers EFAULT.</p>
      </Section>
      <Section title="Mapped" aside={`${total} ${total === 1 ? 'area' : 'areas'}`}>
        {total === 0 && <p className="text-small text-text3">Nothing yet: ioas_map maps some of it.</p>}
        <ul className="m-0 list-none space-y-1.5 p-0 text-label">
          {uses.map((use) => (
            <li key={`${use.ioas.id}:${use.iova}`}>
              <span className="flex justify-between gap-2 font-mono">
                <span>{hex(use.va)}</span>
                <span className="text-text2">{bytes(use.size)}</span>
              </span>
              <span className="text-text2">
                in <RefLink id={use.ioas.id} /> at <span className="font-mono">{hex(use.iova)}</span>, {use.prot}
              </span>
            </li>
          ))}
        </ul>
        {total > MOST && <p className="mt-1 text-label text-text3">The first {MOST} are listed.</p>}
      </Section>
    </>
  );
}
