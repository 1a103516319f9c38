/** Panels of a workspace, mounted without a browser. */
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EMPTY_MACHINE, newDocument, type Device } from '../../../src/index.ts';
import { CommandLine } from '../../../app/panels/CommandLine.tsx';
import { Note } from '../../../app/panels/OutcomeParts.tsx';
import { Probe } from '../../../app/panels/inspector/Probe.tsx';
import { usePlayground, WorkspaceContext } from '../../../app/workspace/context.ts';
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

describe('the command line', () => {
  const line = (): HTMLInputElement => {
    const input = document.querySelector<HTMLInputElement>('input[aria-label="Command"]');
    if (input === null) throw new Error('there is no command line');
    return input;
  };
  const write = (value: string): Promise<void> =>
    act(async () => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(line(), value);
      line().dispatchEvent(new Event('input', { bubbles: true }));
      await Promise.resolve();
    });
  const key = (name: string): Promise<void> =>
    act(async () => {
      line().dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }));
      await Promise.resolve();
    });
  const paste = (pasted: string): Promise<void> =>
    act(async () => {
      const event = new Event('paste', { bubbles: true, cancelable: true });
      line().dispatchEvent(Object.assign(event, { clipboardData: { getData: () => pasted } }));
      await Promise.resolve();
    });
  const calls = (): number => workspace.playground.getState().document.nodes.length;

  beforeEach(() =>
    show(
      <WorkspaceContext value={workspace}>
        <CommandLine />
      </WorkspaceContext>,
    ),
  );

  test('makes no call of several with a mistake among them, and loses none', async () => {
    await write('ioas_alloc;ioas_alloc;foo');
    await key('Enter');
    expect([line().value, calls()]).toEqual(['ioas_alloc;ioas_alloc;foo', 0]);
    expect(text()).toContain('call 3 of 3; none of them was run');
  });

  test('takes pasted lines behind what is typed, and counts comments and empty lines among them', async () => {
    await write('ioas_');
    await paste('alloc\n\n# two\nfoo\r\nioas_alloc\n');
    expect([line().value, calls()]).toEqual(['ioas_alloc; foo; ioas_alloc', 0]);
    expect(text()).toContain('line 4 of 6; none of them was run');
    await write('');
    await paste('ioas_alloc\n# two\nioas_alloc');
    expect([line().value, calls()]).toEqual(['', 2]);
  });

  test('has what was typed again behind the calls that were recalled', async () => {
    await write('ioas_alloc');
    await key('Enter');
    await write('device_b');
    await key('Escape');
    await key('ArrowUp');
    expect(line().value).toBe('ioas_alloc');
    await key('ArrowDown');
    expect(line().value).toBe('device_b');
  });
});

describe('the note on a call', () => {
  const noteOf = (at: number): string | undefined => workspace.playground.getState().document.nodes[at]?.note;
  const area = (): HTMLTextAreaElement | null => document.querySelector('textarea');
  function Shown() {
    const frames = usePlayground((state) => state.frames);
    const position = usePlayground((state) => state.position);
    return <Note note={frames[position]?.entry.note ?? ''} />;
  }
  const write = (value: string): Promise<void> =>
    act(async () => {
      Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(area(), value);
      area()?.dispatchEvent(new Event('input', { bubbles: true }));
      await Promise.resolve();
    });

  beforeEach(async () => {
    await run('ioas_alloc', 'ioas_alloc');
    await show(
      <WorkspaceContext value={workspace}>
        <Shown />
      </WorkspaceContext>,
    );
    await press('Add a note');
  });

  test('is in the document as it is typed, and Esc only closes the field', async () => {
    await write('why');
    expect(noteOf(1)).toBe('why');
    await act(async () => {
      area()?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
      await Promise.resolve();
    });
    expect([area(), noteOf(1)]).toEqual([null, 'why']);
    expect(document.activeElement?.textContent).toBe('why');
  });

  test('is not written on another call, nor into another document', async () => {
    await write('why');
    await act(async () => {
      workspace.playground.getState().travel(0);
      await Promise.resolve();
    });
    expect([area(), noteOf(0)]).toEqual([null, undefined]);
    await press('Add a note');
    await act(async () => {
      workspace.playground.getState().open(workspace.playground.getState().document, 'other');
      await Promise.resolve();
    });
    expect(area()).toBeNull();
  });

  test('stops the timeline from playing on', async () => {
    await act(async () => {
      area()?.blur();
      workspace.ui.getState().play(true);
      await Promise.resolve();
    });
    await press('Add a note');
    expect(workspace.ui.getState().playing).toBe(false);
  });
});
