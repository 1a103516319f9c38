import { LinkIcon } from '../../ui/icons.tsx';
import type { NodeOf } from './nodeType.tsx';
import { Card } from './Card.tsx';

/** An IOMMU group inside its unit. */
export function GroupNode({ node }: NodeOf<'group'>) {
  return (
    <Card node={node} far={null} className="rounded-card border border-dashed border-line2 bg-panel/60">
      <div className="flex items-center justify-between px-2 pt-[2px] text-label text-text2">
        <span>group {node.group}</span>
        {node.hwpt !== null && (
          <span className="flex items-center gap-1">
            <LinkIcon size={11} aria-hidden />
            on hwpt {node.hwpt}
          </span>
        )}
      </div>
    </Card>
  );
}
