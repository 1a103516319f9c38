import { enforcesCc, fitting, hazardsOf, kvmView, objectsOf } from '../../src/index.ts';
import { useKernelStateBeside, usePlayground } from '../workspace/context.ts';
import { ChevronDown, HazardIcon, KvmIcon, NoHazardIcon } from '../ui/icons.tsx';
import { useMemo } from 'react';

/** What should never be and is, what KVM must do, and how many page tables there are. */
export function FactsStrip() {
  const state = useKernelStateBeside();
  const select = usePlayground((playground) => playground.select);
  const travel = usePlayground((playground) => playground.travel);
  const position = usePlayground((playground) => playground.position);
  const calls = usePlayground((playground) => playground.frames.length);
  const { hazards, kvm, tables, enforcing } = useMemo(() => {
    const pagings = objectsOf(state).filter((object) => object.type === 'hwpt_paging');
    return {
      hazards: hazardsOf(state),
      kvm: kvmView(state),
      tables: fitting(state, 'hwpt').length,
      enforcing: pagings.filter(enforcesCc).length,
    };
  }, [state]);
  return (
    <div
      className="flex min-h-8 shrink-0 short:hidden flex-wrap items-center gap-x-4 gap-y-1 border-y border-line bg-panel px-4 py-1 text-small"
      aria-live="polite"
    >
      {hazards.length === 0 ? (
        <span className="flex items-center gap-1.5 text-text2">
          <NoHazardIcon size={14} aria-hidden />
          No hazards
        </span>
      ) : (
        <details className="relative">
          <summary className="flex cursor-pointer list-none items-center gap-1.5 rounded-tag border border-haz bg-haz-soft px-2 py-0.5 font-semibold text-haz touch:py-2.5 hover:underline">
            <HazardIcon size={14} aria-hidden />
            {hazards.length === 1 ? hazards[0]?.title : `${hazards.length} hazards`}
            <ChevronDown size={13} className="rotate-180" aria-label="show what it is" />
          </summary>
          <ul className="absolute bottom-full left-0 z-30 m-0 mb-1 w-120 max-w-[90vw] list-none rounded-card border border-haz bg-raised p-3 shadow-float">
            {hazards.map((hazard) => (
              <li key={hazard.sentence} className="py-1">
                <button
                  type="button"
                  className="text-left"
                  onClick={() => {
                    select(...hazard.objects);
                  }}
                >
                  <span className="block font-semibold text-haz">{hazard.title}</span>
                  <span className="block">{hazard.sentence}</span>
                  <span className="block text-text2">
                    {hazard.argument}
                    {hazard.thread.length > 0 && ` (${hazard.thread.map((n) => `#${n}`).join(', ')})`}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
      {kvm !== null && (
        <span>
          <KvmIcon size={14} className="mr-1.5 inline align-[-2px] text-text2" aria-hidden />
          <span className="font-semibold">{kvm.sentence}</span>{' '}
          <span className="text-text2">because {kvm.because}</span>
        </span>
      )}
      {position + 1 < calls && (
        <button
          type="button"
          title="Go to the last call; a call made here begins a branch"
          className="rounded-tag border border-accent bg-accent-soft px-2 py-0.5 font-medium text-accent touch:min-h-11"
          onClick={() => {
            travel(calls - 1);
          }}
        >
          After call {position + 1}, not at the end
        </button>
      )}
      <span className="ml-auto hidden text-text2 min-[600px]:block">
        {tables} page {tables === 1 ? 'table' : 'tables'}, {enforcing} {enforcing === 1 ? 'enforces' : 'enforce'}
      </span>
    </div>
  );
}
