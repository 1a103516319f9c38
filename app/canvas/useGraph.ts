import { useMemo, useState } from 'react';
import { useFrame, useKernelState, usePlayground, useRules } from '../workspace/context.ts';
import { collapsedIn, putIn } from '../workspace/moves.ts';
import { PlaceKeeper } from '../workspace/places.ts';
import { refusedEdge } from '../view/edges.ts';
import { graphOf } from '../view/graph.ts';
import type { Geometry } from '../view/layout.ts';
import { FlowKeeper } from './flow.ts';

/** The nodes and edges of the state at the cursor, for React Flow. */
export function useGraph(geometry: Geometry) {
  const state = useKernelState();
  const { kernel } = useRules();
  const frame = useFrame();
  const frames = usePlayground((playground) => playground.frames);
  const position = usePlayground((playground) => playground.position);
  const dismissed = usePlayground((playground) => playground.dismissed);
  const connecting = usePlayground((playground) => playground.connecting !== null);
  const dragged = usePlayground((playground) => playground.moves.dragged);
  const put = usePlayground((playground) => putIn(playground.document));
  const moved = useMemo(() => (dragged === null ? put : new Map([...put, ...dragged])), [put, dragged]);
  const collapsed = usePlayground((playground) => collapsedIn(playground.document));
  const [keeper] = useState(() => new PlaceKeeper());
  const [flow] = useState(() => new FlowKeeper());
  const graph = useMemo(() => {
    const hidden = connecting || frame === null || frame.node === dismissed;
    const refused = hidden ? null : refusedEdge(frame);
    const places = keeper.placesAt(frames, position, state, geometry);
    return graphOf(state, { kernel, places, moved, refused, geometry, collapsed });
  }, [kernel, state, frame, frames, position, dismissed, connecting, moved, collapsed, keeper, geometry]);
  const selected = usePlayground((playground) => playground.selected);
  const nodes = useMemo(
    () => flow.nodes(graph.nodes, geometry.stacked, new Set<string>(selected)),
    [flow, graph, geometry, selected],
  );
  const edges = useMemo(() => flow.edges(graph.edges), [flow, graph]);
  return { nodes, edges };
}
