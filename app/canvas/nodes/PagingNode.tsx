import { EnforcesIcon, NotEnforcingIcon } from '../../ui/icons.tsx';
import { CC_WORDS } from '../../view/words.ts';
import type { NodeOf } from './nodeType.tsx';
import { Card } from './Card.tsx';
import { Far, Middle } from './Far.tsx';

/** The entries that fit from near by. */
const NEAR_ENTRIES = 2;

/** From near by, its first entries, users and width too. */
function NearPaging({ node }: NodeOf<'paging'>) {
  const { hwpt, enforces, first, users } = node;
  const Icon = enforces ? EnforcesIcon : NotEnforcingIcon;
  const detail = enforces ? 'text-cc-detail' : 'text-text2';
  return (
    <div className="flex h-full flex-col px-3 py-2">
      <div className="flex items-center gap-2 text-body font-semibold">
        hwpt {hwpt.id}
        <span className="ml-auto flex items-center gap-1 text-small font-medium">
          <Icon size={14} aria-hidden />
          {enforces ? CC_WORDS.enforced : CC_WORDS.notEnforced}
        </span>
      </div>
      <div className={`mt-1 flex-1 overflow-hidden border-t border-current/20 pt-1 font-mono text-label ${detail}`}>
        {first.length === 0 && 'no entries'}
        {first.slice(0, NEAR_ENTRIES).map((entry) => (
          <div key={entry.iova} className="flex justify-between">
            <span>{entry.iova}</span>
            <span>{entry.size}</span>
            <span>{entry.bit}</span>
          </div>
        ))}
      </div>
      <div className={`flex justify-between text-label ${detail}`}>
        <span>
          users {users} · {node.entries}
        </span>
        <span>{hwpt.addressWidth} bit</span>
      </div>
    </div>
  );
}

/** A paging page table: filled when it enforces cache coherency, outlined when it does not. */
export function PagingNode({ node }: NodeOf<'paging'>) {
  const { hwpt, enforces, entries } = node;
  const auto = hwpt.autoDomain;
  const Icon = enforces ? EnforcesIcon : NotEnforcingIcon;
  const border = enforces
    ? auto
      ? 'border-[1.5px] border-dashed border-cc-detail bg-cc text-on-cc'
      : 'bg-cc text-on-cc'
    : `border-[1.5px] border-ctl bg-raised ${auto ? 'border-dashed' : ''}`;
  const tag = enforces ? 'bg-black/25 text-on-cc' : 'bg-sunken text-text2';
  return (
    <Card
      node={node}
      far={
        <Far
          icon={<Icon size={14} aria-label={enforces ? CC_WORDS.enforced : CC_WORDS.notEnforced} />}
          name={`hwpt ${hwpt.id}`}
        />
      }
      middle={
        <Middle
          icon={<Icon size={12} className="shrink-0" aria-hidden />}
          name={`hwpt ${hwpt.id}${auto ? ' · auto' : ''}`}
          text={enforces ? CC_WORDS.enforced : CC_WORDS.notEnforced}
        />
      }
      near={<NearPaging node={node} />}
      attributes={{ 'data-cc': enforces ? 'enforced' : 'not-enforced', 'data-kind': 'paging' }}
      className={`rounded-card shadow-card ${border}`}
    >
      <div className="px-3 py-2">
        <div className="flex items-center justify-between gap-1">
          <span className="text-body font-semibold whitespace-nowrap">hwpt {hwpt.id}</span>
          {hwpt.nestParent && (
            <span className={`rounded-tag px-1.5 text-label leading-[18px] whitespace-nowrap ${tag}`}>nest parent</span>
          )}
          {auto && (
            <span
              className={`rounded-tag border border-dashed px-1.5 text-label leading-4 ${enforces ? 'border-cc-detail' : 'border-ctl text-text2'}`}
            >
              auto
            </span>
          )}
        </div>
        <div className={`mt-1 flex items-center gap-1.5 text-small font-medium ${enforces ? '' : 'text-text2'}`}>
          <Icon size={15} aria-hidden />
          {enforces ? CC_WORDS.enforced : CC_WORDS.notEnforced}
        </div>
        <div className={`mt-1.5 text-label ${enforces ? 'text-cc-detail' : 'text-text2'}`}>{entries}</div>
      </div>
    </Card>
  );
}
