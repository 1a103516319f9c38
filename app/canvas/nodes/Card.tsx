import { memo, useContext, type ReactNode } from 'react';
import { usePlayground } from '../../workspace/context.ts';
import { HazardIcon } from '../../ui/icons.tsx';
import type { ViewNode } from '../../view/nodes.ts';
import { handlesOf } from '../flow.ts';
import { DetailContext, GeometryContext } from '../detail.ts';
import { ChangeContext, useTargetOf } from '../targets.ts';
import { useSelected } from '../selection.ts';

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
}

/** Inside a group there is less room around a card. */
const HALO: Partial<Record<ViewNode['kind'], string>> = {
  device: '-inset-[3px] rounded-[12px]',
  unit: '-inset-0.5 rounded-[14px]',
};

const RING = 'absolute -inset-1 pointer-events-none';

/** The size of a place where an edge ends. */
const END = 1;

/**
 * Where edges meet the card. React Flow finds these places in the page by class and data, at the first measure. Its own Handle would
 * do, with two subscriptions to its store for each of them; these can't be dragged from, so they need none. They stand in the flow
 * and not at absolute places: each positioned element would be a layer for the browser to paint, for every card of a large graph.
 */
const Ends = memo(({ node }: { readonly node: ViewNode }) => {
  const { stacked } = useContext(GeometryContext);
  if (node.kind === 'device') return null;
  const ends = handlesOf(node, stacked);
  return (
    <div aria-hidden className="invisible flow-root h-0">
      {ends.map(({ id, type, position, x, y }, index) => {
        const above = ends[index - 1];
        return (
          <div
            key={`${type}:${id ?? ''}`}
            className={type}
            data-handlepos={position}
            data-handleid={id}
            style={{ width: END, height: END, marginLeft: x, marginTop: y - (above === undefined ? 0 : above.y + END) }}
          />
        );
      })}
    </div>
  );
});
Ends.displayName = 'Ends';

/** What every card has: the rings of selection, hazard and of a connection being drawn. Edges meet it where `flow.ts` says. */
export function Card({ node, className, children, far, middle, near, attributes, over: overlay }: CardProps) {
  const selected = useSelected(node);
  const lit = usePlayground((state) => state.lit.includes(node.ref));
  const { target, reason, over, dimmed } = useTargetOf(node.ref);
  const different = useContext(ChangeContext).get(node.ref);
  const detail = useContext(DetailContext);
  const hazard = node.hazards.length > 0;
  const scaled = { far, middle: middle ?? far, normal: undefined, near }[detail];
  return (
    <div data-object={node.ref} {...attributes} className={`size-full ${dimmed ? 'opacity-50' : ''}`}>
      <Ends node={node} />
      {hazard && node.kind !== 'group' && (
        <div
          className={`pointer-events-none absolute -z-1 border-[1.5px] border-haz bg-haz-soft ${HALO[node.kind] ?? '-inset-1.5 rounded-[15px]'}`}
        />
      )}
      {hazard && node.kind !== 'group' && (
        <span
          title={node.hazards.join('. ')}
          className={`absolute z-10 rounded-full border border-haz bg-haz-soft p-1 text-haz ${node.kind === 'device' ? '-top-2 -left-2' : '-top-3 -right-3'}`}
        >
          <HazardIcon size={12} aria-label={node.hazards.join('. ')} />
        </span>
      )}
      {different !== undefined && node.kind !== 'group' && (
        <span
          data-different={different.lines.length}
          title={different.lines.join('\n')}
          className="absolute -top-2.5 left-2 z-10 rounded-tag border border-accent bg-accent-soft px-1.5 text-label leading-4 text-accent"
        >
          {different.made ? 'new' : 'changed'}
        </span>
      )}
      {lit && (
        <div className="pointer-events-none absolute -inset-2 -z-1 rounded-[17px] border-2 border-dashed border-accent bg-accent-soft" />
      )}
      {selected && <div className={`${RING} rounded-[13px] border-2 border-accent`} />}
      {target !== null && (
        <div
          className={`${RING} rounded-[13px] border-2 ${target.legal ? 'border-accent' : 'border-dashed border-ref'} ${over ? 'opacity-100' : 'opacity-90'}`}
        />
      )}
      <div className={`size-full overflow-clip ${className}`}>
        {scaled === undefined ? children : <div className="screen-pixels">{scaled}</div>}
      </div>
      {target !== null && (
        <span className="sr-only">
          {target.legal ? 'legal' : target.answer}: {reason}
        </span>
      )}
      {overlay}
    </div>
  );
}
