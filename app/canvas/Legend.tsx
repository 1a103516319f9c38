import { Panel } from '@xyflow/react';
import { useMemo } from 'react';
import { hazardsOf } from '../../src/index.ts';
import { useKernelStateBeside, usePlayground } from '../workspace/context.ts';
import { EnforcesIcon, NotEnforcingIcon } from '../ui/icons.tsx';

/** What the shapes mean. */
export function Legend() {
  // While a connection is drawn, what its keys do stands here.
  const connecting = usePlayground((state) => state.connecting !== null);
  const state = useKernelStateBeside();
  const hazard = useMemo(() => hazardsOf(state).length > 0, [state]);
  if (connecting) return null;
  return (
    <Panel position="bottom-left" className="!m-3 hidden @min-[640px]:block touch:!hidden">
      <ul
        aria-label="Legend"
        className="flex items-center gap-4 rounded-card border border-line bg-panel px-3 py-2 text-label text-text2 shadow-card"
      >
        <li className="flex items-center gap-1.5 whitespace-nowrap">
          <span className="flex h-4 w-5 items-center justify-center rounded-tag bg-cc text-on-cc">
            <EnforcesIcon size={11} aria-hidden />
          </span>
          enforces CC
        </li>
        <li className="flex items-center gap-1.5 whitespace-nowrap">
          <span className="flex h-4 w-5 items-center justify-center rounded-tag border border-ctl">
            <NotEnforcingIcon size={11} aria-hidden />
          </span>
          not enforcing
        </li>
        <li className="hidden items-center gap-1.5 whitespace-nowrap @min-[820px]:flex">
          <svg width="26" height="8" aria-hidden>
            <path d="M0 4h26" stroke="var(--edge)" strokeWidth="6" />
            <path d="M0 4h26" stroke="var(--panel)" strokeWidth="2.6" />
          </svg>
          stage 1 on stage 2
        </li>
        <li className="flex items-center gap-1.5 whitespace-nowrap">
          <svg width="26" height="8" aria-hidden>
            <path d="M0 4h26" stroke="var(--ref)" strokeWidth="2" strokeDasharray="6 4" />
          </svg>
          refused
        </li>
        <li className={`items-center gap-1.5 whitespace-nowrap ${hazard ? 'flex' : 'hidden @min-[760px]:flex'}`}>
          <span className="h-4 w-5 rounded-tag border-[1.5px] border-haz bg-haz-soft" />
          hazard
        </li>
      </ul>
    </Panel>
  );
}
