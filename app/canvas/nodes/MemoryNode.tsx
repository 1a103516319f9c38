import { bytes } from '../../../src/index.ts';
import { MemoryIcon } from '../../ui/icons.tsx';
import type { NodeOf } from './nodeType.tsx';
import { Card } from './Card.tsx';
import { Far, Middle } from './Far.tsx';

/** The memory of the process that is mapped. */
export function MemoryNode({ node }: NodeOf<'memory'>) {
  return (
    <Card
      node={node}
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
