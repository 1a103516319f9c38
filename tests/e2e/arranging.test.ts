/** Where a person puts things, and documents of before: they survive reloads, other documents and new versions of the page. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { append, EMPTY_MACHINE, newDocument, READY_MACHINES, type Command } from '../../src/index.ts';
import { linkOf } from '../../scripts/link.ts';
import { hold, node, openPage, saved, timeline, type, withBrowser } from './browser.ts';

withBrowser();

const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/version-1/${name}`, import.meta.url), 'utf8').trim();

async function boxOf(page: Page, ref: string) {
  const box = await node(page, ref).boundingBox();
  if (box === null) throw new Error(`${ref} is not on the screen`);
  return box;
}

/** Drags a card by its middle. */
async function put(page: Page, ref: string, by: { readonly x: number; readonly y: number }): Promise<void> {
  const { x, y, width, height } = await boxOf(page, ref);
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + 10, y + height / 2 + 10, { steps: 3 });
  await page.mouse.move(x + width / 2 + by.x, y + height / 2 + by.y, { steps: 6 });
  await page.mouse.up();
}

describe('what was put somewhere', () => {
  test('stays there after a reload, and in a link; so does what is collapsed', async () => {
    const page = await openPage({ clipboard: true });
    const before = await boxOf(page, 'hwpt:7');
    await put(page, 'hwpt:7', { x: 0, y: 90 });
    await page.getByRole('button', { name: 'Hide the devices in unit 1' }).click();
    await expect.poll(() => node(page, 'device:1').count()).toBe(0);
    await saved(page);
    const after = await boxOf(page, 'hwpt:7');
    expect(after.y - before.y).toBeGreaterThan(40);

    await page.reload();
    await node(page, 'hwpt:7').waitFor();
    await expect.poll(() => node(page, 'device:1').count()).toBe(0);
    const relative = async (one: Page) => (await boxOf(one, 'hwpt:7')).y - (await boxOf(one, 'hwpt:5')).y;
    const here = await relative(page);

    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByRole('button', { name: 'Copy link' }).click();
    await expect.poll(() => page.getByText('Copied the link').count()).toBe(1);
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const other = await openPage({ hash: new URL(link).hash });
    await node(other, 'hwpt:7').waitFor();
    await expect.poll(() => node(other, 'device:1').count()).toBe(0);
    expect(Math.abs((await relative(other)) - here)).toBeLessThan(2);
  });

  test('in one document is nowhere in the next, and can be taken back in its own alone', async () => {
    const page = await openPage();
    await put(page, 'hwpt:7', { x: 0, y: 90 });
    await page.getByRole('button', { name: 'Hide the devices in unit 1' }).click();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill('Three lines');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('button', { name: /Hide the devices in unit 1/ }).count()).toBe(1);
    const there = await boxOf(page, 'unit:0');
    await page.keyboard.press('Alt+z');
    expect(await boxOf(page, 'unit:0')).toEqual(there);
  });
});

describe('what the page of before made', () => {
  test('as a link opens, with its branches, notes and cursor', async () => {
    const page = await openPage({ hash: fixture('link.txt') });
    await expect.poll(() => page.getByText('2 branches').count()).toBe(1);
    await expect
      .poll(() =>
        page
          .getByText(/^\d+ of \d+$/)
          .first()
          .textContent(),
      )
      .toBe('5 of 6');
  });

  test('and kept in this browser is there, and listed', async () => {
    const page = await openPage();
    await page.evaluate(async (text) => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open('keyval-store');
        request.addEventListener('upgradeneeded', () => request.result.createObjectStore('keyval'));
        request.addEventListener('success', () => {
          resolve(request.result);
        });
        request.addEventListener('error', () => {
          reject(new Error('no database'));
        });
      });
      const store = database.transaction('keyval', 'readwrite').objectStore('keyval');
      store.put(text, 'document:old-one');
      store.put([{ id: 'old-one', name: 'v4 true', saved: 1, calls: 5 }], 'documents');
      store.put('old-one', 'last-document');
      database.close();
      await new Promise<void>((resolve) => {
        const request = indexedDB.deleteDatabase('iommufd-playground');
        for (const done of ['success', 'error', 'blocked']) request.addEventListener(done, () => resolve());
      });
      localStorage.clear();
    }, fixture('v4-check.json'));
    const again = await page.context().newPage();
    await page.close();
    await again.goto(page.url());
    await again.locator('input[aria-label="Command"]').waitFor();
    await expect.poll(() => again.getByLabel('Rule set').inputValue()).toBe('v4');
    await expect.poll(() => again.getByRole('button', { name: /v4 true/ }).count()).toBe(1);
  });
});

describe('a very long document', () => {
  const many = (count: number): Command[] => Array.from({ length: count }, () => ({ op: 'ioas_alloc' }) as const);

  test('opens: twenty thousand objects, and one more call on them', async () => {
    const page = await openPage({ hash: linkOf(append(newDocument('Many', EMPTY_MACHINE), ...many(20_000))) });
    await expect.poll(() => page.getByText('20000 of 20000').count(), { timeout: 40_000 }).toBe(1);
    await type(page, 'ioas_alloc');
    await expect.poll(() => page.getByText('20001 of 20001').count(), { timeout: 20_000 }).toBe(1);
  });

  test('says how far it is, and can be given up: what was there stays', async () => {
    const page = await openPage();
    // A busy page comes to a piece of the replay so seldom that a slow machine can press the button first.
    await page.evaluate(() => {
      const { setTimeout: later } = globalThis;
      Object.assign(globalThis, {
        setTimeout: (task: () => void, ms = 0) => later(task, ms === 0 ? 2_000 : ms),
        beQuick: () => Object.assign(globalThis, { setTimeout: later }),
      });
    });
    const lines = Array.from({ length: 30_000 }, () => 'destroy id=99').join('\n');
    await page.getByRole('textbox', { name: 'Command' }).evaluate((input, text) => {
      const data = new DataTransfer();
      data.setData('text', text);
      input.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }, lines);
    const dialog = page.getByRole('dialog', { name: 'Making 30000 calls' });
    await dialog.waitFor();
    expect(await dialog.getByText(/of 30,011 calls are replayed/).count()).toBe(1);
    await dialog.getByRole('button', { name: 'Give it up' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.evaluate(() => {
      (globalThis as unknown as { beQuick: () => void }).beQuick();
    });
    expect(await timeline(page)).toHaveLength(11);
    await type(page, 'ioas_alloc');
    expect(await timeline(page)).toHaveLength(12);
  });
});

test('the pointer over another target draws that target, and not the two hundred others', async () => {
  const machine = READY_MACHINES[0]?.machine ?? EMPTY_MACHINE;
  const device = machine.devices.keys().next().value ?? 0;
  const calls: Command[] = [
    { op: 'ioas_alloc' },
    { op: 'device_bind', device },
    ...Array.from(
      { length: 60 },
      () => ({ op: 'hwpt_alloc', devId: 2, ptId: 1, nestParent: false, dirtyTracking: false, data: 'none' }) as const,
    ),
  ];
  const page = await openPage({ hash: linkOf(append(newDocument('Targets', machine), ...calls)) });
  await node(page, 'hwpt:4').waitFor();
  await hold(page, `device:${device}`, 'hwpt:4');
  await expect.poll(() => page.locator('[data-target]').count()).toBeGreaterThan(50);
  await page.evaluate(() => {
    const changed = new Set<string>();
    Object.assign(globalThis, { changed });
    new MutationObserver((records) => {
      for (const { target } of records) {
        const element = target instanceof Element ? target : target.parentElement;
        const card = element?.closest('.react-flow__node')?.getAttribute('data-id');
        if (card !== null && card !== undefined) changed.add(card);
      }
    }).observe(document.querySelector('.react-flow') ?? document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
  });
  const { x, y, width, height } = await boxOf(page, 'hwpt:5');
  await page.mouse.move(x + width / 2, y + height / 2, { steps: 4 });
  const changed = () => page.evaluate(() => [...(globalThis as unknown as { changed: Set<string> }).changed]);
  await expect.poll(async () => (await changed()).length).toBeGreaterThan(0);
  expect((await changed()).length).toBeLessThanOrEqual(3);
  await page.mouse.up();
});
