/** The projection: what the canvas draws is what the state says. */
import { describe, expect, test } from 'vitest';
import {
  append,
  framesOf,
  initialState,
  newDocument,
  REFUSED,
  SCENARIOS,
  scenarioDocument,
  type Frame,
  type Scenario,
} from '../../src/index.ts';
import { PlaceKeeper } from '../../app/workspace/places.ts';
import { refusedEdge } from '../../app/view/edges.ts';
import { graphOf, type ViewGraph } from '../../app/view/graph.ts';
import { NOT_MOVED } from '../../app/view/layout.ts';

function graphOfScenario(id: string): ViewGraph {
  const scenario = SCENARIOS.find((one) => one.id === id);
  if (scenario === undefined) throw new Error(`there is no scenario ${id}`);
  return draw(scenario);
}

function draw(scenario: Scenario): ViewGraph {
  const document = scenarioDocument(scenario);
  const frames = framesOf(document);
  const state = frames.at(-1)?.outcome.next ?? initialState(document.machine);
  const places = new PlaceKeeper().placesAt(frames, frames.length - 1, state);
  return graphOf(state, {
    kernel: 'linux-6.12',
    places,
    moved: NOT_MOVED,
    refused: refusedEdge(frames.at(-1) ?? null),
  });
}

describe('the graph of a state', () => {
  test('has a node for each part and object, and the edges between them', () => {
    const graph = graphOfScenario('refused');
    expect(graph.nodes.map((node) => node.ref)).toEqual([
      'unit:0',
      'group:0',
      'device:0',
      'unit:1',
      'group:1',
      'device:1',
      'device:2',
      'ioas:1',
      'hwpt:5',
      'hwpt:6',
      'hwpt:7',
      'memory:0',
    ]);
    expect(graph.edges.map((edge) => edge.kind).toSorted()).toEqual([
      'attach',
      'backing',
      'backing',
      'mapping',
      'nest',
      'refused',
    ]);
    expect(graph.edges.find((edge) => edge.kind === 'refused')).toMatchObject({ from: 'device:0', errno: 'EINVAL' });
    expect(graph.edges.find((edge) => edge.kind === 'mapping')?.label).toBe('2 areas · 1.5 MiB');
  });

  test('says in words what a screen reader should hear', () => {
    const labels = graphOfScenario('refused').nodes.map((node) => node.label);
    expect(labels).toContain('Page table 5, enforces cache coherency, 2 entries · all SNP, 2 users');
    expect(labels).toContain('Unit 0, cannot enforce cache coherency');
    expect(labels).toContain('Device 1, object 3, attached to hwpt 6');
  });

  test('marks the objects of a hazard', () => {
    const graph = graphOfScenario('reserved-bit');
    const marked = graph.nodes.filter((node) => node.hazards.length > 0).map((node) => node.ref);
    expect(marked).toEqual(['group:0', 'device:0', 'hwpt:4']);
  });

  test('counts the entries that carry the bit', () => {
    const node = graphOfScenario('old-entries').nodes.find((one) => one.kind === 'paging');
    expect(node).toMatchObject({ enforces: true, entries: '2 entries · 1 SNP' });
  });

  test('every edge of every scenario joins two nodes, and ids are unique', () => {
    for (const scenario of SCENARIOS) {
      const graph = draw(scenario);
      const ids = graph.nodes.map((node) => node.id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const edge of graph.edges) {
        expect(ids, `${scenario.id} ${edge.id}`).toContain(edge.from);
        expect(ids, `${scenario.id} ${edge.id}`).toContain(edge.to);
      }
    }
  });
});

test('the first IOAS comes beside the memory and does not move it', () => {
  const document = newDocument('One', REFUSED.machine);
  const made = append(document, { op: 'ioas_alloc' });
  const memoryOf = (frames: readonly Frame[]) => {
    const state = frames.at(-1)?.outcome.next ?? initialState(document.machine);
    const places = new PlaceKeeper().placesAt(frames, frames.length - 1, state);
    const { nodes } = graphOf(state, { kernel: 'linux-6.12', places, moved: NOT_MOVED, refused: null });
    return nodes.find((node) => node.kind === 'memory')?.box;
  };
  expect(memoryOf(framesOf(made))).toEqual(memoryOf([]));
});
