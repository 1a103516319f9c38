/** Panels of a workspace, mounted without a browser. */
import { act } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EMPTY_MACHINE, newDocument, type Device } from '../../../src/index.ts';
import { CommandLine } from '../../../app/panels/CommandLine.tsx';
import { Probe } from '../../../app/panels/inspector/Probe.tsx';
import { WorkspaceContext } from '../../../app/workspace/context.ts';
import { currentState } from '../../../app/workspace/playground.ts';
import { createWorkspace, type Workspace } from '../../../app/workspace/workspace.ts';
import { command } from '../../calls.ts';
import { clear, press, show, text } from '../render.ts';

let workspace: Workspace;

async function run(...lines: string[]): Promise<void> {
  await act(async () => {
    workspace.playground.getState().run(...lines.map(command));
    await Promise.resolve();
  });
}

beforeEach(() => {
  workspace = createWorkspace(newDocument('panels', EMPTY_MACHINE));
  // Without a browser nothing scrolls.
  Element.prototype.scrollIntoView = () => undefined;
});

afterEach(clear);

test('an action that can not be done now stays on the command line, with what it needs', async () => {
  await show(
    <WorkspaceContext value={workspace}>
      <CommandLine />
    </WorkspaceContext>,
  );
  const input = document.querySelector<HTMLInputElement>('input[aria-label="Command"]');
  if (input === null) throw new Error('there is no command line');
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, 'attach');
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await Promise.resolve();
  });
  await act(async () => {
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    await Promise.resolve();
  });
  expect(input.value).toBe('attach');
  expect(text()).toContain('Select a device first.');
});

test('a walk that is shown is walked anew when a call changes what it meets', async () => {
  await run(
    'plug_unit unit=0',
    'plug_device device=0 unit=0 group=0',
    'add_memory start=0x100000000000 last=0x100000ffffff',
    'ioas_alloc',
    'device_bind device=0',
    'device_attach device=0 pt_id=1',
  );
  const device = currentState(workspace.playground.getState()).machine.devices.values().next().value as Device;
  await show(
    <WorkspaceContext value={workspace}>
      <Probe device={device} />
    </WorkspaceContext>,
  );
  await press('Walk');
  const fault = document.querySelectorAll('[aria-label="fault"]').length;
  expect(fault).toBe(1);
  await run('ioas_map ioas=1 iova=0x10000 length=0x1000');
  expect(document.querySelectorAll('[aria-label="fault"]')).toHaveLength(0);
  await run('ioas_unmap ioas=1 iova=0x10000 length=0x1000');
  expect(document.querySelectorAll('[aria-label="fault"]')).toHaveLength(1);
});
