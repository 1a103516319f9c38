/** What a test asks of a page of which something fails. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { documentFromJson } from '../../src/index.ts';

/** The button of that name, the first. */
export const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name }).first();

/** The dialog of that name. */
export const dialog = (page: Page, name: string | RegExp): Locator => page.getByRole('dialog', { name });

/** What says that something failed. */
export const message = (page: Page): Locator => page.getByRole('alert');

/** The parts of the page beside the one that failed. A dialog over them takes their roles away for a while. */
export async function expectTheRest(page: Page): Promise<void> {
  for (const part of [
    '[data-object="device:0"]',
    'input[aria-label="Command"]',
    'nav[aria-label="Outline"]',
    'header h1',
  ])
    expect(await page.locator(part).count()).toBe(1);
}

/** Saves the document by the button in `place`. Answers its calls. */
export async function savedCalls(page: Page, place: Locator, name = 'Save my document'): Promise<number> {
  const [download] = await Promise.all([page.waitForEvent('download'), place.getByRole('button', { name }).click()]);
  const saved = documentFromJson(JSON.parse(readFileSync(await download.path(), 'utf8')));
  if (!saved.ok) throw new Error(saved.error);
  return saved.value.nodes.length;
}
