import { useStore, ViewportPortal } from '@xyflow/react';
import { useContext } from 'react';
import { ErrnoChip, LegalChip } from '../ui/Tags.tsx';
import { GeometryContext } from './detail.ts';
import type { FlowNode } from './flow.ts';
import { TargetContext } from './targets.ts';
import { usePlayground } from '../workspace/context.ts';
import type { ViewNode } from '../view/nodes.ts';
import type { Target } from '../view/targets.ts';

interface ChipProps {
  readonly node: ViewNode;
  readonly target: Target;
  readonly reason: string;
}

function Chip({ node, target, reason }: ChipProps) {
  const { lanes, name } = useContext(GeometryContext);
  const zoom = useStore((state) => state.transform[2]);
  const over = usePlayground(({ connecting }) => connecting?.over === target.id);
  // In the last lane there is no room to the right.
  const last = node.box.x >= lanes.ioas;
  return (
    <div
      aria-hidden
      data-target={target.answer}
      data-target-of={node.ref}
      className={`pointer-events-none absolute flex w-max max-w-52 flex-col gap-0.5 ${last ? 'items-end' : 'items-start'} ${over ? 'z-12' : 'z-11'}`}
      style={{
        left: last ? node.box.x + node.box.width : node.box.x,
        top: node.box.y + node.box.height,
        transform: `scale(${1 / zoom}) translate(${last ? '-100%' : '0'}, -6px)`,
        transformOrigin: '0 0',
      }}
    >
      {target.legal ? <LegalChip /> : <ErrnoChip errno={target.answer} predicted={!over} />}
      {(name !== 'compact' || over) && (
        <span className="rounded-tag bg-canvas/90 px-0.5 text-label text-text2">{reason}</span>
      )}
    </div>
  );
}

/** While a connection is drawn: what the kernel would say below each target, over all cards. */
export function TargetChips({ nodes }: { readonly nodes: readonly FlowNode[] }) {
  const view = useContext(TargetContext);
  if (view === null) return null;
  return (
    <ViewportPortal>
      {nodes.map(({ id, data: { node } }) => {
        const target = view.byRef.get(node.ref);
        return target === undefined ? null : (
          <Chip key={id} node={node} target={target} reason={view.reasonOf(target)} />
        );
      })}
    </ViewportPortal>
  );
}
