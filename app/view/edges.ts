/** The edges of a state's graph: who is attached to what, on what it stands, and what fills it. */
import {
  areaBytes,
  areaCount,
  attachedDevices,
  bytes,
  mustIoas,
  pagingOf,
  refOfId,
  type State,
} from '../../src/index.ts';
import type { Frame } from '../store/frames.ts';
import { viewId, type ContainerRef } from './layout.ts';
import { MEMORY } from './refs.ts';

export type EdgeKind = 'attach' | 'nest' | 'backing' | 'mapping' | 'refused';

export interface ViewEdge {
  readonly id: string;
  readonly kind: EdgeKind;
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** The errno of a refused edge. */
  readonly errno?: string;
}

/** The edges of a state. */
export function edgesOf(state: State): ViewEdge[] {
  const edges: ViewEdge[] = [];
  const labelled = new Set<number>();
  for (const object of state.objects) {
    if (object === undefined) continue;
    const to = viewId(object);
    if (object.type === 'hwpt_paging' || object.type === 'hwpt_nested') {
      for (const device of attachedDevices(state, object.id)) {
        edges.push({
          id: `attach:${device}`,
          kind: 'attach',
          from: `device:${device}`,
          to,
          label: `device ${device} attached to hwpt ${object.id}`,
        });
      }
    }
    if (object.type === 'hwpt_paging') {
      const ioas = mustIoas(state, object.ioas);
      edges.push({
        id: `backing:${to}`,
        kind: 'backing',
        from: to,
        to: viewId(ioas),
        label: `hwpt ${object.id} filled from ioas ${ioas.id}`,
      });
    }
    if (object.type === 'hwpt_nested') {
      edges.push({
        id: `nest:${to}`,
        kind: 'nest',
        from: to,
        to: viewId(pagingOf(state, object)),
        // Once for each parent: the words would lie on each other.
        label: labelled.has(object.parent) ? '' : 'stage 1 on stage 2',
      });
      labelled.add(object.parent);
    }
    if (object.type === 'ioas' && object.areas !== null && state.machine.memory.length > 0) {
      const areas = areaCount(object.areas);
      edges.push({
        id: `mapping:${to}`,
        kind: 'mapping',
        from: to,
        to: MEMORY,
        label: `${areas} area${areas === 1 ? '' : 's'} · ${bytes(areaBytes(object.areas))}`,
      });
    }
  }
  return edges;
}

/** The edge of an attach that was just refused, or null. */
export function refusedEdge(frame: Frame | null): ViewEdge | null {
  if (frame === null || frame.outcome.result.ok || frame.entry.command.op !== 'device_attach') return null;
  const { device, ptId } = frame.entry.command;
  const { next, result } = { next: frame.outcome.next, result: frame.outcome.result };
  const target = next.objects[ptId];
  if (target === undefined || target.type === 'device' || !next.machine.devices.has(device)) return null;
  const ref = refOfId(next, ptId) ?? '';
  return {
    id: `refused:${frame.node}`,
    kind: 'refused',
    from: `device:${device}`,
    to: viewId(target),
    label: `device ${device} refused by ${ref.replace(':', ' ')}: ${result.errno}`,
    errno: result.errno,
  };
}

/** The edge, leaving the container that hides the device which it leaves. */
export function fromContainer(state: State, edge: ViewEdge, collapsed: ReadonlySet<ContainerRef>): ViewEdge {
  const match = /^device:(\d+)$/.exec(edge.from);
  const device = match === null ? undefined : state.machine.devices.get(Number(match[1]));
  if (device === undefined) return edge;
  const hiding = ([`unit:${device.unit}`, `group:${device.group}`] as const).find((ref) => collapsed.has(ref));
  return hiding === undefined ? edge : { ...edge, from: hiding };
}
