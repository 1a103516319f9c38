/** Building by mouse and by keyboard: forms, palette, connect mode, branches, notes. */
import { describe, expect, test } from 'vitest';
import { axe, node, openPage, timeline, type, withBrowser } from './browser.ts';

withBrowser();

describe('forms', () => {
  test('a page table is made by a form that says beforehand what the kernel would answer', async () => {
    const page = await openPage();
    await page.getByRole('region', { name: 'Add' }).getByRole('button', { name: 'HWPT' }).click();
    const form = page.getByRole('dialog', { name: 'Allocate a page table (HWPT)' });
    await form.getByLabel('pt_id').selectOption('6');
    await expect.poll(() => form.getByRole('status').innerText()).toMatch(/EINVAL[\s\S]*itself nested/);
    expect(await form.getByLabel('dev_id').innerText()).toMatch(/EINVAL/);
    await form.getByLabel('pt_id').selectOption('1');
    await form.getByLabel('dev_id').selectOption('2');
    expect(await form.getByRole('status').innerText()).toMatch(/legal[\s\S]*hwpt 8/);
    expect(await axe(page)).toEqual([]);
    await form.getByRole('button', { name: 'Make the call' }).click();
    await expect.poll(() => node(page, 'hwpt:8').getAttribute('data-cc')).toBe('not-enforced');
  });

  test('a machine is built from nothing: unit, device, IOAS, bind, attach', async () => {
    const page = await openPage();
    await page.keyboard.press('Control+g');
    await page.getByRole('button', { name: /^Blank/ }).click();
    const add = page.getByRole('region', { name: 'Add' });
    await add.getByRole('button', { name: 'Unit' }).click();
    await page.getByRole('button', { name: 'Change the machine' }).click();
    await add.getByRole('button', { name: 'Device' }).click();
    await page.getByLabel('name', { exact: true }).fill('NIC_01:00.0');
    await page.getByRole('button', { name: 'Change the machine' }).click();
    await add.getByRole('button', { name: 'IOAS' }).click();
    await page.getByRole('button', { name: 'Make the call' }).click();
    await node(page, 'device:0').click();
    await page.getByRole('button', { name: /^device_bind/ }).click();
    await page
      .getByRole('region', { name: 'Inspector' })
      .getByRole('button', { name: /^ioas 1/ })
      .click();
    await expect.poll(() => node(page, 'device:0').innerText()).toContain('attached');
    expect(await node(page, 'hwpt:3').innerText()).toContain('auto');
    expect((await timeline(page)).map((line) => line.replace(/^\d+ (\w+).*? (0|E\w+)( .*)?$/, '$1 $2'))).toEqual([
      'plug_unit 0',
      'plug_device 0',
      'ioas_alloc 0',
      'device_bind 0',
      'device_attach 0',
    ]);
  });
});

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

describe('the past', () => {
  test('two calls are compared: what is different is listed and marked on the canvas', async () => {
    const page = await openPage();
    const calls = page.getByRole('list', { name: 'Timeline' }).getByRole('button');
    await calls.nth(7).click();
    await calls.nth(10).click({ modifiers: ['Shift'] });
    const difference = page.getByRole('region', { name: 'Difference' });
    await expect
      .poll(() => difference.innerText())
      .toMatch(/from after call 8[\s\S]*device 1 · hwpt null → 6[\s\S]*hwpt 7 is new/);
    expect(await node(page, 'hwpt:6').locator('[data-different]').count()).toBe(1);
    expect(await node(page, 'hwpt:5').locator('[data-different]').count()).toBe(0);
    expect(await axe(page)).toEqual([]);
    await page.getByRole('button', { name: 'End the comparison' }).click();
    expect(await page.locator('[data-different]').count()).toBe(0);
  });

  test('a call made there begins a branch; the old future is one menu away', async () => {
    const page = await openPage();
    await page.getByRole('list', { name: 'Timeline' }).getByRole('button').nth(9).click();
    await type(page, 'device_attach device=0 pt_id=7');
    expect(await timeline(page)).toHaveLength(11);
    await page.getByRole('button', { name: '2 branches' }).click();
    await page.getByRole('menuitem', { name: /pt_id=5/ }).click();
    await expect.poll(async () => (await timeline(page)).at(-1)).toMatch(/EINVAL$/);
  });

  test('a note stays with its call', async () => {
    const page = await openPage();
    await page.getByRole('list', { name: 'Timeline' }).getByRole('button').nth(8).click();
    await page.getByRole('button', { name: 'Add a note' }).click();
    await page.getByLabel('Note on this call').fill('Works through its stage 1.');
    await page.keyboard.press('Enter');
    await page.keyboard.press(']');
    await page.keyboard.press('[');
    await expect
      .poll(() => page.getByRole('region', { name: 'Outcome' }).innerText())
      .toContain('Works through its stage 1.');
  });

  test('playing goes call by call to the end and stops', async () => {
    const page = await openPage();
    await page.getByRole('list', { name: 'Timeline' }).getByRole('button').nth(7).click();
    await expect.poll(() => page.getByText('8 of 11').count()).toBe(1);
    await page.getByRole('button', { name: 'Play the calls' }).click();
    for (const call of [9, 10, 11]) await expect.poll(() => page.getByText(`${call} of 11`).count()).toBe(1);
    await expect.poll(() => page.getByRole('button', { name: 'Play the calls' }).count()).toBe(1);
  });
});

test('several calls are pasted at once, and a mistake in one makes none', async () => {
  const page = await openPage({ clipboard: true });
  const paste = async (text: string): Promise<void> => {
    await page.evaluate((value) => navigator.clipboard.writeText(value), text);
    await page.getByRole('textbox', { name: 'Command' }).focus();
    await page.keyboard.press('Control+v');
  };
  await paste('ioas_alloc\n# a comment\nioas_alloc\n');
  await expect.poll(() => timeline(page)).toHaveLength(13);
  await paste('ioas_alloc\nioas_dance\n');
  await expect.poll(() => page.getByRole('alert').innerText()).toMatch(/ioas_dance/);
  expect(await timeline(page)).toHaveLength(13);
});

test('a context menu offers what can be done with an object, with the answers', async () => {
  const page = await openPage();
  await node(page, 'hwpt:5').click({ button: 'right' });
  const menu = page.getByRole('menu', { name: 'Actions on hwpt 5' });
  await expect.poll(() => menu.innerText()).toMatch(/destroy\s+EBUSY/);
  await menu.getByRole('menuitem', { name: /hwpt_alloc on it, nested/ }).click();
  await page
    .getByRole('dialog', { name: 'Allocate a page table (HWPT)' })
    .getByRole('button', { name: 'Make the call' })
    .click();
  await expect.poll(() => node(page, 'hwpt:8').getAttribute('data-kind')).toBe('nested');
});

test('a unit is edited and removed where nothing uses it', async () => {
  const page = await openPage();
  await type(page, 'device_unbind device=0', 'destroy id=7');
  await node(page, 'unit:0').click({ position: { x: 20, y: 12 } });
  await page.getByRole('button', { name: 'edit_unit …' }).click();
  await page.getByLabel('enforce_cache_coherency').selectOption('yes');
  await page.getByRole('button', { name: 'Change the machine' }).click();
  await expect.poll(() => node(page, 'unit:0').innerText()).toContain('can enforce');
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

test('the arrows travel in the timeline', async () => {
  const page = await openPage();
  await page.getByRole('list', { name: 'Timeline' }).focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => page.getByText('9 of 11').count()).toBe(1);
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => page.getByText('10 of 11').count()).toBe(1);
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
