/** What `npm run bench:ui` measures the playground against: React Flow at its best settings, with as many nodes and edges. */
import { Handle, Position, ReactFlow, useNodesState, type Edge, type Node, type NodeProps } from '@xyflow/react';
import { memo, useMemo, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import '@xyflow/react/dist/base.css';

const asked = new URLSearchParams(window.location.search);
const NODES = Number(asked.get('nodes') ?? 100);
/** With `sparse` it is zoomed as the playground is, and draws only what is in sight. */
const EDGES = Number(asked.get('edges') ?? 100);

const Bare = memo(({ id }: NodeProps): ReactNode => (
  <div style={{ width: '100%', height: '100%', border: '1px solid #888', boxSizing: 'border-box' }}>
    {id}
    <Handle type="target" position={Position.Left} />
    <Handle type="source" position={Position.Right} />
  </div>
));
Bare.displayName = 'Bare';

const NODE_TYPES = { bare: Bare };

function bareNode(index: number): Node {
  return {
    id: String(index),
    type: 'bare',
    position: { x: (index % 5) * 200, y: Math.floor(index / 5) * 110 },
    width: 152,
    height: 92,
    handles: [
      { type: 'target', position: Position.Left, x: 0, y: 46, width: 1, height: 1 },
      { type: 'source', position: Position.Right, x: 152, y: 46, width: 1, height: 1 },
    ],
    data: {},
  };
}

function Page(): ReactNode {
  const first = useMemo(() => Array.from({ length: NODES }, (_, index) => bareNode(index)), []);
  const edges = useMemo(
    () =>
      Array.from({ length: EDGES }, (_, index): Edge => ({
        id: `e${index}`,
        source: String(index % NODES),
        target: String((index + 1) % NODES),
      })),
    [],
  );
  const [nodes, setNodes, onNodesChange] = useNodesState(first);
  Object.assign(window, {
    edit: () => {
      setNodes((before) => [...before, bareNode(before.length)]);
    },
  });
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={NODE_TYPES}
      onNodesChange={onNodesChange}
      fitView
      minZoom={asked.has('sparse') ? 0.4 : 0.01}
      onlyRenderVisibleElements={asked.has('sparse')}
    />
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no element #root');
createRoot(root).render(<Page />);
