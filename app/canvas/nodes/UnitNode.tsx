import { CannotIcon, EnforcesIcon } from '../../ui/icons.tsx';
import { capabilityText } from '../../../src/index.ts';
import { unitLine } from '../../view/words.ts';
import type { NodeOf } from './nodeType.tsx';
import { Toggle } from './Toggle.tsx';
import { Card } from './Card.tsx';

/** An IOMMU unit: a container that says whether it can enforce. */
export function UnitNode({ node }: NodeOf<'unit'>) {
  const { unit } = node;
  const can = node.can.enforceCacheCoherency;
  const Icon = can ? EnforcesIcon : CannotIcon;
  const tone = can ? 'text-cc-text' : 'text-text2';
  return (
    <Card
      node={node}
      over={<Toggle container={`unit:${unit.id}`} collapsed={node.collapsed} className="top-1.5 right-1.5" />}
      className="rounded-box border border-line2 bg-unit"
      middle={
        <div className={`flex items-center gap-1 px-2 pt-1.5 text-label whitespace-nowrap ${tone}`}>
          <Icon size={12} aria-hidden />
          <span className="font-semibold text-text">unit {unit.id}</span> {can ? 'can' : 'cannot'}
        </div>
      }
      far={
        <div className={`flex items-center gap-1 px-2 pt-1 text-label whitespace-nowrap ${tone}`}>
          <Icon size={12} aria-label={can ? 'can enforce' : 'cannot enforce'} />
          unit {unit.id}
        </div>
      }
    >
      <div className="flex items-baseline gap-2 px-3 pt-2 whitespace-nowrap">
        <span className="text-body font-semibold">unit {unit.id}</span>
        <span className="truncate text-small text-text2">{unitLine(unit)}</span>
      </div>
      <div className={`flex items-center gap-1 px-3 text-label whitespace-nowrap ${tone}`}>
        <Icon size={12} aria-hidden />
        {can ? 'can enforce' : 'cannot enforce'}
        <span className="font-mono text-text2">
          {node.collapsed
            ? `· ${node.hidden.length} ${node.hidden.length === 1 ? 'device' : 'devices'}`
            : capabilityText(unit)}
        </span>
      </div>
    </Card>
  );
}
