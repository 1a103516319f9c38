import { IoasIcon } from '../../ui/icons.tsx';
import type { NodeOf } from './nodeType.tsx';
import { Card } from './Card.tsx';
import { Far, Middle } from './Far.tsx';

/** An IO address space. */
export function IoasNode({ node }: NodeOf<'ioas'>) {
  const tables = node.ioas.hwpts.length;
  return (
    <Card
      node={node}
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
