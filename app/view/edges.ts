/** The edges of a state's graph: who is attached to what, on what it stands, and what fills it. */
import {
  areaBytes,
  areaCount,
  attachedDevices,
  bytes,
  deviceOfRef,
  linksOf,
  objectAt,
  objectName,
  objectsOf,
  type KernelObject,
  type Frame,
  type State,
} from '../../src/index.ts';
import { areasText } from './kinds.ts';
import { viewId, type ContainerRef } from './layout.ts';
import { MEMORY } from './refs.ts';

export type EdgeKind = 'attach' | 'nest' | 'backing' | 'mapping' | 'link' | 'refused';

export interface ViewEdge {
  readonly id: string;
  readonly kind: EdgeKind;
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** The errno of a refused edge. */
  readonly errno?: string;
}

/** References that are drawn in a way of their own; all others are links. */
const LINK_KINDS: Readonly<Record<string, EdgeKind>> = { nest: 'nest', backing: 'backing' };

/** The references that an object holds on others. */
function linkEdges(state: State, object: KernelObject, labelled: Set<string>): ViewEdge[] {
  return linksOf(object).flatMap(({ link, to }): ViewEdge | [] => {
    const target = objectAt(state, to);
    if (target === undefined) return [];
    const kind = LINK_KINDS[link.id] ?? 'link';
    const words = link.words(objectName(object), objectName(target));
    // Of stage 1s on one stage 2 the words stand once: they would lie on each other.
    const said = kind === 'nest' && labelled.has(`${words}:${to}`);
    labelled.add(`${words}:${to}`);
    return {
      id: `${link.id}:${viewId(object)}`,
      kind,
      from: viewId(object),
      to: viewId(target),
      label: said ? '' : words,
    };
  });
}

/** The edges of a state. */
export function edgesOf(state: State): ViewEdge[] {
  const edges: ViewEdge[] = [];
  const labelled = new Set<string>();
  for (const object of objectsOf(state)) {
    const to = viewId(object);
    if (object.type !== 'device') {
      for (const device of attachedDevices(state, object.id)) {
        edges.push({
          id: `attach:${device}`,
          kind: 'attach',
          from: `device:${device}`,
          to,
          label: `device ${device} attached to ${objectName(object)}`,
        });
      }
    }
    edges.push(...linkEdges(state, object, labelled));
    if (object.type === 'ioas' && object.areas !== null && state.machine.memory.length > 0) {
      edges.push({
        id: `mapping:${to}`,
        kind: 'mapping',
        from: to,
        to: MEMORY,
        label: `${areasText(areaCount(object.areas))} · ${bytes(areaBytes(object.areas))}`,
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
  const target = objectAt(next, ptId);
  if (target === undefined || target.type === 'device' || !next.machine.devices.has(device)) return null;
  return {
    id: `refused:${frame.node}`,
    kind: 'refused',
    from: `device:${device}`,
    to: viewId(target),
    label: `device ${device} refused by ${objectName(target)}: ${result.errno}`,
    errno: result.errno,
  };
}

/** The edge, leaving the container that hides the device which it leaves. */
export function fromContainer(state: State, edge: ViewEdge, collapsed: ReadonlySet<ContainerRef>): ViewEdge {
  const device = state.machine.devices.get(deviceOfRef(edge.from) ?? -1);
  if (device === undefined) return edge;
  const hiding = ([`unit:${device.unit}`, `group:${device.group}`] as const).find((ref) => collapsed.has(ref));
  return hiding === undefined ? edge : { ...edge, from: hiding };
}
