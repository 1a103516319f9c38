/** What is handed to React Flow: the very same node while it is the same, another one as soon as it is not. */
import { expect, test } from 'vitest';
import { FlowKeeper } from '../../app/canvas/flow.ts';
import { PlaceKeeper } from '../../app/workspace/places.ts';
import { graphOf } from '../../app/view/graph.ts';
import { NOT_MOVED } from '../../app/view/layout.ts';
import type { ViewNode } from '../../app/view/nodes.ts';
import { framesOf, scenarioDocument, SCENARIOS } from '../../src/index.ts';

function nodesOf(id: string): readonly ViewNode[] {
  const scenario = SCENARIOS.find((one) => one.id === id);
  if (scenario === undefined) throw new Error(`there is no scenario ${id}`);
  const frames = framesOf(scenarioDocument(scenario));
  const state = frames.at(-1)?.outcome.next;
  if (state === undefined) throw new Error('the scenario makes no call');
  const places = new PlaceKeeper().placesAt(frames, frames.length - 1, state);
  return graphOf(state, { kernel: 'linux-6.12', places, moved: NOT_MOVED, refused: null }).nodes;
}

/** Copies, so that nothing but what is in a node can make it the same. */
const copied = (views: readonly ViewNode[], change: Partial<ViewNode> = {}): ViewNode[] =>
  views.map((view, index) =>
    Object.assign({}, view, { box: { ...view.box }, hazards: [...view.hazards] }, index === 0 ? change : {}),
  );

const NONE: ReadonlySet<string> = new Set();

test('the list and its nodes are the same while nothing is different', () => {
  const views = nodesOf('refused');
  const keeper = new FlowKeeper();
  const first = keeper.nodes(views, false, NONE);
  expect(keeper.nodes(copied(views), false, NONE)).toBe(first);
});

test.each<[string, Partial<ViewNode>]>([
  ['a hazard', { hazards: ['Reserved bit in use'] }],
  ['a place', { box: { x: 1, y: 2, width: 3, height: 4 } }],
  ['what is said of it', { label: 'another label' }],
])('a node with another one of these is drawn again, and the others are not: %s', (_, change) => {
  const views = nodesOf('refused');
  const keeper = new FlowKeeper();
  const before = keeper.nodes(views, false, NONE);
  const after = keeper.nodes(copied(views, change), false, NONE);
  expect(after.filter((node, index) => node !== before[index]).map(({ id }) => id)).toEqual([before[0]?.id]);
  expect(after[0]?.data.node).toMatchObject(change);
});

test('a hazard that is another one, or gone, counts too', () => {
  const views = nodesOf('refused');
  const keeper = new FlowKeeper();
  for (const hazards of [['A'], ['B'], ['B', 'A'], []]) {
    const [node] = keeper.nodes(copied(views, { hazards }), false, NONE);
    expect(node?.data.node.hazards).toEqual(hazards);
  }
});
