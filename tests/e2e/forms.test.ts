/** Calls by forms, by menus, by the palette, and pasted: what is asked, what is said beforehand, what a mistake costs. */
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

describe('forms', () => {
  test('a text stays in its field: spaces in a name are underscores, elsewhere a mistake', async () => {
    const page = await openPage();
    const add = page.getByRole('region', { name: 'Add' });
    await add.getByRole('button', { name: 'Unit' }).click();
    const unit = page.getByRole('dialog', { name: 'Add an IOMMU unit' });
    await unit.getByLabel('name').fill('big one');
    await expect.poll(() => unit.getByRole('status').innerText()).toMatch(/name=big_one[\s\S]*legal/);
    await unit.getByLabel('name').fill('x nesting=no');
    await expect.poll(() => unit.getByRole('status').innerText()).toContain('name must be one word');
    await page.keyboard.press('Escape');
    await add.getByRole('button', { name: 'Map' }).click();
    const map = page.getByRole('dialog', { name: 'Map memory' });
    await map.getByLabel('length').fill('4 K');
    await expect.poll(() => map.getByRole('status').innerText()).toContain('length=4K');
    await map.getByLabel('length').fill('4K # page');
    await expect.poll(() => map.getByRole('status').innerText()).toContain('length is written without #');
    expect(await map.getByRole('button', { name: 'Make the call' }).isDisabled()).toBe(true);
  });

  test('a page table on a nest parent begins as a nested one', async () => {
    const page = await openPage();
    await node(page, 'hwpt:5').click();
    await page.getByRole('region', { name: 'Add' }).getByRole('button', { name: 'HWPT' }).click();
    const form = page.getByRole('dialog', { name: 'Allocate a page table (HWPT)' });
    expect(await form.getByLabel('data').inputValue()).toBe('stage1');
  });

  test('a device on a machine without units leads to a unit first', async () => {
    const page = await openPage();
    await page.keyboard.press('Control+g');
    await page.getByRole('button', { name: /^Blank/ }).click();
    await page.getByRole('region', { name: 'Add' }).getByRole('button', { name: 'Device' }).click();
    await page.getByRole('button', { name: 'Add a unit first' }).click();
    await page.getByRole('dialog', { name: 'Add an IOMMU unit' }).waitFor();
  });
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

test('the palette puts what was typed first', async () => {
  const page = await openPage();
  await page.keyboard.press('Control+k');
  const first = page.getByRole('dialog', { name: 'Actions' }).getByRole('option', { selected: true });
  for (const [typed, found] of [
    ['theme', /^Theme/],
    ['attach', /^device_attach/],
    ['glossary', /^Glossary/],
  ] as const) {
    await page.getByPlaceholder('What do you want to do?').fill(typed);
    await expect.poll(() => first.innerText(), { message: typed }).toMatch(found);
  }
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

test('lines that were pasted with a mistake among them stand in the line, behind what was typed', async () => {
  const page = await openPage({ clipboard: true });
  const command = page.getByRole('textbox', { name: 'Command' });
  await command.fill('ioas_');
  await page.evaluate(() =>
    navigator.clipboard.writeText('alloc\n# a comment\nioas_mapp ioas=1\ndevice_bind device=0'),
  );
  await page.keyboard.press('Control+v');
  await expect.poll(() => page.getByRole('alert').innerText()).toMatch(/line 3 of 4; none of them was run/);
  expect(await command.inputValue()).toBe('ioas_alloc; ioas_mapp ioas=1; device_bind device=0');
  expect(await timeline(page)).toHaveLength(11);
});

test('a form that was left without making the call goes on when it is opened again', async () => {
  const page = await openPage();
  const open = async (): Promise<void> => {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('What do you want to do?').fill('plug_unit');
    await page
      .getByRole('option', { name: /^plug_unit/ })
      .first()
      .click();
  };
  const name = page.getByRole('dialog').getByLabel('name', { exact: true });
  await open();
  await name.fill('dmar9');
  await page.keyboard.press('Escape');
  await open();
  expect(await name.inputValue()).toBe('dmar9');
  await page.getByRole('button', { name: 'Start afresh' }).click();
  expect(await name.inputValue()).toBe('');
});

test('the form of a unit asks for what units of its driver have', async () => {
  const page = await openPage();
  await page.getByRole('region', { name: 'Add' }).getByRole('button').first().click();
  const form = page.getByRole('dialog').locator('form');
  await form.getByLabel('scalable_mode').waitFor();
  await form.getByLabel('driver').selectOption('amd');
  await expect.poll(() => form.getByLabel('scalable_mode').count()).toBe(0);
  expect(await form.getByLabel('levels').count()).toBe(0);
  expect(await form.getByRole('status').innerText()).not.toMatch(/scalable_mode|levels/);
});

test('the focus returns to where it was when a window is closed', async () => {
  const page = await openPage();
  const focused = (): Promise<string> =>
    page.evaluate(
      () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
    );
  await page.getByRole('textbox', { name: 'Command' }).focus();
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Actions' }).waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(focused).toBe('Command');
  await page.getByRole('button', { name: /Refused: a device that cannot snoop/ }).click();
  await page.getByRole('menuitem', { name: /Documents kept/ }).click();
  await page.getByRole('dialog', { name: 'Documents' }).waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(focused).toMatch(/Refused: a device/);
});
