/** Small windows and fingers. */
import { expect, test } from 'vitest';
import { axe, node, openPage, timeline, withBrowser } from './browser.ts';

withBrowser();

test('on a tablet the outcome is a sheet that is pulled up from a peek', async () => {
  const page = await openPage({ width: 820, height: 1180, touch: true });
  const outcome = page.getByRole('region', { name: 'Outcome' });
  const height = async () => Math.round((await outcome.boundingBox())?.height ?? 0);
  const handle = page.getByRole('button', { name: /Height of the outcome/ });
  const half = await height();
  await handle.tap();
  await expect.poll(height).toBeGreaterThan(half + 200);
  await handle.tap();
  await expect.poll(height).toBeLessThan(100);
  const grip = await handle.boundingBox();
  if (grip === null) throw new Error('the sheet has no handle');
  await page.mouse.move(grip.x + 100, grip.y + 10);
  await page.mouse.down();
  await page.mouse.move(grip.x + 100, grip.y - 380, { steps: 6 });
  await page.mouse.up();
  await expect.poll(height).toBe(half);
  await handle.focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(height).toBeLessThan(100);
});

test('a device is attached by a tap on it, on the tool, and on its target', async () => {
  const page = await openPage({ width: 820, height: 1180, touch: true });
  await node(page, 'device:0').tap();
  await page.getByRole('button', { name: /Attach the selected device/ }).tap();
  await expect.poll(() => page.locator('[data-target-of="hwpt:5"][data-target="EINVAL"]').count()).toBe(1);
  await node(page, 'hwpt:7').tap();
  await expect.poll(() => node(page, 'device:0').innerText()).toContain('attached');
  await page.getByRole('tab', { name: /Timeline/ }).tap();
  expect((await timeline(page)).at(-1)).toMatch(/device_attach device=0 pt_id=7 0 hwpt 7$/);
});

test('on a tablet the memory stands below the IOAS', async () => {
  const page = await openPage({ width: 820, height: 1180, touch: true });
  const [ioas, memory] = [await node(page, 'ioas:1').boundingBox(), await node(page, 'memory:0').boundingBox()];
  expect(memory?.x).toBe(ioas?.x);
  expect(memory?.y ?? 0).toBeGreaterThan((ioas?.y ?? 0) + (ioas?.height ?? 0));
});

test('on a phone the tabs are below, and the command line opens when asked for', async () => {
  const page = await openPage({ width: 390, height: 844, touch: true });
  const tab = await page.getByRole('tab', { name: 'Outline' }).boundingBox();
  expect(tab?.y).toBeGreaterThan(760);
  const command = page.getByRole('textbox', { name: 'Command' });
  expect((await command.boundingBox())?.width).toBeLessThan(40);
  await page.getByRole('button', { name: 'Type a call' }).tap();
  await expect.poll(async () => (await command.boundingBox())?.width).toBeGreaterThan(200);
  await command.fill('ioas_alloc');
  await page.getByRole('button', { name: 'Run' }).tap();
  await expect.poll(() => node(page, 'ioas:8').count()).toBe(1);
  expect(await axe(page)).toEqual([]);
});

test.each(['Canvas', 'Outline', 'Timeline', 'Inspect'])('targets are as large as a finger: %s', async (name) => {
  const page = await openPage({ width: 820, height: 1180, touch: true });
  await node(page, 'hwpt:5').tap();
  await page.getByRole('tab', { name }).tap();
  const small = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, select, input:not([type=file]), [role=treeitem][tabindex]')]
      .filter((one) => one.closest('.react-flow__node, .react-flow__edgelabel-renderer') === null)
      .map((one) => ({ name: one.ariaLabel ?? one.innerText, height: one.getBoundingClientRect().height }))
      // The grip of the sheet is wide; links within a text and the marks of the ruler are as high as their line.
      .filter(
        ({ height, name: label }) =>
          height > 0 && height < 44 && !/^(Height of the outcome|Zoom to|ioas|hwpt)/.test(label),
      ),
  );
  expect(small).toEqual([]);
});
