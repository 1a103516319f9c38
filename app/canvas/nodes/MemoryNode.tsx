import { useContext } from 'react';
import type { NodeProps } from '@xyflow/react';
import { bytes } from '../../../src/index.ts';
import { MemoryIcon } from '../../ui/icons.tsx';
import type { FlowNode } from '../flow.ts';
import { GeometryContext } from '../detail.ts';
import { Card, FROM_ABOVE, IN } from './Card.tsx';
import { Far, Middle } from './Far.tsx';

/** The memory of the process that is mapped. */
export function MemoryNode({ data: { node } }: NodeProps<FlowNode>) {
  const { stacked } = useContext(GeometryContext);
  if (node.kind !== 'memory') return null;
  return (
    <Card
      node={node}
      ends={[stacked ? FROM_ABOVE : IN]}
      middle={<Middle name="memory" text={node.inUse === 0n ? 'unused' : bytes(node.inUse)} />}
      far={<Far name={node.inUse === 0n ? 'memory' : bytes(node.inUse)} className="text-label" />}
      className="rounded-card border border-mem-line bg-mem text-mem-text"
    >
      <div className="px-2.5 py-2">
        <div className="flex items-center gap-1.5">
          <MemoryIcon size={14} aria-hidden />
          <span className="text-body font-semibold">memory</span>
        </div>
        <div className="mt-1.5 text-label whitespace-nowrap">of the process</div>
        <div className="text-label whitespace-nowrap">
          {node.inUse === 0n ? 'none mapped' : `${bytes(node.inUse)} in use`}
        </div>
      </div>
    </Card>
  );
}
