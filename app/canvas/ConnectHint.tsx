import { Panel } from '@xyflow/react';
import { usePlayground } from '../workspace/context.ts';

const KEY = 'rounded-tag border border-line2 px-1.5 font-mono text-label';

/** While a connection is drawn: what the keys and the pointer do. */
export function ConnectHint() {
  const connecting = usePlayground((state) => state.connecting);
  if (connecting === null) return null;
  return (
    <Panel position="bottom-left" className="!m-3">
      <p className="m-0 flex items-center gap-2 rounded-card border border-line bg-panel px-3 py-2 text-label whitespace-nowrap text-text2 shadow-float">
        {connecting.by === 'choosing' ? (
          <>
            Click or tap a target, refused or not
            <span className="hidden items-center gap-2 min-[1000px]:flex">
              or <kbd className={KEY}>↑ ↓</kbd> <kbd className={KEY}>Enter</kbd>
            </span>
          </>
        ) : (
          <>
            <kbd className={KEY}>Release</kbd> drops here, refused or not
          </>
        )}
        <span className="hidden items-center gap-2 min-[1000px]:flex">
          <kbd className={KEY}>Esc</kbd> cancels
        </span>
        <span className="min-[1000px]:hidden">Elsewhere cancels.</span>
      </p>
    </Panel>
  );
}
