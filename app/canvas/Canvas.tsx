import {
  ReactFlow,
  ReactFlowProvider,
  Background,
  BackgroundVariant,
  type NodeTypes,
  type EdgeTypes,
  type NodeChange,
} from '@xyflow/react';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { changeLine, type ObjectRef } from '../../src/index.ts';
import { useComparison } from '../store/comparison.ts';
import { useFrame, useKernelState, usePlayground, usePlaygroundStore, useRules } from '../store/context.ts';
import { layout, PlaceKeeper } from '../store/layout.ts';
import { graphOf, refusedEdge } from '../view/graph.ts';
import { attachTargets } from '../view/targets.ts';
import { ui } from '../store/ui.ts';
import { useFit } from './useFit.ts';
import { ConnectHint } from './ConnectHint.tsx';
import { CanvasTools } from './CanvasTools.tsx';
import { ConnectionLine } from './ConnectionLine.tsx';
import { AttachEdge, BackingEdge, MappingEdge, NestEdge, RefusedEdge } from './edges/edges.tsx';
import { FlowKeeper, type FlowEdge, type FlowNode } from './flow.ts';
import { COMPACT, WIDE, type Geometry } from '../view/layout.ts';
import { useCompact } from '../ui/width.ts';
import { GeometryContext } from './detail.ts';
import { ZoomVariable } from './ZoomVariable.tsx';
import { EmptyState } from './EmptyState.tsx';
import type { MenuPlace } from './NodeMenu.tsx';
import { Overview } from './Overview.tsx';
import { LaneTitles } from './LaneTitles.tsx';
import { Legend } from './Legend.tsx';
import { DeviceNode } from './nodes/DeviceNode.tsx';
import { GroupNode } from './nodes/GroupNode.tsx';
import { IoasNode } from './nodes/IoasNode.tsx';
import { MemoryNode } from './nodes/MemoryNode.tsx';
import { NestedNode } from './nodes/NestedNode.tsx';
import { PagingNode } from './nodes/PagingNode.tsx';
import { UnitNode } from './nodes/UnitNode.tsx';
import { ChangeContext, TargetContext, type TargetView } from './targets.ts';
import { targetAt } from './pointer.ts';

const NodeMenu = lazy(async () => ({ default: (await import('./NodeMenu.tsx')).NodeMenu }));

const NODE_TYPES: NodeTypes = {
  'iommufd-unit': UnitNode,
  'iommufd-group': GroupNode,
  'iommufd-device': DeviceNode,
  'iommufd-paging': PagingNode,
  'iommufd-nested': NestedNode,
  'iommufd-ioas': IoasNode,
  'iommufd-memory': MemoryNode,
};

const EDGE_TYPES: EdgeTypes = {
  attach: AttachEdge,
  nest: NestEdge,
  backing: BackingEdge,
  mapping: MappingEdge,
  refused: RefusedEdge,
};

const ARIA_LABELS = {
  'node.a11yDescription.default': 'Press Enter to select it. The inspector then lists what can be done with it.',
  'node.a11yDescription.keyboardDisabled':
    'Press Enter to select it. The inspector then lists what can be done with it.',
};

/** The graph of the state at the cursor. */
export function Canvas() {
  return (
    <ReactFlowProvider>
      <Graph />
    </ReactFlowProvider>
  );
}

function useTargets(): TargetView | null {
  const connecting = usePlayground((state) => state.connecting);
  const state = useKernelState();
  const rules = useRules();
  const device = connecting?.device ?? null;
  const byRef = useMemo(
    () =>
      device === null
        ? null
        : new Map(attachTargets(rules, state, device).map((target) => [target.ref as string, target])),
    [rules, state, device],
  );
  return useMemo(
    () => (connecting === null || byRef === null ? null : { device: connecting.device, over: connecting.over, byRef }),
    [connecting, byRef],
  );
}

function useGraph(geometry: Geometry) {
  const state = useKernelState();
  const frame = useFrame();
  const frames = usePlayground((playground) => playground.frames);
  const position = usePlayground((playground) => playground.position);
  const dismissed = usePlayground((playground) => playground.dismissed);
  const connecting = usePlayground((playground) => playground.connecting !== null);
  const moved = useStore(layout, (current) => current.moved);
  const collapsed = useStore(layout, (current) => current.collapsed);
  const [keeper] = useState(() => new PlaceKeeper());
  const [flow] = useState(() => new FlowKeeper());
  return useMemo(() => {
    const hidden = connecting || frame === null || frame.node === dismissed;
    const refused = hidden ? null : refusedEdge(frame);
    const places = keeper.placesAt(frames, position, state, geometry);
    const graph = graphOf(state, { places, moved, refused, geometry, collapsed });
    return { nodes: flow.nodes(graph.nodes, geometry.stacked), edges: flow.edges(graph.edges) };
  }, [state, frame, frames, position, dismissed, connecting, moved, collapsed, keeper, flow, geometry]);
}

function useChanged(): ReadonlyMap<string, readonly string[]> {
  const comparison = useComparison();
  return useMemo(() => {
    const by = new Map<string, string[]>();
    for (const change of comparison?.changes ?? [])
      by.set(change.ref, [...(by.get(change.ref) ?? []), changeLine(change)]);
    return by;
  }, [comparison]);
}

/** Drawing a connection from a device: the preview follows the pointer, and dropping makes the call. */
function useConnecting() {
  const store = usePlaygroundStore();
  const stop = useRef<(() => void) | null>(null);
  const onConnectStart = useCallback(
    (_: unknown, { nodeId }: { nodeId: string | null }) => {
      const device = Number(nodeId?.split(':')[1]);
      if (!Number.isInteger(device)) return;
      store.getState().connect({ device, over: null });
      // Beside the canvas the inspector then lists the same targets; over it, it would be in the way.
      if (window.matchMedia('(min-width: 1200px)').matches) store.getState().select(`device:${device}`);
      const follow = (event: PointerEvent): void => {
        const { connecting, connect } = store.getState();
        if (connecting === null) return;
        const over = targetAt(event.clientX, event.clientY);
        if (over !== connecting.over) connect({ ...connecting, over });
      };
      window.addEventListener('pointermove', follow);
      stop.current = () => {
        window.removeEventListener('pointermove', follow);
      };
    },
    [store],
  );
  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent) => {
      stop.current?.();
      stop.current = null;
      const { connecting, connect, run } = store.getState();
      if (connecting === null) return;
      const point = 'changedTouches' in event ? event.changedTouches[0] : event;
      const over = point === undefined ? null : targetAt(point.clientX, point.clientY);
      connect(null);
      if (over !== null) run({ op: 'device_attach', device: connecting.device, ptId: over });
    },
    [store],
  );
  return { onConnectStart, onConnectEnd };
}

function Graph() {
  const store = usePlaygroundStore();
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const geometry = useCompact() ? COMPACT : WIDE;
  const { nodes, edges } = useGraph(geometry);
  const targets = useTargets();
  const changed = useChanged();
  const { onConnectStart, onConnectEnd } = useConnecting();
  const fitGraph = useFit(nodes, geometry);
  const fit = useStore(ui, (state) => state.fit);
  const tidy = useStore(ui, (state) => state.tidy);
  const opened = usePlayground((state) => state.opened);
  const count = nodes.length;
  const last = useRef({ fit, tidy, opened, count, geometry });
  useEffect(() => {
    const before = last.current;
    last.current = { fit, tidy, opened, count, geometry };
    if (opened !== before.opened || tidy !== before.tidy) layout.getState().tidy();
    if (opened !== before.opened || fit !== before.fit || geometry !== before.geometry) fitGraph();
    else if (count > before.count) fitGraph(true);
  }, [fit, tidy, opened, count, geometry, fitGraph]);

  const dragging = useRef(false);
  const onNodesChange = useCallback((changes: NodeChange<FlowNode>[]) => {
    for (const change of changes) {
      if (change.type !== 'position') continue;
      if (change.position !== undefined) layout.getState().move(change.id, change.position, !dragging.current);
      dragging.current = change.dragging === true;
    }
  }, []);

  return (
    <ChangeContext value={changed}>
      <GeometryContext value={geometry}>
        <TargetContext value={targets}>
          <ReactFlow<FlowNode, FlowEdge>
            nodes={nodes}
            edges={edges}
            nodeTypes={NODE_TYPES}
            edgeTypes={EDGE_TYPES}
            onNodesChange={onNodesChange}
            onNodeClick={(_, node) => {
              const { ref } = node.data.node;
              store.getState().select(ref === 'memory:0' ? null : (ref satisfies ObjectRef));
            }}
            onNodeContextMenu={(event, node) => {
              const { ref } = node.data.node;
              if (ref === 'memory:0') return;
              event.preventDefault();
              store.getState().select(ref);
              setMenu({ ref, x: event.clientX, y: event.clientY });
            }}
            onPaneClick={() => {
              store.getState().select(null);
            }}
            onConnectStart={onConnectStart}
            onConnectEnd={onConnectEnd}
            connectOnClick={false}
            connectionLineComponent={ConnectionLine}
            onInit={() => {
              fitGraph();
            }}
            minZoom={0.1}
            maxZoom={3}
            deleteKeyCode={null}
            selectionKeyCode={null}
            multiSelectionKeyCode={null}
            proOptions={{ hideAttribution: true }}
            ariaLabelConfig={ARIA_LABELS}
            aria-label="Graph of the machine and its page tables"
          >
            <Background variant={BackgroundVariant.Dots} gap={16} size={1} color="var(--line2)" />
            <LaneTitles geometry={geometry} />
            <ZoomVariable />
            <Legend />
            <CanvasTools />
            <ConnectHint />
            <EmptyState />
            <Overview />
          </ReactFlow>
          <Suspense fallback={null}>
            {menu !== null && (
              <NodeMenu
                place={menu}
                onClose={() => {
                  setMenu(null);
                }}
              />
            )}
          </Suspense>
        </TargetContext>
      </GeometryContext>
    </ChangeContext>
  );
}
