import type { NodeProps } from '@xyflow/react';
import { EnforcesIcon, NotEnforcingIcon } from '../../ui/icons.tsx';
import { CC_WORDS } from '../../view/words.ts';
import type { FlowNode } from '../flow.ts';
import { Card, IN, OUT, type EdgeEnd } from './Card.tsx';

/** Devices arrive above, nested page tables below, so that their edges stay apart. */
const ENDS: readonly EdgeEnd[] = [{ ...IN, top: '36%' }, { ...IN, top: '74%', id: 'nest' }, OUT];

/** A paging page table: filled when it enforces cache coherency, outlined when it does not. */
export function PagingNode({ data: { node } }: NodeProps<FlowNode>) {
  if (node.kind !== 'paging') return null;
  const { hwpt, enforces, entries } = node;
  const auto = hwpt.autoDomain;
  const border = enforces
    ? auto
      ? 'border-[1.5px] border-dashed border-cc-detail bg-cc text-on-cc'
      : 'bg-cc text-on-cc'
    : `border-[1.5px] border-ctl bg-raised ${auto ? 'border-dashed' : ''}`;
  const tag = enforces ? 'bg-black/25 text-on-cc' : 'bg-sunken text-text2';
  return (
    <Card
      node={node}
      ends={ENDS}
      attributes={{ 'data-cc': enforces ? 'enforced' : 'not-enforced', 'data-kind': 'paging' }}
      className={`rounded-card px-3 py-2 shadow-card ${border}`}
    >
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
        {enforces ? <EnforcesIcon size={15} aria-hidden /> : <NotEnforcingIcon size={15} aria-hidden />}
        {enforces ? CC_WORDS.enforced : CC_WORDS.notEnforced}
      </div>
      <div className={`mt-1.5 text-label ${enforces ? 'text-cc-detail' : 'text-text2'}`}>{entries}</div>
    </Card>
  );
}
