/** The page without a network, and a new version of it. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axe, openPage, saved, reopen, timeline, type, withBrowser } from './browser.ts';
import { host } from './host.ts';

withBrowser();

let folder = '';
/** Another build: a button has another name, and so have files. */
let newer = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'iommufd-playground-'));
  newer = join(folder, 'newer');
  const mode = process.env['NODE_ENV'] ?? 'test';
  process.env['NODE_ENV'] = 'production';
  await build({
    logLevel: 'error',
    build: { outDir: newer, chunkSizeWarningLimit: 2000 },
    plugins: [
      {
        name: 'a-change',
        enforce: 'pre',
        transform: (code, id) =>
          id.endsWith('/Share.tsx') ? code.replace(/Copy link(?=\s)/, 'Copy the link') : undefined,
      },
    ],
  });
  process.env['NODE_ENV'] = mode;
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Waits until the browser keeps the page, and serves it from there. */
async function kept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { serviceWorker } = navigator;
    await serviceWorker.ready;
    if (serviceWorker.controller === null)
      await new Promise((resolve) => {
        serviceWorker.addEventListener('controllerchange', resolve, { once: true });
      });
  });
}

async function openShare(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('dialog', { name: 'Share' }).waitFor();
}

const notice = (page: Page) => page.getByRole('status', { name: 'New version' });

describe('after one visit', () => {
  test.each(['/', '/tools/iommufd/'])('the page works without a network, served from %s', async (path) => {
    const server = await host('dist', path);
    const page = await openPage({ address: server.address, offline: true });
    await kept(page);
    await server.stop();
    await page.context().setOffline(true);
    // What was not opened yet is there already.
    await openShare(page);
    await page.keyboard.press('Escape');
    await type(page, 'ioas_alloc');
    await saved(page);
    await reopen(page);
    await expect.poll(() => timeline(page)).toHaveLength(12);
    await page.keyboard.press('Control+g');
    await page.getByRole('dialog', { name: 'Start from' }).waitFor();
    await page.goto(`${server.address}?from=a-link`);
    await expect.poll(() => timeline(page)).toHaveLength(12);
  });

  test('what else its host has is not the page', async () => {
    const server = await host('dist', '/tools/iommufd/');
    const page = await openPage({ address: server.address, offline: true, failing: true });
    await kept(page);
    const answer = await page.goto(`${server.address}other/`);
    expect(answer?.status()).toBe(404);
    await server.stop();
  });
});

test('a host without a service worker serves the page all the same', async () => {
  const without = join(folder, 'without');
  await cp('dist', without, { recursive: true });
  await rm(join(without, 'sw.js'));
  const server = await host(without);
  const page = await openPage({ address: server.address, offline: true, failing: true });
  await openShare(page);
  expect(await page.getByRole('alert').count()).toBe(0);
  await server.stop();
});

describe('a new version', () => {
  /** A page that was served the old version, and has found the new one. */
  async function found() {
    const server = await host('dist');
    const page = await openPage({ address: server.address, offline: true });
    await kept(page);
    server.deploy(newer);
    await page.evaluate(async () => {
      await (await navigator.serviceWorker.ready).update();
    });
    await notice(page).waitFor();
    return { server, page };
  }

  test('is announced, and "Later" leaves the old one working, with what it had not loaded yet', async () => {
    const { server, page } = await found();
    expect(await axe(page)).toEqual([]);
    await notice(page).getByRole('button', { name: 'Later' }).click();
    await notice(page).waitFor({ state: 'detached' });
    await openShare(page);
    expect(await page.getByRole('button', { name: 'Copy link' }).count()).toBe(1);
    // Loading the page again is not yet asking for the new version.
    await reopen(page);
    await openShare(page);
    expect(await page.getByRole('button', { name: 'Copy link' }).count()).toBe(1);
    await server.stop();
  });

  test('is there after "Use it now", with what was made last', async () => {
    const { server, page } = await found();
    await type(page, 'ioas_alloc');
    await Promise.all([page.waitForEvent('load'), notice(page).getByRole('button', { name: 'Use it now' }).click()]);
    await expect.poll(() => timeline(page)).toHaveLength(12);
    await openShare(page);
    expect(await page.getByRole('button', { name: 'Copy the link' }).count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await notice(page).count()).toBe(0);
    await server.stop();
  });

  test('that is used in one tab does not change another one', async () => {
    const { server, page } = await found();
    const other = await page.context().newPage();
    await other.goto(server.address);
    await notice(other).getByRole('button', { name: 'Later' }).click();
    await type(other, 'ioas_alloc');
    await Promise.all([page.waitForEvent('load'), notice(page).getByRole('button', { name: 'Use it now' }).click()]);
    await notice(other).waitFor();
    expect(await timeline(other)).toHaveLength(12);
    await server.stop();
  });
});
