import {
  ReactFlow,
  ReactFlowProvider,
  Background,
  BackgroundVariant,
  type NodeTypes,
  type EdgeTypes,
  type NodeChange,
  type Viewport,
} from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { changeLine } from '../../src/index.ts';
import { useComparison } from '../workspace/comparison.ts';
import { useKernelState, usePlayground, usePlaygroundStore, useRules, useUi } from '../workspace/context.ts';
import { currentState } from '../workspace/playground.ts';
import { MEMORY, type ViewRef } from '../view/refs.ts';
import { attachTargets, reasonOf } from '../view/targets.ts';
import { useSparse } from './useSparse.ts';
import { viewOf, type Size } from './bounds.ts';
import { TargetChips } from './TargetChips.tsx';
import { targetOf } from './pointer.ts';
import { useCentred } from './useCentred.ts';
import { useConnecting } from './useConnecting.ts';
import { useGraph } from './useGraph.ts';
import { useReveal } from './useReveal.ts';
import { useFit } from './useFit.ts';
import { ConnectHint } from './ConnectHint.tsx';
import { CanvasTools } from './CanvasTools.tsx';
import { ConnectionLine } from './ConnectionLine.tsx';
import { AttachEdge, BackingEdge, LinkEdge, MappingEdge, NestEdge, RefusedEdge } from './edges/edges.tsx';
import type { FlowEdge, FlowNode } from './flow.ts';
import { COMPACT, STACKED, WIDE, type Geometry, type Point } from '../view/layout.ts';
import { useWindow } from '../ui/width.ts';
import { DetailContext, GeometryContext, useZoomDetail } from './detail.ts';
import { zoomVariable, ZoomVariable } from './ZoomVariable.tsx';
import { EmptyState } from './EmptyState.tsx';
import { Overview } from './Overview.tsx';
import { LaneTitles } from './LaneTitles.tsx';
import { Legend } from './Legend.tsx';
import { DeviceNode } from './nodes/DeviceNode.tsx';
import { nodeType } from './nodes/nodeType.tsx';
import { GroupNode } from './nodes/GroupNode.tsx';
import { IoasNode } from './nodes/IoasNode.tsx';
import { MemoryNode } from './nodes/MemoryNode.tsx';
import { NestedNode } from './nodes/NestedNode.tsx';
import { ObjectNode } from './nodes/ObjectNode.tsx';
import { PagingNode } from './nodes/PagingNode.tsx';
import { UnitNode } from './nodes/UnitNode.tsx';
import { ChangeContext, TargetContext, type Difference, type TargetView } from './targets.ts';

const NODE_TYPES: NodeTypes = {
  'iommufd-unit': nodeType('unit', UnitNode),
  'iommufd-group': nodeType('group', GroupNode),
  'iommufd-device': nodeType('device', DeviceNode),
  'iommufd-paging': nodeType('paging', PagingNode),
  'iommufd-nested': nodeType('nested', NestedNode),
  'iommufd-ioas': nodeType('ioas', IoasNode),
  'iommufd-object': nodeType('object', ObjectNode),
  'iommufd-memory': nodeType('memory', MemoryNode),
};

const EDGE_TYPES: EdgeTypes = {
  attach: AttachEdge,
  nest: NestEdge,
  backing: BackingEdge,
  mapping: MappingEdge,
  link: LinkEdge,
  refused: RefusedEdge,
};

const GEOMETRIES = { wide: WIDE, tablet: STACKED, phone: COMPACT } as const;

/** How far the canvas can be zoomed. */
const MIN_ZOOM = 0.1;
const MAX_ZOOM = 3;

/** Held while clicking, they add to the selection; with Shift a rectangle can be drawn too. */
const ADD_KEYS = ['Control', 'Meta', 'Shift'];

const NO_ATTRIBUTION = { hideAttribution: true };

const ARIA_LABELS = {
  'node.a11yDescription.default': 'Press Enter to select it. The inspector then lists what can be done with it.',
  'node.a11yDescription.keyboardDisabled':
    'Press Enter to select it. The inspector then lists what can be done with it.',
};

function useTargets(): TargetView | null {
  const device = usePlayground(({ connecting }) => connecting?.device ?? null);
  const state = useKernelState();
  const rules = useRules();
  return useMemo(() => {
    if (device === null) return null;
    const targets = attachTargets(rules, state, device);
    return {
      device,
      byRef: new Map(targets.map((target) => [target.ref, target])),
      reasonOf: (target) => reasonOf(rules, state, target),
    };
  }, [rules, state, device]);
}

function useChanged(): ReadonlyMap<string, Difference> {
  const comparison = useComparison();
  return useMemo(() => {
    const by = new Map<string, Difference>();
    for (const change of comparison?.changes ?? []) {
      if (change.ref === null) continue;
      const { made, lines } = by.get(change.ref) ?? { made: false, lines: [] };
      by.set(change.ref, { made: made || change.kind === 'made', lines: [...lines, changeLine(change)] });
    }
    return by;
  }, [comparison]);
}

interface GraphProps {
  readonly geometry: Geometry;
  readonly nodes: FlowNode[];
  readonly edges: FlowEdge[];
  /** What the canvas shows before anyone moves it. */
  readonly first: Viewport;
}

function Graph({ geometry, nodes, edges, first }: GraphProps) {
  const store = usePlaygroundStore();
  const detail = useZoomDetail(geometry, first.zoom);
  const sparse = useSparse(nodes);
  useCentred(nodes, geometry);
  useReveal(nodes);
  const targets = useTargets();
  const changed = useChanged();
  const { onConnectStart, onConnectEnd } = useConnecting();
  const byId = useRef<ReadonlyMap<string, ViewRef>>(new Map());
  useEffect(() => {
    byId.current = new Map(nodes.map((node) => [node.id, node.data.node.ref]));
  }, [nodes]);
  const refOfNode = useCallback((id: string): ViewRef | null => byId.current.get(id) ?? null, []);
  const fitGraph = useFit(nodes, geometry);
  const fit = useUi((state) => state.asked.fit);
  const openMenu = useUi((state) => state.openMenu);
  const opened = usePlayground((state) => state.opened);
  const count = nodes.length;
  const last = useRef({ fit, opened, count, geometry });
  useEffect(() => {
    const before = last.current;
    last.current = { fit, opened, count, geometry };
    if (opened !== before.opened || fit !== before.fit || geometry !== before.geometry) fitGraph();
    else if (count > before.count) fitGraph(true);
  }, [fit, opened, count, geometry, fitGraph]);

  const [zoomStyle] = useState(() => zoomVariable(first.zoom));
  // React Flow learns of a held key with its next render: a click that comes at once with it would select alone.
  const adding = useRef(false);
  const onPointerDownCapture = useCallback(({ target, shiftKey, ctrlKey, metaKey }: React.PointerEvent) => {
    const onNode = target instanceof Element && target.closest('.react-flow__node') !== null;
    adding.current = onNode && (shiftKey || ctrlKey || metaKey);
  }, []);
  const onKeyDownCapture = useCallback(() => {
    adding.current = false;
  }, []);
  const onNodesChange = useCallback(
    (changes: NodeChange<FlowNode>[]) => {
      const adds = adding.current && changes.some((change) => change.type === 'select' && change.selected);
      const to = new Map<string, Point>();
      let dragged = false;
      const before = store.getState().selected;
      const selected = new Set(before);
      for (const change of changes) {
        if (change.type === 'position') {
          if (change.position !== undefined) to.set(change.id, change.position);
          dragged ||= change.dragging === true;
        } else if (change.type === 'select' && store.getState().connecting === null) {
          const ref = refOfNode(change.id);
          if (ref === null) continue;
          if (change.selected) selected.add(ref);
          else if (!adds) selected.delete(ref);
        }
      }
      // Moved by arrows, or let go at the end of a drag: then it is put there.
      const put = changes.some((change) => change.type === 'position') && !dragged;
      if (to.size > 0 || put) store.getState().move(to, !put);
      if (selected.size !== before.length || before.some((ref) => !selected.has(ref)))
        store.getState().select(...selected);
    },
    [store, refOfNode],
  );
  const onNodeClick = useCallback(
    (_: unknown, node: FlowNode) => {
      const state = store.getState();
      if (state.connecting === null) return;
      state.connect({ kind: 'drop', target: targetOf(currentState(state), node.data.node.ref) });
    },
    [store],
  );
  const onPaneClick = useCallback(() => {
    store.getState().connect({ kind: 'cancel' });
  }, [store]);
  const onNodeContextMenu = useCallback(
    (event: React.MouseEvent, node: FlowNode) => {
      const { ref } = node.data.node;
      if (ref === MEMORY) return;
      event.preventDefault();
      store.getState().select(ref);
      openMenu({ ref, x: event.clientX, y: event.clientY });
    },
    [store, openMenu],
  );
  return (
    <ChangeContext value={changed}>
      <GeometryContext value={geometry}>
        <DetailContext value={detail}>
          <TargetContext value={targets}>
            <ReactFlow<FlowNode, FlowEdge>
              nodes={nodes}
              edges={edges}
              nodeTypes={NODE_TYPES}
              edgeTypes={EDGE_TYPES}
              onNodesChange={onNodesChange}
              onPointerDownCapture={onPointerDownCapture}
              onKeyDownCapture={onKeyDownCapture}
              onNodeClick={onNodeClick}
              onPaneClick={onPaneClick}
              onNodeContextMenu={onNodeContextMenu}
              onConnectStart={onConnectStart}
              onConnectEnd={onConnectEnd}
              connectOnClick={false}
              connectionLineComponent={ConnectionLine}
              defaultViewport={first}
              style={zoomStyle}
              onlyRenderVisibleElements={sparse}
              minZoom={MIN_ZOOM}
              maxZoom={MAX_ZOOM}
              deleteKeyCode={null}
              multiSelectionKeyCode={ADD_KEYS}
              selectNodesOnDrag={false}
              elevateNodesOnSelect={false}
              proOptions={NO_ATTRIBUTION}
              ariaLabelConfig={ARIA_LABELS}
              aria-label="Graph of the machine and its page tables"
            >
              <Background variant={BackgroundVariant.Dots} gap={16} size={1} color="var(--line2)" />
              <LaneTitles geometry={geometry} />
              <ZoomVariable />
              <Legend />
              <CanvasTools />
              <TargetChips nodes={nodes} />
              <ConnectHint />
              <EmptyState />
              <Overview nodes={nodes} />
            </ReactFlow>
          </TargetContext>
        </DetailContext>
      </GeometryContext>
    </ChangeContext>
  );
}

/** The graph, told from the first how large it is: nothing is drawn twice. */
function Sized({ size }: { readonly size: Size }) {
  const geometry = GEOMETRIES[useWindow()];
  const { nodes, edges } = useGraph(geometry);
  const [first] = useState(() => viewOf(nodes, geometry, size));
  return (
    <ReactFlowProvider
      initialNodes={nodes}
      initialEdges={edges}
      initialWidth={size.width}
      initialHeight={size.height}
      initialMinZoom={MIN_ZOOM}
      initialMaxZoom={MAX_ZOOM}
    >
      <Graph geometry={geometry} nodes={nodes} edges={edges} first={first} />
    </ReactFlowProvider>
  );
}

/** The graph of the state at the cursor. */
export function Canvas() {
  const [size, setSize] = useState<Size | null>(null);
  const measure = useCallback((box: HTMLDivElement | null) => {
    if (box !== null) setSize({ width: box.clientWidth, height: box.clientHeight });
  }, []);
  return (
    <div ref={measure} className="@container size-full select-none">
      {size !== null && <Sized size={size} />}
    </div>
  );
}
