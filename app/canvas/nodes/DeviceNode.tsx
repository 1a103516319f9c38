import { Handle, Position, type NodeProps } from '@xyflow/react';
import { DisplayIcon, NicIcon } from '../../ui/icons.tsx';
import { deviceLine } from '../../view/words.ts';
import type { FlowNode } from '../flow.ts';
import { Card } from './Card.tsx';

/** A device: drag from anywhere on it to attach it. */
export function DeviceNode({ data: { node } }: NodeProps<FlowNode>) {
  if (node.kind !== 'device') return null;
  const { device, objectId, attachedTo } = node;
  const Icon = /gpu|vga|display/i.test(device.name) ? DisplayIcon : NicIcon;
  return (
    <Card
      node={node}
      ends={[]}
      className={`rounded-card border bg-raised shadow-card ${objectId === null ? 'border-dashed border-line2' : 'border-line2'}`}
    >
      <div className="flex h-full items-center gap-2 px-2">
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
          <div className="flex items-baseline justify-between gap-1 text-label text-text2">
            <span className="truncate">{deviceLine(device)}</span>
            {attachedTo !== null && <span className="whitespace-nowrap">attached</span>}
          </div>
        </div>
      </div>
      <Handle
        type="source"
        position={Position.Right}
        className="!absolute !inset-0 !size-full !transform-none !rounded-card !border-0 !bg-transparent"
      />
    </Card>
  );
}
