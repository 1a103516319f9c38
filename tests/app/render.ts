/** Renders components without a browser. */
import { act, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

let root: Root | null = null;

/** Shows `content` as the whole page, in place of what was there. Waits until nothing is left to do. */
export async function show(content: ReactNode): Promise<void> {
  if (root === null) {
    const place = document.createElement('div');
    document.body.replaceChildren(place);
    // What a boundary has caught is asserted, not logged.
    root = createRoot(place, { onCaughtError: () => undefined });
  }
  const shown = root;
  await act(async () => {
    shown.render(content);
    await Promise.resolve();
  });
}

/** Takes everything away again. */
export async function clear(): Promise<void> {
  const shown = root;
  root = null;
  await act(async () => {
    shown?.unmount();
    await Promise.resolve();
  });
}

/** Waits, and lets what happens meanwhile reach the page. */
export async function pass(ms: number): Promise<void> {
  await act(async () => {
    await new Promise((resolve) => {
      setTimeout(resolve, ms);
    });
  });
}

/** The text of the page as a person reads it. */
export function text(): string {
  return (document.body.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
}

/** Presses the button of that name. */
export async function press(name: string): Promise<void> {
  const button = [...document.querySelectorAll('button')].find(
    (one) => (one.getAttribute('aria-label') ?? one.textContent.trim()) === name,
  );
  if (button === undefined) throw new Error(`no button "${name}" in: ${text()}`);
  await act(async () => {
    button.click();
    await Promise.resolve();
  });
}
