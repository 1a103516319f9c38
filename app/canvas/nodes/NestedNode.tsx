import { enforcesCc, TRAITS } from '../../../src/index.ts';
import { NestedIcon } from '../../ui/icons.tsx';
import type { NodeOf } from './nodeType.tsx';
import { Card } from './Card.tsx';
import { Far, Middle } from './Far.tsx';

/** A nested page table: stage 1, whose cache coherency is its parent's. */
export function NestedNode({ node }: NodeOf<'nested'>) {
  const { hwpt, parentHwpt } = node;
  const enforces = enforcesCc(parentHwpt);
  return (
    <Card
      node={node}
      middle={<Middle name={`hwpt ${hwpt.id}`} text={`nested on ${parentHwpt.id}`} />}
      far={<Far icon={<NestedIcon size={14} aria-label="nested" />} name={`hwpt ${hwpt.id}`} />}
      near={
        <div className="px-3 py-2">
          <div className="flex items-center justify-between text-body font-semibold">
            hwpt {hwpt.id}
            <span className="rounded-tag bg-sunken px-1.5 text-label leading-[18px] font-normal text-text2">
              nested
            </span>
          </div>
          <div className="mt-1 border-t border-line pt-1 text-small text-text2">
            stage 1 · {TRAITS[parentHwpt.driver].stage1Format}, on hwpt {parentHwpt.id}
          </div>
          <div className="text-small text-text2">⤴ CC: as hwpt {parentHwpt.id}</div>
          <div className="mt-1 text-small">
            {node.devices.length === 0 ? 'no device on it' : `device ${node.devices.join(', ')} on it`}
          </div>
        </div>
      }
      attributes={{ 'data-kind': 'nested', 'data-cc': enforces ? 'enforced' : 'not-enforced' }}
      className="rounded-card border-[1.5px] border-ctl bg-raised shadow-card"
    >
      <div className="px-3 py-2">
        <div className="flex items-center justify-between">
          <span className="text-body font-semibold">hwpt {hwpt.id}</span>
          <span className="rounded-tag bg-sunken px-1.5 text-label leading-[18px] text-text2">nested</span>
        </div>
        <div className="mt-0.5 text-label text-text2">stage 1 · {TRAITS[parentHwpt.driver].stage1Format}</div>
        <div className="text-label text-text2">⤴ CC: as hwpt {parentHwpt.id}</div>
      </div>
    </Card>
  );
}
