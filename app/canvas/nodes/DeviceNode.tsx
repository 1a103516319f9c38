import { hex, type Device } from '../../../src/index.ts';
import { Handle, Position } from '@xyflow/react';
import { DisplayIcon, NicIcon } from '../../ui/icons.tsx';
import { deviceLine, isDisplay } from '../../view/words.ts';
import type { NodeOf } from './nodeType.tsx';
import { Card } from './Card.tsx';
import { Far } from './Far.tsx';

interface NearProps {
  readonly device: Device;
  readonly objectId: number | null;
  readonly attachedTo: number | null;
}

/** From near by, its reserved regions too. */
function NearDevice({ device, objectId, attachedTo }: NearProps) {
  return (
    <div className="px-3 py-2">
      <div className="flex justify-between text-small">
        <span className="font-semibold">
          device {device.id} <span className="font-normal text-text2">{deviceLine(device)}</span>
        </span>
        <span className="font-mono text-text2">
          {objectId === null ? 'unbound' : `id ${objectId}`}
          {attachedTo === null ? '' : `, on hwpt ${attachedTo}`}
        </span>
      </div>
      {device.reserved.slice(0, 3).map((region) => (
        <div key={`${region.type}:${region.start}`} className="flex justify-between font-mono text-label text-text2">
          <span>
            {hex(region.start)}–{hex(region.last)}
          </span>
          <span>{region.type}</span>
        </div>
      ))}
    </div>
  );
}

/** A device: drag from anywhere on it to attach it. */
export function DeviceNode({ node }: NodeOf<'device'>) {
  const { device, objectId, attachedTo } = node;
  const Icon = isDisplay(device) ? DisplayIcon : NicIcon;
  return (
    <Card
      node={node}
      over={
        <>
          {objectId !== null && (
            <span
              aria-hidden
              className="pointer-events-none absolute top-1/2 -right-1.25 size-2.5 -translate-y-1/2 rounded-full border-2 border-edge bg-raised"
            />
          )}
          <Handle
            type="source"
            position={Position.Right}
            className="!absolute !inset-0 !size-full !transform-none after:absolute after:inset-y-0 after:-right-4 after:w-4 after:content-[''] !rounded-card !border-0 !bg-transparent"
          />
        </>
      }
      far={<Far name={`device ${device.id}`} {...(objectId === null ? { className: 'text-text3' } : {})} />}
      middle={
        <div className="flex size-full items-center justify-between gap-1 px-2 text-small whitespace-nowrap">
          <span className="font-semibold">device {device.id}</span>
          <span className="font-mono text-label text-text2">{objectId === null ? 'unbound' : `id ${objectId}`}</span>
        </div>
      }
      near={<NearDevice device={device} objectId={objectId} attachedTo={attachedTo} />}
      className={`rounded-card border bg-raised shadow-card ${objectId === null ? 'border-dashed border-line2' : 'border-line2'}`}
    >
      <div className="flex h-full items-center gap-1.5 pr-2 pl-1.5" title={deviceLine(device)}>
        <span className="flex size-6 shrink-0 items-center justify-center rounded-tag bg-sunken text-text2">
          <Icon size={14} aria-hidden />
        </span>
        <div className="min-w-0 flex-1">
          <div className="flex items-baseline justify-between gap-1">
            <span className="text-body font-semibold whitespace-nowrap">device {device.id}</span>
            <span className="font-mono text-label whitespace-nowrap text-text2">
              {objectId === null ? 'unbound' : `id ${objectId}`}
            </span>
          </div>
          <div className="flex items-baseline justify-between gap-1.5 text-label tracking-tight text-text2">
            <span className="truncate">{deviceLine(device)}</span>
            {attachedTo !== null && <span className="whitespace-nowrap">attached</span>}
          </div>
        </div>
      </div>
    </Card>
  );
}
