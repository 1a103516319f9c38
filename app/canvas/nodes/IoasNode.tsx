import { rulerOf } from '../../view/ruler.ts';
import { RULER_LOOKS } from '../../ui/ruler.ts';
import { IoasIcon } from '../../ui/icons.tsx';
import type { NodeOf } from './nodeType.tsx';
import { Card } from './Card.tsx';
import { Far, Middle } from './Far.tsx';

/** From near by, a small ruler of its IOVAs. */
function NearIoas({ node: { ioas, areas } }: NodeOf<'ioas'>) {
  const { stretches } = rulerOf(ioas);
  return (
    <div className="px-2.5 py-2">
      <div className="text-body font-semibold">ioas {ioas.id}</div>
      <div className="mt-1 text-small text-text2">
        {areas} {areas === 1 ? 'area' : 'areas'}, {ioas.hwpts.length} page{' '}
        {ioas.hwpts.length === 1 ? 'table' : 'tables'}
      </div>
      <div className="mt-2 flex h-4" title="IOVA space: mapped and reserved">
        {stretches.map((stretch) => (
          <span
            key={`${stretch.kind}:${stretch.start}`}
            className={`min-w-1 border-y border-r first:border-l ${RULER_LOOKS[stretch.kind]}`}
            style={{ flexGrow: stretch.weight, flexBasis: 0 }}
          />
        ))}
      </div>
    </div>
  );
}

/** An IO address space. */
export function IoasNode({ node }: NodeOf<'ioas'>) {
  const tables = node.ioas.hwpts.length;
  return (
    <Card
      node={node}
      middle={<Middle name={`ioas ${node.ioas.id}`} text={`${node.areas} ${node.areas === 1 ? 'area' : 'areas'}`} />}
      near={<NearIoas node={node} />}
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
