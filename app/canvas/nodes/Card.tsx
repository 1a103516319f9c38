import { Handle, Position } from '@xyflow/react';
import { useContext, type ReactNode } from 'react';
import { ErrnoChip, LegalChip } from '../../ui/Tags.tsx';
import { usePlayground } from '../../store/context.ts';
import { HazardIcon } from '../../ui/icons.tsx';
import type { ViewNode } from '../../view/graph.ts';
import { useDetail } from '../detail.ts';
import { ChangeContext, useTargetOf } from '../targets.ts';
import { useSelected } from '../selection.ts';

/** A place on the rim of a card. */
export interface EdgeEnd {
  readonly type: 'source' | 'target';
  readonly position: Position;
  /** From the top, in percent. */
  readonly top?: `${number}%`;
  readonly id?: string;
}

export const IN: EdgeEnd = { type: 'target', position: Position.Left, top: '50%' };
export const OUT: EdgeEnd = { type: 'source', position: Position.Right, top: '50%' };
export const DOWN: EdgeEnd = { type: 'source', position: Position.Bottom };
export const FROM_ABOVE: EdgeEnd = { type: 'target', position: Position.Top };

interface CardProps {
  readonly node: ViewNode;
  readonly className: string;
  readonly children: ReactNode;
  /** What it shows from afar, in screen pixels. */
  readonly far: ReactNode;
  /** What it shows between far and normal, in screen pixels; without it what it shows from afar. */
  readonly middle?: ReactNode;
  /** What it shows from near by, in screen pixels; without it what it always shows. */
  readonly near?: ReactNode;
  readonly attributes?: Readonly<Record<`data-${string}`, string>>;
  /** What lies over the content at any zoom. */
  readonly over?: ReactNode;
  /** Where edges meet it. */
  readonly ends: readonly EdgeEnd[];
}

const RING = 'absolute -inset-1 pointer-events-none';

/** What every card has: its edges' ends, and the rings of selection, hazard and of a connection being drawn. */
export function Card({ node, className, children, far, middle, near, attributes, over: overlay, ends }: CardProps) {
  const selected = useSelected(node.ref);
  const lit = usePlayground((state) => state.lit.includes(node.ref));
  const { target, over, dimmed } = useTargetOf(node.ref);
  const different = useContext(ChangeContext).get(node.ref);
  const detail = useDetail();
  const hazard = node.hazards.length > 0;
  const scaled = { far, middle: middle ?? far, normal: undefined, near }[detail];
  return (
    <div
      data-object={node.ref}
      {...attributes}
      className={`relative size-full transition-opacity duration-120 ${dimmed ? 'opacity-50' : ''}`}
    >
      {hazard && (
        <div
          className={`pointer-events-none absolute border-[1.5px] border-haz ${node.kind === 'group' || node.kind === 'unit' ? '-inset-0.5 rounded-[11px]' : '-inset-1.5 rounded-[15px] bg-haz-soft'}`}
        />
      )}
      {hazard && node.kind !== 'group' && (
        <span
          title={node.hazards.join('. ')}
          className="absolute -top-3 -right-3 z-10 rounded-full border border-haz bg-haz-soft p-1 text-haz"
        >
          <HazardIcon size={12} aria-label={node.hazards.join('. ')} />
        </span>
      )}
      {different !== undefined && (
        <span
          data-different={different.length}
          title={different.join('\n')}
          className="absolute -top-2.5 left-2 z-10 rounded-tag border border-accent bg-accent-soft px-1.5 text-label leading-4 text-accent"
        >
          changed
        </span>
      )}
      {lit && (
        <div className="pointer-events-none absolute -inset-2 rounded-[17px] border-2 border-accent bg-accent-soft" />
      )}
      {selected && <div className={`${RING} rounded-[13px] border-2 border-accent`} />}
      {target !== null && (
        <div
          className={`${RING} rounded-[13px] border-2 ${target.legal ? 'border-accent' : 'border-dashed border-ref'} ${over ? 'opacity-100' : 'opacity-90'}`}
        />
      )}
      <div className={`relative size-full overflow-hidden ${className}`}>
        {scaled === undefined ? children : <div className="screen-pixels">{scaled}</div>}
      </div>
      {target !== null && (
        <div
          className="pointer-events-none absolute top-full left-0 z-20 mt-2 flex w-max max-w-56 flex-col items-start gap-1"
          data-target={target.answer}
          style={{ transform: 'scale(calc(1 / var(--zoom, 1)))', transformOrigin: '0 0' }}
        >
          {target.legal ? <LegalChip /> : <ErrnoChip errno={target.answer} predicted={!over} />}
          <span className="rounded-tag bg-canvas/90 text-label text-text2">{target.reason}</span>
        </div>
      )}
      {overlay}
      {ends.map(({ id, type, position, top }) => (
        <Handle
          key={id ?? type}
          type={type}
          position={position}
          {...(id === undefined ? {} : { id })}
          isConnectable={false}
          className="!pointer-events-none !invisible"
          style={top === undefined ? {} : { top }}
        />
      ))}
    </div>
  );
}
