import { kindOf, objectName } from '../../../src/index.ts';
import { viewOf } from '../../view/kinds.ts';
import { OBJECT_ICONS } from '../../ui/objectIcons.tsx';
import { Card } from './Card.tsx';
import { Far, Middle } from './Far.tsx';
import type { NodeOf } from './nodeType.tsx';

/** The card of an object whose kind has no look of its own: its name, what it is, and what its kind says of it. */
export function ObjectNode({ node }: NodeOf<'object'>) {
  const { object, lines } = node;
  const name = objectName(object);
  return (
    <Card
      node={node}
      middle={<Middle name={name} text={kindOf(object).describe(object)} />}
      far={<Far icon={OBJECT_ICONS[viewOf(object).icon]} name={name} />}
      attributes={{ 'data-kind': object.type }}
      className="rounded-card border border-line2 bg-raised shadow-card"
    >
      <div className="px-3 py-2">
        <div className="flex items-center gap-1.5">
          <span className="text-text2">{OBJECT_ICONS[viewOf(object).icon]}</span>
          <span className="text-body font-semibold">{name}</span>
        </div>
        {lines.map((line) => (
          <div key={line} className="mt-0.5 truncate text-label text-text2">
            {line}
          </div>
        ))}
      </div>
    </Card>
  );
}
