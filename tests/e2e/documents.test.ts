/** Documents: kept in the browser, in a link, in a file; many of them; hostile ones. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { documentToJson, scenarioDocument, SCENARIOS } from '../../src/index.ts';
import { hashOf } from '../../scripts/link.ts';
import { axe, node, openPage, reopen, saved, timeline, type, withBrowser } from './browser.ts';

withBrowser();

describe('keeping', () => {
  test('what was done is there after a reload, with the cursor where it was', async () => {
    const page = await openPage();
    await type(page, 'device_attach device=0 pt_id=7', 'ioas_alloc');
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await saved(page);
    await page.reload();
    await expect.poll(() => timeline(page)).toHaveLength(13);
    expect(await page.getByText('12 of 13').count()).toBe(1);
    await node(page, 'hwpt:7').waitFor();
  });

  test('documents are listed, renamed, opened and forgotten', async () => {
    const page = await openPage();
    await type(page, 'ioas_alloc');
    await saved(page);
    await page.keyboard.press('Escape');
    await page.locator('body').click({ position: { x: 700, y: 700 } });
    await page.getByRole('button', { name: /Refused: a device that cannot snoop/ }).click();
    await page.getByRole('menuitem', { name: /Documents kept/ }).click();
    await page.getByLabel('Name of the open document').fill('My <b>machine</b>');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('button', { name: 'My <b>machine</b>' }).count()).toBe(1);
    await saved(page);
    await page.keyboard.press('Control+g');
    await page.getByRole('button', { name: /^Blank/ }).click();
    await type(page, 'ioas_alloc');
    await saved(page);
    await page.getByRole('button', { name: 'Blank' }).click();
    await page.getByRole('menuitem', { name: /Documents kept/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Documents' });
    await expect.poll(() => dialog.getByRole('listitem').count()).toBe(2);
    expect(await axe(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Open' }).click();
    await expect.poll(() => timeline(page)).toHaveLength(12);
  });
});

describe('links', () => {
  test('a link brings the whole document to another browser', async () => {
    const page = await openPage();
    await type(page, 'device_attach device=0 pt_id=7');
    await page.getByRole('button', { name: 'Share' }).click();
    const input = page.getByLabel('Link with everything in it');
    await expect.poll(() => input.inputValue()).toMatch(/#d1=/);
    expect(await axe(page)).toEqual([]);
    const hash = new URL(await input.inputValue()).hash;
    const other = await openPage({ hash });
    await expect.poll(() => timeline(other)).toHaveLength(12);
    expect(await node(other, 'device:0').innerText()).toContain('attached');
    await expect.poll(() => new URL(other.url()).hash).toBe('');
  });

  test('every scenario fits a link of 2,000 characters', async () => {
    for (const scenario of SCENARIOS) {
      const hash = hashOf(JSON.stringify(documentToJson(scenarioDocument(scenario))));
      expect(`https://example.org/iommufd-playground/${hash}`.length, scenario.id).toBeLessThan(2000);
    }
  });

  test.each([
    ['bad characters', '#d1=%%%', /damaged/],
    [
      'cut off',
      hashOf(JSON.stringify(documentToJson(scenarioDocument(SCENARIOS[0] ?? raise())))).slice(0, 200),
      /damaged/,
    ],
    ['a bomb', hashOf(Buffer.alloc(64 * 1024 * 1024)), /unpacks to more than/],
    ['a newer format', '#d9=abc', /newer/],
    ['a newer document', hashOf('{"format":"iommufd-playground","version":7}'), /format version 7/],
    ['prototype keys', hashOf('{"__proto__":{"format":"iommufd-playground"},"constructor":1}'), /format must be/],
    [
      'an unknown call',
      hashOf(
        '{"format":"iommufd-playground","version":1,"name":"x","rules":{"cc":"mainline","driverRefusesMappedDomain":true},"machine":{"units":[],"devices":[],"memory":[]},"log":[{"op":"__proto__"}],"tip":0,"cursor":0}',
      ),
      /log\[0\]: op must be a known call/,
    ],
  ])('%s gets a message and changes nothing', async (_, hash, message) => {
    const page = await openPage({ hash });
    const dialog = page.getByRole('dialog', { name: 'The link could not be opened' });
    await expect.poll(() => dialog.innerText()).toMatch(message);
    await page.keyboard.press('Escape');
    expect(await timeline(page)).toHaveLength(11);
  });

  test('HTML in names and notes is text', async () => {
    const json = documentToJson(scenarioDocument(SCENARIOS[0] ?? raise())) as unknown as {
      name: string;
      log: { note?: string }[];
    };
    json.name = '<img src=x onerror=alert(1)>';
    const last = json.log.at(-1);
    if (last !== undefined) last.note = '<script>alert(1)</script>';
    const page = await openPage({ hash: hashOf(JSON.stringify(json)) });
    await expect.poll(() => page.getByRole('button', { name: '<img src=x onerror=alert(1)>' }).count()).toBe(1);
    expect(await page.getByRole('region', { name: 'Outcome' }).innerText()).toContain('<script>alert(1)</script>');
    expect(await page.locator('img[src="x"]').count()).toBe(0);
  });
});

describe('files', () => {
  test('a saved file opens again as the same document', async () => {
    const page = await openPage();
    await type(page, 'device_attach device=0 pt_id=1');
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Control+s')]);
    expect(download.suggestedFilename()).toBe('refused-a-device-that-cannot-snoop.json');
    const content = readFileSync(await download.path(), 'utf8');
    const other = await openPage();
    await other
      .getByLabel('Open file')
      .setInputFiles({ name: 'saved.json', mimeType: 'application/json', buffer: Buffer.from(content) });
    await expect.poll(() => timeline(other)).toHaveLength(12);
  });

  test('10 MB of rubbish gets a message', async () => {
    const page = await openPage();
    await page
      .getByLabel('Open file')
      .setInputFiles({ name: 'large.json', mimeType: 'application/json', buffer: Buffer.alloc(10_000_000, 'x') });
    await expect
      .poll(() => page.getByRole('dialog', { name: 'The file was not opened' }).count(), { timeout: 20_000 })
      .toBe(1);
  });
});

describe('copying', () => {
  test('as Markdown, with answers and reasons, and as a script that plays again', async () => {
    const page = await openPage({ clipboard: true });
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByRole('button', { name: 'Copy as Markdown' }).click();
    await expect.poll(() => page.getByText('Copied the markdown.').count()).toBe(1);
    const markdown = await page.evaluate(() => navigator.clipboard.readText());
    expect(markdown).toMatch(/11\. `device_attach device=0 pt_id=5` → \*\*EINVAL\*\*: hwpt 5 enforces cache coherency/);
    await page.getByRole('button', { name: 'Copy as a script' }).click();
    await expect.poll(() => page.getByText('Copied the script.').count()).toBe(1);
    await page.keyboard.press('Escape');
    const calls = await timeline(page);
    await page.keyboard.press('Control+g');
    await page.getByRole('button', { name: /^Laptop/ }).click();
    await page.getByRole('textbox', { name: 'Command' }).focus();
    await page.keyboard.press('Control+v');
    await expect.poll(() => timeline(page)).toEqual(calls);
  });
});

test('no request leaves the page after it has loaded', async () => {
  const page = await openPage();
  const requests: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith('blob:')) requests.push(request.url());
  });
  await type(page, 'ioas_alloc', 'destroy id=1');
  await page.getByRole('button', { name: 'Share' }).click();
  await expect.poll(() => page.getByLabel('Link with everything in it').inputValue()).toMatch(/#d1=/);
  const own = new URL(page.url()).origin;
  expect(requests.filter((url) => !url.startsWith(`${own}/assets/`))).toEqual([]);
  expect(await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')).toContain(
    "connect-src 'none'",
  );
  await reopen(page);
});

function raise(): never {
  throw new Error('there are no scenarios');
}
