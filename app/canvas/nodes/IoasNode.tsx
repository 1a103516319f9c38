import { useContext } from 'react';
import type { NodeProps } from '@xyflow/react';
import { IoasIcon } from '../../ui/icons.tsx';
import type { FlowNode } from '../flow.ts';
import { GeometryContext } from '../detail.ts';
import { Card, DOWN, IN, OUT } from './Card.tsx';
import { Far, Middle } from './Far.tsx';

/** An IO address space. */
export function IoasNode({ data: { node } }: NodeProps<FlowNode>) {
  const { stacked } = useContext(GeometryContext);
  if (node.kind !== 'ioas') return null;
  const tables = node.ioas.hwpts.length;
  return (
    <Card
      node={node}
      ends={stacked ? [IN, DOWN] : [IN, OUT]}
      middle={<Middle name={`ioas ${node.ioas.id}`} text={`${node.areas} ${node.areas === 1 ? 'area' : 'areas'}`} />}
      far={<Far name={`ioas ${node.ioas.id}`} />}
      className="rounded-card border border-line2 bg-raised shadow-card"
    >
      <div className="px-2.5 py-2">
        <div className="flex items-center gap-1.5">
          <IoasIcon size={14} className="text-text2" aria-hidden />
          <span className="text-body font-semibold">ioas {node.ioas.id}</span>
        </div>
        <div className="mt-1.5 text-label text-text2">
          {node.areas} {node.areas === 1 ? 'area' : 'areas'}
        </div>
        <div className="text-label whitespace-nowrap text-text2">
          {tables} page {tables === 1 ? 'table' : 'tables'}
        </div>
      </div>
    </Card>
  );
}
