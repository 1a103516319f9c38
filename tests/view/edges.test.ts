/** The edges: who is attached to what, what fills it, and what was refused, in words and between the right ends. */
import { describe, expect, test } from 'vitest';
import {
  append,
  choiceOf,
  framesOf,
  initialState,
  newDocument,
  objectsOf,
  type Frame,
  type State,
} from '../../src/index.ts';
import { edgesOf, refusedEdge, type ViewEdge } from '../../app/view/edges.ts';
import { graphOf } from '../../app/view/graph.ts';
import { NOT_MOVED, viewId, type ContainerRef } from '../../app/view/layout.ts';
import { command, stateAfter } from '../calls.ts';
import { NO_PLACES } from './places.ts';

const MACHINE = [
  'plug_unit unit=0 driver=intel',
  'plug_device device=0 unit=0 group=0',
  'plug_device device=1 unit=0 group=1',
  'add_memory start=0x100000000000 last=0x10000fffffff',
];
const CALLS = [
  ...MACHINE,
  'ioas_alloc',
  'device_bind device=0',
  'device_bind device=1',
  'hwpt_alloc dev_id=2 pt_id=1 nest_parent',
  'hwpt_alloc dev_id=2 pt_id=4 data=stage1',
  'hwpt_alloc dev_id=3 pt_id=4 data=stage1',
  'device_attach device=0 pt_id=5',
  'device_attach device=1 pt_id=4',
  'ioas_map ioas=1 iova=0x10000 length=0x2000',
];
const STATE = stateAfter(CALLS);

/** The end of an edge: what stands for the object in the graph. */
function end(state: State, id: number): string {
  const object = objectsOf(state).find((one) => one.id === id);
  return object === undefined ? 'none' : viewId(object);
}
const only = (edges: readonly ViewEdge[], kind: ViewEdge['kind']) => edges.filter((edge) => edge.kind === kind);

/** The last frame of the calls, which may be refused, on the machine. */
function lastFrame(...calls: readonly string[]): Frame | null {
  const { machine } = stateAfter(MACHINE);
  return framesOf(append(newDocument('x', machine, choiceOf('linux-6.12')), ...calls.map(command))).at(-1) ?? null;
}

describe('the edges of a state', () => {
  const edges = () => edgesOf(STATE);

  test('lead from each attached device to what it is on', () => {
    expect(only(edges(), 'attach')).toEqual([
      { id: 'attach:1', kind: 'attach', from: 'device:1', to: end(STATE, 4), label: 'device 1 attached to hwpt 4' },
      { id: 'attach:0', kind: 'attach', from: 'device:0', to: end(STATE, 5), label: 'device 0 attached to hwpt 5' },
    ]);
  });

  test('lead from page tables to what they are on, and say it once for all that nest in one', () => {
    expect(only(edges(), 'backing').map(({ from, to }) => [from, to])).toEqual([[end(STATE, 4), end(STATE, 1)]]);
    const nest = only(edges(), 'nest');
    expect(nest.map(({ from, to }) => [from, to])).toEqual([
      [end(STATE, 5), end(STATE, 4)],
      [end(STATE, 6), end(STATE, 4)],
    ]);
    expect(nest[0]?.label).not.toBe('');
    expect(nest[1]?.label).toBe('');
  });

  test('say of each page table that an IOAS backs it, however many there are', () => {
    const two = edgesOf(stateAfter([...CALLS, 'hwpt_alloc dev_id=2 pt_id=1']));
    expect(only(two, 'backing').map(({ label }) => label === '')).toEqual([false, false]);
  });

  test('of stage 1s on different stage 2s each say it', () => {
    const calls = ['hwpt_alloc dev_id=2 pt_id=1 nest_parent', 'hwpt_alloc dev_id=2 pt_id=7 data=stage1'];
    const labels = only(edgesOf(stateAfter([...CALLS, ...calls])), 'nest').map(({ label }) => label === '');
    expect(labels).toEqual([false, true, false]);
  });

  test('lead from an IOAS with areas to the memory, one in the singular', () => {
    const [mapping, ...more] = only(edges(), 'mapping');
    expect(more).toEqual([]);
    expect(mapping).toMatchObject({ from: end(STATE, 1), to: 'memory:0', label: '1 area · 8 KiB' });
    const two = stateAfter([...CALLS, 'ioas_map ioas=1 iova=0x20000 length=0x2000']);
    expect(only(edgesOf(two), 'mapping')[0]?.label).toBe('2 areas · 16 KiB');
    expect(only(edgesOf(stateAfter([...MACHINE, 'ioas_alloc'])), 'mapping')).toEqual([]);
  });

  test('are none of a machine alone', () => {
    expect(edgesOf(stateAfter(MACHINE))).toEqual([]);
  });
});

describe('a refused attach', () => {
  const BOUND = ['ioas_alloc', 'device_bind device=0', 'device_bind device=1', 'hwpt_alloc dev_id=2 pt_id=1'];
  const HELD = [...BOUND, 'hwpt_alloc dev_id=2 pt_id=4 data=stage1'];

  test('leads from the device to what refused it, with the errno', () => {
    const frame = lastFrame(...BOUND.slice(0, 1), 'device_attach device=0 pt_id=1');
    expect(frame?.outcome.result.ok).toBe(false);
    const errno = frame?.outcome.result.ok === false ? frame.outcome.result.errno : '';
    expect(refusedEdge(frame)).toEqual({
      id: `refused:${frame?.node}`,
      kind: 'refused',
      from: 'device:0',
      to: end(frame?.outcome.next ?? STATE, 1),
      label: `device 0 refused by ioas 1: ${errno}`,
      errno,
    });
  });

  test.each([
    ['nothing was called', null],
    ['it succeeded', lastFrame(...BOUND, 'device_attach device=0 pt_id=4')],
    ['another call was refused', lastFrame(...HELD, 'device_bind device=0')],
    ['the target is not there', lastFrame(...BOUND, 'device_attach device=0 pt_id=99')],
    ['the target is a device', lastFrame(...BOUND, 'device_attach device=0 pt_id=3')],
    ['the device is not there', lastFrame(...BOUND, 'device_attach device=9 pt_id=1')],
  ])('is not drawn when %s', (_, frame) => {
    expect(refusedEdge(frame)).toBe(null);
  });

  test('is drawn with the edges of the state', () => {
    const frame = lastFrame('ioas_alloc', 'device_attach device=0 pt_id=1');
    const state = frame?.outcome.next ?? initialState(STATE.machine);
    const graph = (refused: ViewEdge | null) =>
      graphOf(state, { kernel: 'linux-6.12', places: NO_PLACES, moved: NOT_MOVED, refused }).edges;
    expect(graph(refusedEdge(frame)).map(({ kind }) => kind)).toEqual(['refused']);
    expect(graph(null)).toEqual([]);
  });
});

describe('an edge of a device that a collapsed container hides', () => {
  const from = (...collapsed: readonly ContainerRef[]) =>
    graphOf(STATE, {
      kernel: 'linux-6.12',
      places: NO_PLACES,
      moved: NOT_MOVED,
      refused: null,
      collapsed: new Set(collapsed),
    })
      .edges.filter(({ kind }) => kind === 'attach')
      .map((edge) => edge.from);

  test('leaves the container', () => {
    expect(from()).toEqual(['device:1', 'device:0']);
    expect(from('group:1')).toEqual(['group:1', 'device:0']);
    expect(from('unit:0')).toEqual(['unit:0', 'unit:0']);
  });

  test('leaves the outer one when both are collapsed', () => {
    expect(from('group:1', 'unit:0')).toEqual(['unit:0', 'unit:0']);
  });

  test('and edges between objects stay', () => {
    const collapsed = new Set<ContainerRef>(['unit:0']);
    const { edges } = graphOf(STATE, {
      kernel: 'linux-6.12',
      places: NO_PLACES,
      moved: NOT_MOVED,
      refused: null,
      collapsed,
    });
    expect(only(edges, 'nest')).toEqual(only(edgesOf(STATE), 'nest'));
  });
});
