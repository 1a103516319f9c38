/** Comparing two calls: what led from the marked one to the one on the screen. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { act } from 'react';
import { append, newDocument, scenarioDocument, SCENARIOS } from '../../../src/index.ts';
import { useComparison, type Comparison } from '../../../app/workspace/comparison.ts';
import {
  useFrame,
  useKernelState,
  useKernelStateBeside,
  useRules,
  useUi,
  useWorkspace,
  WorkspaceContext,
} from '../../../app/workspace/context.ts';
import { createWorkspace, type Workspace } from '../../../app/workspace/workspace.ts';
import { command, stateAfter } from '../../calls.ts';
import { clear, show } from '../render.ts';

const { machine } = stateAfter(['plug_unit unit=0 driver=intel', 'plug_device device=0 unit=0 group=0']);
const DOCUMENT = append(newDocument('x', machine), command('ioas_alloc'), command('device_bind device=0'));
let workspace: Workspace;
const now = () => workspace.playground.getState();

interface Seen {
  readonly comparison: Comparison | null;
  readonly objects: number;
  readonly beside: number;
  readonly frame: string | null;
  readonly dialog: string | null;
  readonly rules: unknown;
}
const seen: Seen[] = [];

function Probe() {
  seen.push({
    comparison: useComparison(),
    objects: useKernelState().objects.count,
    beside: useKernelStateBeside().objects.count,
    frame: useFrame()?.entry.command.op ?? null,
    dialog: useUi(({ dialog }) => dialog),
    rules: useRules(),
  });
  return null;
}
const last = (): Seen => {
  const one = seen.at(-1);
  if (one === undefined) throw new Error('nothing was rendered');
  return one;
};

beforeEach(async () => {
  seen.length = 0;
  workspace = createWorkspace(DOCUMENT);
  await show(
    <WorkspaceContext value={workspace}>
      <Probe />
    </WorkspaceContext>,
  );
});
afterEach(clear);

describe('a component in a workspace', () => {
  test('sees the state, the call at the cursor and what is open, as they change', () => {
    expect(last()).toMatchObject({ objects: 2, beside: 2, frame: 'device_bind', dialog: null });
    act(() => {
      now().travel(0);
      workspace.ui.getState().show('share');
    });
    expect(last()).toMatchObject({ objects: 1, beside: 1, frame: 'ioas_alloc', dialog: 'share' });
    act(() => {
      now().travel(-1);
    });
    expect(last()).toMatchObject({ objects: 0, frame: null });
  });

  test('compares with nothing while no call is marked', () => {
    expect(last().comparison).toBe(null);
  });

  test('compares with the marked call, counted from 1, and anew when one travels', () => {
    act(() => {
      now().mark(0);
    });
    expect(last().comparison?.base).toBe(1);
    expect(last().comparison?.changes.length).toBeGreaterThan(0);
    const { changes = [] } = last().comparison ?? {};
    act(() => {
      now().travel(0);
    });
    expect(last().comparison).toEqual({ base: 1, changes: [] });
    act(() => {
      now().travel(1);
    });
    expect(last().comparison?.changes).toEqual(changes);
    act(() => {
      now().mark(null);
    });
    expect(last().comparison).toBe(null);
  });

  test('compares with nothing when the marked call is not there', () => {
    act(() => {
      now().mark(99);
    });
    expect(last().comparison).toBe(null);
  });
});

test('a component outside a workspace is told so', async () => {
  await clear();
  const Outside = (): string => {
    useWorkspace();
    return 'inside';
  };
  const failed = vi.fn<() => void>();
  await show(<Outside />).catch(failed);
  expect(failed).toHaveBeenCalledTimes(1);
});

test('a workspace shows the scenario that says what this is about, when it is given no document', () => {
  const refused = SCENARIOS.find(({ id }) => id === 'refused');
  expect(createWorkspace().playground.getState().document).toEqual(
    refused === undefined ? null : scenarioDocument(refused),
  );
});
