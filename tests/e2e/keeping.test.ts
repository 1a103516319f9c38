/** What only a browser shows of keeping: crashes, reloads, two tabs, the history, storage that fails, dropped files. */
import type { Page } from 'playwright-core';
import { describe, expect, inject, test } from 'vitest';
import { documentToJson, scenarioDocument, SCENARIOS } from '../../src/index.ts';
import { hashOf } from '../../scripts/link.ts';
import { axe, openPage, saved, timeline, type, withBrowser } from './browser.ts';

withBrowser();

const scenario = scenarioDocument(SCENARIOS[0] ?? raise());
const JSON_TEXT = JSON.stringify(documentToJson({ ...scenario, name: 'Linked' }));
const LINK = hashOf(JSON_TEXT);
const LINKED = /^Linked/;

function raise(): never {
  throw new Error('there are no scenarios');
}

const calls = (page: Page): Promise<number> => timeline(page).then((rows) => rows.length);
const shows = async (page: Page, name: RegExp): Promise<void> => {
  await expect.poll(() => page.getByRole('button', { name }).count()).toBe(1);
};

/** Another tab of the same browser. */
async function otherTab(page: Page, url = page.url()): Promise<Page> {
  const other = await page.context().newPage();
  await other.goto(url);
  await other.locator('input[aria-label="Command"]').waitFor();
  return other;
}

/** Drops files on the page, as a file manager does. */
async function drop(page: Page, names: readonly string[]): Promise<void> {
  const data = await page.evaluateHandle(
    ([files, text]) => {
      const transfer = new DataTransfer();
      for (const name of files) transfer.items.add(new File([text], name, { type: 'application/json' }));
      return transfer;
    },
    [names, JSON_TEXT] as const,
  );
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: data });
  await expect.poll(() => page.getByText('Drop a document or a kernel trace').count()).toBe(1);
  await page.dispatchEvent('body', 'drop', { dataTransfer: data });
}

describe('an edit', () => {
  test('survives a reload right after it', async () => {
    const page = await openPage();
    const before = await calls(page);
    for (const wait of [0, 20, 100]) {
      await type(page, 'ioas_alloc');
      await page.waitForTimeout(wait);
      await page.reload();
    }
    await expect.poll(() => calls(page)).toBe(before + 3);
    expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('journal')))).toEqual([]);
  });

  test('survives that the page is left right after it', async () => {
    const page = await openPage();
    const before = await calls(page);
    await type(page, 'ioas_alloc');
    await page.goto('about:blank');
    await page.goto(inject('address'));
    await expect.poll(() => calls(page)).toBe(before + 1);
  });

  test('survives a crash 300 ms after it', async () => {
    const page = await openPage();
    const before = await calls(page);
    await type(page, 'ioas_alloc');
    await page.waitForTimeout(300);
    const session = await page.context().newCDPSession(page);
    const crashed = page.waitForEvent('crash');
    session.send('Page.crash').catch(() => undefined);
    await crashed;
    const other = await otherTab(page, inject('address'));
    await expect.poll(() => calls(other)).toBe(before + 1);
  });
});

test('two tabs show one document: what is done in one is in the other, and nothing is lost', async () => {
  const page = await openPage();
  const before = await calls(page);
  await type(page, 'ioas_alloc');
  await saved(page);
  const other = await otherTab(page);
  await expect.poll(() => calls(other)).toBe(before + 1);
  const bar = page.getByRole('banner');
  await expect.poll(() => bar.getByText('open in another tab').count()).toBe(1);
  await type(other, 'ioas_alloc');
  await expect.poll(() => bar.getByText('1 call from another tab').count()).toBe(1);
  await expect.poll(() => calls(page)).toBe(before + 2);
  await other.close();
  await expect.poll(() => bar.getByText('from another tab').count()).toBe(1);
});

describe('a link', () => {
  test('opened in a running page keeps what was there; Back, Forward and a reload go between them', async () => {
    const page = await openPage();
    const before = await calls(page);
    await type(page, 'ioas_alloc');
    await page.evaluate((hash) => {
      window.location.hash = hash;
    }, LINK);
    await shows(page, LINKED);
    // It is shown first; the address lets go of the link when the document is kept.
    await expect.poll(() => new URL(page.url()).hash).toBe('');
    await page.reload();
    await shows(page, LINKED);
    await page.goBack();
    await expect.poll(() => calls(page)).toBe(before + 1);
    await page.goForward();
    await shows(page, LINKED);
  });

  test('that is bad stays in the address and loses nothing, also by a reload', async () => {
    const page = await openPage();
    const before = await calls(page);
    await type(page, 'ioas_alloc');
    await page.evaluate(() => {
      window.location.hash = '#d1=%%%';
    });
    const dialog = page.getByRole('dialog', { name: 'The link could not be opened' });
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    expect(await calls(page)).toBe(before + 1);
    expect(new URL(page.url()).hash).toBe('#d1=%%%');
    await page.reload();
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => calls(page)).toBe(before + 1);
  });
});

describe('storage', () => {
  test.each([
    [
      'forbidden',
      'Object.defineProperty(window, "indexedDB", { get() { throw new DOMException("no", "SecurityError"); } });' +
        'Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } });',
      /not kept: the browser lets this page keep nothing/,
    ],
    [
      'silent',
      'IDBFactory.prototype.open = () => new EventTarget();',
      /not kept: the browser's storage does not answer/,
    ],
  ])('that is %s is said, a file is offered, and the page works', async (_, script, sentence) => {
    const page = await openPage();
    const context = page.context();
    await context.addInitScript(script);
    const other = await otherTab(page);
    const before = await calls(other);
    await type(other, 'ioas_alloc');
    await expect.poll(() => calls(other)).toBe(before + 1);
    await expect.poll(() => other.getByText(sentence).count(), { timeout: 20_000 }).toBe(1);
    const [file] = await Promise.all([
      other.waitForEvent('download'),
      other.getByRole('button', { name: 'Save as a file' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/\.json$/);
    expect(await axe(other)).toEqual([]);
  });
});

test('plain http from another host works and keeps: there is no secure context', async () => {
  const page = await openPage();
  const { origin, port } = new URL(inject('address'));
  const host = `http://playground.test:${port}`;
  await page.context().route(`${host}/**`, async (route) => {
    const response = await route.fetch({ url: route.request().url().replace(host, origin) });
    await route.fulfill({ response });
  });
  const other = await otherTab(page, `${host}/`);
  expect(await other.evaluate(() => window.isSecureContext)).toBe(false);
  const before = await calls(other);
  await type(other, 'ioas_alloc');
  await saved(other);
  await other.reload();
  await expect.poll(() => calls(other)).toBe(before + 1);
});

test('a dropped file is opened, of several the first, and that is said', async () => {
  const page = await openPage();
  await drop(page, ['a.json', 'b.json']);
  await shows(page, LINKED);
  expect(await page.getByText('2 files were dropped. Only the first is read: a.json.').count()).toBe(1);
  await page.getByRole('button', { name: 'Close the notice' }).click();
  expect(await page.getByText('Drop a document').count()).toBe(0);
  expect(await page.getByText('2 files were dropped').count()).toBe(0);
});

test('a document of a newer version is listed with its reason, saved as a file, and forgotten only on request', async () => {
  const page = await openPage();
  await type(page, 'ioas_alloc');
  await saved(page);
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const request = indexedDB.open('iommufd-playground', 1);
        request.addEventListener('success', () => {
          const transaction = request.result.transaction('records', 'readwrite');
          transaction.objectStore('records').put('{"format":"iommufd-playground","version":99}', 'text:newer');
          transaction.addEventListener('complete', () => {
            request.result.close();
            resolve();
          });
        });
      }),
  );
  await page.getByRole('button', { name: /Refused: a device that cannot snoop/ }).click();
  await page.getByRole('menuitem', { name: /Documents kept/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Documents' });
  await expect.poll(() => dialog.getByText(/It can't be read: .*version 99/).count()).toBe(1);
  expect(await axe(page)).toEqual([]);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Save as a file: Document newer' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('document-newer.json');
  await dialog.getByRole('button', { name: 'Forget Document newer' }).click();
  await expect.poll(() => dialog.getByRole('listitem').count()).toBe(1);
  await dialog.getByRole('button', { name: 'Put back' }).click();
  await expect.poll(() => dialog.getByRole('listitem').count()).toBe(2);
});
