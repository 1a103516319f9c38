/** The playground as a person meets it: draw, type, be refused, see why, open a kernel trace. */
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { axe, drag, hold, node, openPage, timeline, type, withBrowser } from './browser.ts';

withBrowser();

const TRACES = fileURLToPath(new URL('../conformance/6.12/trace-families.jsonl.gz', import.meta.url));

describe('the first screen', () => {
  test('shows one unit that can enforce, one that cannot, a shared page table and a refused attach with its reason', async () => {
    const page = await openPage();
    await expect.poll(() => node(page, 'unit:0').innerText()).toContain('cannot enforce');
    expect(await node(page, 'unit:1').innerText()).toContain('can enforce');
    expect(await node(page, 'hwpt:5').getAttribute('data-cc')).toBe('enforced');
    expect(await node(page, 'hwpt:5').getAttribute('data-kind')).toBe('paging');
    expect(await node(page, 'hwpt:7').getAttribute('data-cc')).toBe('not-enforced');
    expect(await node(page, 'hwpt:6').getAttribute('data-kind')).toBe('nested');
    const refused = page.locator('[data-edge="refused"]');
    await refused.waitFor({ state: 'attached' });
    expect(await refused.getAttribute('data-errno')).toBe('EINVAL');
    for (const kind of ['attach', 'nest', 'backing', 'mapping']) {
      expect(await page.locator(`[data-edge="${kind}"]`).count(), kind).toBeGreaterThan(0);
    }
    const outcome = page.getByRole('region', { name: 'Outcome' });
    expect(await outcome.innerText()).toMatch(
      /EINVAL[\s\S]*Why hwpt 5 refuses device 0[\s\S]*ecap\.SC = 0[\s\S]*prepare_domain_attach_device/,
    );
    expect((await timeline(page)).at(-1)).toMatch(/device_attach device=0 pt_id=5 EINVAL$/);
  });

  test.each([
    ['light', 1440, 900],
    ['dark', 1440, 900],
    ['light', 1024, 768],
    ['dark', 390, 844],
  ] as const)('axe finds nothing, %s at %i×%i', async (theme, width, height) => {
    const page = await openPage({ theme, width, height });
    await page.locator('[data-edge="refused"]').waitFor({ state: 'attached' });
    expect(await axe(page)).toEqual([]);
  });
});

describe('attaching by dragging', () => {
  test('while a device is dragged every target says what the kernel would answer', async () => {
    const page = await openPage();
    await hold(page, 'device:0', 'hwpt:6');
    await expect.poll(() => node(page, 'hwpt:7').innerText()).toContain('legal');
    expect(await node(page, 'hwpt:5').innerText()).toMatch(/EINVAL[\s\S]*unit 0 cannot enforce CC/);
    expect(await node(page, 'hwpt:6').innerText()).toMatch(/EINVAL[\s\S]*judged by its parent, hwpt 5/);
    expect(await node(page, 'ioas:1').innerText()).toMatch(/legal[\s\S]*makes hwpt 8, auto/);
    expect(await page.getByRole('region', { name: 'Outcome' }).innerText()).toContain('If you drop on hwpt 6');
    await page.mouse.up();
  });

  test('dropping on a page table that takes the device attaches it', async () => {
    const page = await openPage();
    await drag(page, 'device:0', 'hwpt:7');
    await expect.poll(() => node(page, 'device:0').innerText()).toContain('attached');
    expect((await timeline(page)).at(-1)).toMatch(/device_attach device=0 pt_id=7 0 hwpt 7$/);
    expect(await page.locator('[data-edge="attach"]').count()).toBe(2);
    expect(await page.locator('[data-edge="refused"]').count()).toBe(0);
  });

  test('dropping on an IOAS makes an automatic page table', async () => {
    const page = await openPage();
    await drag(page, 'device:0', 'ioas:1');
    await node(page, 'hwpt:8').waitFor();
    expect(await node(page, 'hwpt:8').innerText()).toContain('auto');
  });

  test('dropping on one that refuses draws the refused edge, until it is dismissed', async () => {
    const page = await openPage();
    await drag(page, 'device:0', 'hwpt:6');
    const refused = page.locator('[data-edge="refused"]');
    await expect.poll(() => refused.getAttribute('data-errno')).toBe('EINVAL');
    expect((await timeline(page)).at(-1)).toMatch(/device_attach device=0 pt_id=6 EINVAL$/);
    await page.getByRole('button', { name: /Dismiss the refused edge/ }).click();
    expect(await refused.count()).toBe(0);
    expect(await timeline(page)).toHaveLength(12);
  });

  test('dropping on nothing makes no call', async () => {
    const page = await openPage();
    await hold(page, 'device:0', 'hwpt:7');
    await page.mouse.move(640, 470);
    await page.mouse.up();
    expect(await timeline(page)).toHaveLength(11);
  });
});

describe('the command line', () => {
  test('takes every call and shows each answer in the timeline', async () => {
    const page = await openPage();
    await type(
      page,
      'ioas_alloc',
      'ioas_copy src_ioas=1 dst_ioas=8 src_iova=0x10000 dst_iova=0x10000 length=0x80000',
      'ioas_unmap ioas=8 iova=0x10000 length=0x80000',
      'ioas_iova_ranges ioas=1',
      'ioas_allow_iovas ioas=8 ranges=0x1000-0xffffff',
      'option_huge_pages ioas=8 value=0',
      'translate hwpt=5 iova=0x10000',
      'hwpt_invalidate hwpt=6',
      'set_dirty_tracking hwpt=5',
      'device_detach device=1',
      'device_unbind device=2',
      'destroy id=8',
      'destroy id=5',
    );
    const answers = (await timeline(page)).slice(11).map((line) => line.replace(/^\d+ /, ''));
    expect(answers.map((line) => /(E[A-Z]+|\b0\b)(?!.*(E[A-Z]{3,}))/.exec(line)?.[1])).toEqual([
      '0',
      '0',
      '0',
      '0',
      '0',
      '0',
      '0',
      '0',
      'EOPNOTSUPP',
      '0',
      '0',
      '0',
      'EBUSY',
    ]);
    expect(answers.at(-1)).toBe('destroy id=5 EBUSY');
  });

  test('a mistake is pointed at, makes no call and loses nothing', async () => {
    const page = await openPage();
    await type(page, 'hwpt_alloc dev_id=2 ptid=1');
    const alert = page.getByRole('alert');
    expect(await alert.innerText()).toMatch(/did you mean pt_id\?/);
    expect(await alert.locator('mark').innerText()).toBe('ptid');
    expect(await page.getByRole('textbox', { name: 'Command' }).inputValue()).toBe('hwpt_alloc dev_id=2 ptid=1');
    expect(await timeline(page)).toHaveLength(11);
  });

  test('completes calls, fields and live ids, and recalls what was typed', async () => {
    const page = await openPage();
    const command = page.getByRole('textbox', { name: 'Command' });
    await command.pressSequentially('device_at');
    await command.press('Tab');
    expect(await command.inputValue()).toBe('device_attach ');
    await command.pressSequentially('dev');
    await command.press('Tab');
    expect(await command.inputValue()).toBe('device_attach device=');
    await command.pressSequentially('0 pt_id=');
    await expect.poll(() => page.getByRole('listbox', { name: 'Suggestions' }).innerText()).toMatch(/7\s+page table/);
    await command.pressSequentially('7');
    await command.press('Enter');
    await expect.poll(() => command.inputValue()).toBe('');
    await command.press('ArrowUp');
    expect(await command.inputValue()).toBe('device_attach device=0 pt_id=7');
  });

  test('a completion leaves the caret behind it at once, whatever is typed next', async () => {
    const page = await openPage();
    const command = page.getByRole('textbox', { name: 'Command' });
    await command.fill(' pt_id=7');
    await command.press('Home');
    await command.pressSequentially('device_attach de');
    await page.getByRole('listbox', { name: 'Suggestions' }).waitFor();
    const caret = await command.evaluate((input: HTMLInputElement) => {
      input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab', bubbles: true }));
      return [input.value, input.selectionStart];
    });
    expect(caret).toEqual(['device_attach device= pt_id=7', 'device_attach device='.length]);
  });

  test('help lists the calls', async () => {
    const page = await openPage();
    await type(page, 'help');
    expect(await page.getByRole('region', { name: 'Help' }).innerText()).toMatch(
      /ioas_map[\s\S]*hwpt_alloc[\s\S]*translate/,
    );
  });
});

describe('a kernel trace', () => {
  test('one is picked from a file, and every answer stands beside the kernel’s', async () => {
    const page = await openPage();
    await page.getByLabel('Open file').setInputFiles(TRACES);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('searchbox', { name: 'Filter traces' }).fill('order-manual');
    await dialog.getByRole('list', { name: 'Traces' }).getByRole('button').first().click();
    await expect.poll(() => page.getByText(/all \d+ answers are the kernel's/).count()).toBe(1);
    const lines = await timeline(page);
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) expect(line).toMatch(/= kernel (0|E[A-Z]+)$/);
    expect(await axe(page)).toEqual([]);
  });

  test('of the same name as others is a row of its own', async () => {
    const [first = ''] = gunzipSync(readFileSync(TRACES)).toString().split('\n');
    const buffer = Buffer.from(`${first}\n`.repeat(500));
    const page = await openPage();
    await page.getByLabel('Open file').setInputFiles({ name: 'same.jsonl', mimeType: 'text/plain', buffer });
    const list = page.getByRole('list', { name: 'Traces' });
    await list.getByRole('button').first().waitFor();
    for (let scrolled = 0; scrolled < 3; scrolled += 1) {
      await list.evaluate((element) => {
        element.scrollTop += 3000;
      });
      await expect.poll(() => list.getByRole('button').count()).toBeLessThan(40);
      // The rows that were scrolled to are drawn a moment later.
      const rows = list.locator('li:not([aria-hidden])');
      await expect
        .poll(async () => {
          const tops = await rows.evaluateAll((all) => all.map((row) => row.getBoundingClientRect().top));
          return tops.length > 5 && new Set(tops).size === tops.length;
        })
        .toBe(true);
    }
  });

  test('a single trace opens at once; where the engine differs, the timeline says so', async () => {
    const page = await openPage();
    const line = gunzipSync(readFileSync(TRACES)).toString('utf8').split('\n')[0] ?? '';
    const wrong = line.replace('"out_ioas_id":1', '"out_ioas_id":9');
    await page
      .getByLabel('Open file')
      .setInputFiles({ name: 'one.json', mimeType: 'application/json', buffer: Buffer.from(wrong) });
    await expect.poll(() => page.getByText(/of \d+ answers are the kernel's/).count()).toBe(1);
    expect((await timeline(page))[0]).toMatch(/≠ kernel 0$/);
  });

  test.each([
    ['rubbish.json', 'not a trace', /rubbish\.json, line 1: not JSON/],
    ['list.json', '[]', /must be an object/],
    ['future.json', '{"format":"iommufd-playground","version":99}', /format version 99/],
    ['broken.gz', Buffer.from([0x1f, 0x8b, 1, 2, 3]), /not a whole gzip file/],
  ])('%s is refused with a message, and nothing changes', async (name, content, message) => {
    const page = await openPage();
    await page
      .getByLabel('Open file')
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
    const dialog = page.getByRole('dialog', { name: 'The file was not opened' });
    await expect.poll(() => dialog.innerText()).toMatch(message);
    await page.keyboard.press('Escape');
    expect(await timeline(page)).toHaveLength(11);
  });
});
