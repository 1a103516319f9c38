/** Two workspaces on one page: what is done in one does not show in the other. */
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { scenarioDocument, SCENARIOS } from '../../../src/index.ts';
import { Dialogs } from '../../../app/dialogs/Dialogs.tsx';
import { CommandLine } from '../../../app/panels/CommandLine.tsx';
import { Inspector } from '../../../app/panels/inspector/Inspector.tsx';
import { Outcome } from '../../../app/panels/Outcome.tsx';
import { Outline } from '../../../app/panels/Outline.tsx';
import { Timeline } from '../../../app/panels/Timeline.tsx';
import { WorkspaceContext } from '../../../app/workspace/context.ts';
import { createWorkspace, type Workspace } from '../../../app/workspace/workspace.ts';
import { clear, pass, show } from '../render.ts';

function View({ workspace, name }: { readonly workspace: Workspace; readonly name: string }) {
  return (
    <WorkspaceContext value={workspace}>
      <section id={name}>
        <Outline />
        <Timeline />
        <Inspector />
        <Outcome />
        <CommandLine />
        <Dialogs />
      </section>
    </WorkspaceContext>
  );
}

let left: Workspace;
let right: Workspace;

const text = (name: string): string => document.getElementById(name)?.textContent ?? '';

function inside(name: string, selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`#${name} ${selector}`);
  if (found === null) throw new Error(`nothing in ${name} is ${selector}`);
  return found;
}

async function typeInto(name: string, line: string): Promise<void> {
  const input = inside(name, 'input[aria-label="Command"]');
  await act(async () => {
    // As a person types: React hears of a value that it did not set itself.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, line);
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await Promise.resolve();
  });
  await act(async () => {
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    await Promise.resolve();
  });
}

beforeEach(async () => {
  const [first, second] = SCENARIOS.map(scenarioDocument);
  left = createWorkspace(first);
  right = createWorkspace(second);
  await show(
    <>
      <View workspace={left} name="left" />
      <View workspace={right} name="right" />
    </>,
  );
  await pass(30);
});

afterEach(clear);

test('a call that is typed in one is made there alone', async () => {
  const before = text('right');
  await typeInto('left', 'destroy id=99');
  expect(text('left')).toContain('destroy id=99');
  expect(text('right')).toBe(before);
  await typeInto('right', 'destroy id=98');
  expect(text('right')).toContain('destroy id=98');
  expect(text('left')).not.toContain('destroy id=98');
});

test('a mistake, a selection and travel are of one alone', async () => {
  await typeInto('left', 'ioas_dance');
  expect(text('left')).toContain('there is no call');
  expect(text('right')).not.toContain('there is no call');
  await act(async () => {
    inside('left', '[data-outline="unit:0"]').click();
    await Promise.resolve();
  });
  // What is selected is drawn by a part that is loaded then.
  await vi.waitFor(
    async () => {
      await pass(20);
      expect(inside('left', 'section[aria-label="Inspector"]').textContent).toContain('unit 0');
    },
    { timeout: 10_000 },
  );
  expect(inside('right', 'section[aria-label="Inspector"]').textContent).toContain('Nothing selected');
  await act(async () => {
    left.playground.getState().travel(0);
    await Promise.resolve();
  });
  expect(inside('left', 'ol[aria-label="Timeline"] [aria-current="step"]').textContent).toContain('ioas_alloc');
  expect(right.playground.getState().position).toBe(right.playground.getState().frames.length - 1);
});

test('no two parts of the page have one id', () => {
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
});
