/** Building without a pointer, by touch and by hand: a scenario by keys, a probe, a zoomed window, cards that are moved. */
import { describe, expect, test } from 'vitest';
import { axe, node, openPage, timeline, type, withBrowser } from './browser.ts';

withBrowser();

describe('without a pointer', () => {
  test('a whole scenario by keyboard alone: build, be refused, repair', async () => {
    const page = await openPage();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Actions' }).waitFor();
    await page.keyboard.type('Order decides: who can comes');
    await page.keyboard.press('Enter');
    await expect.poll(() => timeline(page)).toHaveLength(5);
    await page.keyboard.press('[');
    await page.keyboard.press('/');
    await page.keyboard.type('hwpt_alloc dev_id=3 pt_id=1');
    await page.keyboard.press('Enter');
    await expect.poll(() => node(page, 'hwpt:5').count()).toBe(1);
    await page.keyboard.press('Tab');
    await page
      .getByRole('navigation', { name: 'Outline' })
      .getByRole('treeitem', { name: /device 0/ })
      .focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('c');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect
      .poll(() => page.getByRole('region', { name: 'Outcome' }).innerText())
      .toContain('If you drop on hwpt 5');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await timeline(page)).at(-1)).toMatch(/device_attach device=0 pt_id=5 EINVAL$/);
    const repair = page
      .getByRole('region', { name: 'Outcome' })
      .getByRole('button', { name: /Attach device 0 to ioas 1 instead/ });
    await repair.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => node(page, 'device:0').innerText()).toContain('attached');
  });

  test('keys that are typed into a field are text', async () => {
    const page = await openPage();
    await page.getByRole('textbox', { name: 'Command' }).focus();
    await page.keyboard.type('c?[');
    expect(await page.getByRole('textbox', { name: 'Command' }).inputValue()).toBe('c?[');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

test('a DMA probe walks an access and lights the way', async () => {
  const page = await openPage();
  await node(page, 'device:1').click();
  const inspector = page.getByRole('region', { name: 'Inspector' });
  await inspector.getByRole('button', { name: 'Walk' }).click();
  await expect.poll(() => inspector.innerText()).toMatch(/Stage 1, hwpt 6[\s\S]*user address 0x100000000000/);
  await inspector.getByLabel("The guest's stage 1; empty is identity").fill('0x0-0xfff→0x10000');
  await inspector.getByRole('button', { name: 'Walk' }).click();
  await expect.poll(() => inspector.innerText()).toContain('the guest maps nothing at 0x10000');
});

test('a scenario is done by touch on a tablet', async () => {
  const page = await openPage({ width: 820, height: 1180, touch: true });
  await page.getByRole('tab', { name: 'Outline' }).tap();
  await page
    .getByRole('navigation', { name: 'Outline' })
    .getByRole('treeitem', { name: /device 0/ })
    .tap();
  await page.getByRole('tab', { name: 'Inspect' }).tap();
  await page
    .getByRole('region', { name: 'Inspector' })
    .getByRole('button', { name: /^hwpt 7/ })
    .tap();
  await page.getByRole('tab', { name: 'Canvas' }).tap();
  await expect.poll(() => node(page, 'device:0').innerText()).toContain('attached');
  await page.getByRole('tab', { name: /Timeline/ }).tap();
  expect((await timeline(page)).at(-1)).toMatch(/device_attach device=0 pt_id=7 0 hwpt 7$/);
  await page.getByRole('list', { name: 'Timeline' }).getByRole('button').nth(8).tap();
  await page.getByRole('tab', { name: 'Canvas' }).tap();
  await expect.poll(() => node(page, 'hwpt:7').count()).toBe(0);
  expect(await axe(page)).toEqual([]);
});

test('at 200% zoom nothing is cut off sideways', async () => {
  for (const [width, height] of [
    [720, 450],
    [195, 422],
  ] as const) {
    const page = await openPage({ width, height });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `${width}×${height}`).toBeLessThanOrEqual(0);
  }
});

test('a card is moved by hand, stays there, and the move is undone apart from the calls', async () => {
  const page = await openPage();
  const card = node(page, 'ioas:1');
  const before = await card.boundingBox();
  if (before === null) throw new Error('ioas 1 is not on the screen');
  await page.mouse.move(before.x + 20, before.y + 20);
  await page.mouse.down();
  await page.mouse.move(before.x + 60, before.y + 90, { steps: 6 });
  await page.mouse.up();
  await expect.poll(async () => Math.round((await card.boundingBox())?.y ?? 0)).toBeGreaterThan(before.y + 50);
  await type(page, 'ioas_iova_ranges ioas=1');
  expect((await card.boundingBox())?.y).toBeGreaterThan(before.y + 50);
  await page.getByRole('region', { name: 'Outcome' }).focus();
  await page.keyboard.press('Alt+z');
  await expect.poll(async () => Math.round((await card.boundingBox())?.y ?? 0)).toBe(Math.round(before.y));
  expect(await timeline(page)).toHaveLength(12);
});

test('a unit is collapsed to its header, and its attachments then leave the unit', async () => {
  const page = await openPage();
  await page.getByRole('button', { name: 'Hide the devices in unit 1' }).click();
  await expect.poll(() => node(page, 'device:1').count()).toBe(0);
  expect(await page.locator('[data-edge="attach"]').count()).toBe(1);
  await page.getByRole('button', { name: 'Show the devices in unit 1' }).click();
  await expect.poll(() => node(page, 'device:1').count()).toBe(1);
  expect(await timeline(page)).toHaveLength(11);
});
