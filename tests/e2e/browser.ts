/** A real Chromium on the built page, and what a person does with it. */
import { readFileSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { CHROMIUM } from '../../scripts/chromium.ts';

const AXE = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

let browser: Browser;
const contexts: BrowserContext[] = [];
const problems: string[] = [];

/** Starts the browser for a test file. A page that throws, or logs an error, fails its test. */
export function withBrowser(): void {
  beforeAll(async () => {
    browser = await chromium.launch(CHROMIUM);
  });
  afterAll(async () => {
    await browser.close();
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    expect(problems.splice(0)).toEqual([]);
  });
}

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: 'light' | 'dark';
  readonly touch?: boolean;
  /** The page may read and write the clipboard. */
  readonly clipboard?: boolean;
  /** What follows the page's address. */
  readonly hash?: string;
  /** Where the page is, when a test serves it itself. */
  readonly address?: string;
  /** The page may keep itself for offline use. Else no test waits for another's copy, or is served one. */
  readonly offline?: boolean;
  /** Errors are what the test is about: none fails it. */
  readonly failing?: boolean;
  /** What is there once the page has loaded: the command line, unless told otherwise. */
  readonly ready?: string;
  /** What happens in the window before the page's own script. */
  readonly before?: () => void;
}

/** Opens the page afresh: an empty browser, no stored documents. */
export async function openPage({
  width = 1440,
  height = 900,
  theme = 'light',
  touch = false,
  hash = '',
  clipboard = false,
  address = inject('address'),
  offline = false,
  failing = false,
  ready = 'input[aria-label="Command"]',
  before,
}: PageOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
    hasTouch: touch,
    serviceWorkers: offline ? 'allow' : 'block',
    ...(clipboard ? { permissions: ['clipboard-read', 'clipboard-write'] } : {}),
  });
  contexts.push(context);
  if (before !== undefined) await context.addInitScript(before);
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    if (!failing) problems.push(`uncaught: ${error.message}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && !failing) problems.push(`console: ${message.text()}`);
  });
  await page.goto(`${address}${hash}`);
  // A dialog may cover the page, and then only the dialog has roles.
  await page.locator(ready).waitFor();
  return page;
}

/** Loads the page again. */
export async function reopen(page: Page): Promise<void> {
  await page.reload();
  await page.getByRole('textbox', { name: 'Command' }).waitFor();
}

/** The node of an object on the canvas. */
export function node(page: Page, ref: string): Locator {
  return page.locator(`[data-object="${ref}"]`);
}

/** Types calls on the command line. */
export async function type(page: Page, ...lines: readonly string[]): Promise<void> {
  const command = page.getByRole('textbox', { name: 'Command' });
  for (const line of lines) {
    await command.fill(line);
    await command.press('Enter');
  }
}

async function middle(target: Locator): Promise<{ x: number; y: number }> {
  const box = await target.boundingBox();
  if (box === null) throw new Error('the node is not on the screen');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Drags from one node and stays over another, the button held. */
export async function hold(page: Page, from: string, to: string): Promise<void> {
  const start = await middle(node(page, from));
  const end = await middle(node(page, to));
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x + 30, start.y + 6, { steps: 4 });
  await page.mouse.move(end.x, end.y, { steps: 8 });
}

/** Drags from one node and drops on another. */
export async function drag(page: Page, from: string, to: string): Promise<void> {
  await hold(page, from, to);
  await page.mouse.up();
}

/** The calls of the timeline with their answers, as they read. */
export async function timeline(page: Page): Promise<string[]> {
  const items = await page.getByRole('list', { name: 'Timeline' }).getByRole('listitem').allInnerTexts();
  return items.map((text) => text.replaceAll(/\s+/g, ' ').trim());
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** What axe finds wrong with the page as it stands. */
export async function axe(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run: () => Promise<AxeResult> } }).axe.run(),
  );
  return violations.flatMap((violation) =>
    violation.nodes.map((one) => `${violation.id}: ${one.html.slice(0, 200)} ${one.failureSummary ?? ''}`),
  );
}

/** Waits until the document is kept in the browser. */
export async function saved(page: Page): Promise<void> {
  await expect.poll(() => page.getByText('saved here').count()).toBe(1);
}
