import { useContext } from 'react';
import { LinkIcon } from '../../ui/icons.tsx';
import type { NodeOf } from './nodeType.tsx';
import { DetailContext } from '../detail.ts';
import { Toggle } from './Toggle.tsx';
import { Card } from './Card.tsx';

/** An IOMMU group inside its unit. */
export function GroupNode({ node }: NodeOf<'group'>) {
  const far = useContext(DetailContext) === 'far';
  return (
    <Card
      node={node}
      far={null}
      over={
        far ? null : (
          <Toggle container={`group:${node.group}`} collapsed={node.collapsed} className="top-0 right-0 !size-5" />
        )
      }
      className={`rounded-card border border-dashed bg-panel/60 ${node.hazards.length > 0 ? 'border-haz' : 'border-line2'}`}
    >
      <div className="flex items-center justify-between pt-[2px] pr-5.5 pl-2 text-label text-text2">
        <span>
          group {node.group}
          {node.collapsed && ` · ${node.hidden.length}`}
        </span>
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
