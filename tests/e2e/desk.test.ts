/** What stands around the graph: panels, outline, selection of several things, the ruler, long lists and large graphs. */
import { describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { append, newDocument, parseCommand, READY_MACHINES, type Document } from '../../src/index.ts';
import { linkOf } from '../../scripts/link.ts';
import { axe, node, openPage, reopen, timeline, type, withBrowser } from './browser.ts';

withBrowser();

/** A document on a ready machine with these calls. */
function documentOf(...lines: readonly string[]): Document {
  const machine = READY_MACHINES[0]?.machine;
  if (machine === undefined) throw new Error('there is no ready machine');
  const commands = lines.map((line) => {
    const parsed = parseCommand(line);
    if (!parsed.ok) throw new Error(`${line}: ${parsed.error.message}`);
    return parsed.command;
  });
  return append(newDocument('Long', machine), ...commands);
}

const box = async (page: Page, ref: string) => {
  const found = await node(page, ref).boundingBox();
  if (found === null) throw new Error(`${ref} is not on the screen`);
  return found;
};

async function pull(page: Page, name: string, x: number, y: number): Promise<void> {
  const bar = await page.getByRole('separator', { name }).boundingBox();
  if (bar === null) throw new Error(`${name} is not on the screen`);
  const from = { x: bar.x + bar.width / 2, y: bar.y + bar.height / 2 };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + x, from.y + y, { steps: 4 });
  await page.mouse.up();
}

describe('several things at once', () => {
  test('are selected together, shown together and moved together', async () => {
    const page = await openPage();
    await node(page, 'hwpt:7').click();
    await node(page, 'hwpt:5').click({ modifiers: ['Control'] });
    const inspector = page.getByRole('region', { name: 'Inspector' });
    await expect.poll(() => inspector.innerText()).toContain('2 selected');
    expect(await inspector.getByRole('button', { name: /^destroy, each/ }).innerText()).toMatch(/1 × EBUSY/);
    const selected = page.getByRole('tree').locator('[aria-selected="true"]');
    expect(await selected.allInnerTexts()).toHaveLength(2);
    const before = await box(page, 'hwpt:7');
    const other = await box(page, 'hwpt:5');
    await page.mouse.move(other.x + 40, other.y + 80);
    await page.mouse.down();
    await page.mouse.move(other.x + 60, other.y + 110, { steps: 5 });
    await page.mouse.up();
    await expect.poll(async () => (await box(page, 'hwpt:7')).y - before.y).toBeGreaterThan(15);
    const [moved, also] = [await box(page, 'hwpt:5'), await box(page, 'hwpt:7')];
    expect([also.x - before.x, also.y - before.y].map(Math.round)).toEqual(
      [moved.x - other.x, moved.y - other.y].map(Math.round),
    );
    expect(await axe(page)).toEqual([]);
  });

  test('are taken by a rectangle, by Ctrl A, and let go by Escape', async () => {
    const page = await openPage();
    const selected = page.getByRole('tree').locator('[aria-selected="true"]');
    const [first, last] = [await box(page, 'hwpt:7'), await box(page, 'hwpt:5')];
    await page.keyboard.down('Shift');
    await page.mouse.move(first.x - 12, first.y - 12);
    await page.mouse.down();
    await page.mouse.move(last.x + last.width + 6, last.y + last.height + 12, { steps: 6 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await expect.poll(() => selected.count()).toBe(2);
    await page.keyboard.press('Control+a');
    await expect.poll(() => selected.count()).toBe(11);
    await page.keyboard.press('Escape');
    await expect.poll(() => selected.count()).toBe(0);
  });

  test('a call is made on each of them', async () => {
    const page = await openPage({ hash: linkOf(documentOf('ioas_alloc')) });
    await node(page, 'device:0').click();
    await node(page, 'device:1').click({ modifiers: ['Shift'] });
    await page.getByRole('button', { name: /^device_bind, each/ }).click();
    await expect
      .poll(() => timeline(page))
      .toEqual(['1 ioas_alloc 0 ioas 1', '2 device_bind device=0 0 dev 2', '3 device_bind device=1 0 dev 3']);
  });
});

test('a click with a held key adds to the selection, also when the key was only just pressed', async () => {
  const page = await openPage();
  await node(page, 'device:0').click();
  // The events of such a click, and none of the key before it.
  await node(page, 'device:1').evaluate((card) => {
    const { x, y, width, height } = card.getBoundingClientRect();
    const at = { bubbles: true, cancelable: true, shiftKey: true, clientX: x + width / 2, clientY: y + height / 2 };
    const target = document.elementFromPoint(at.clientX, at.clientY);
    target?.dispatchEvent(new PointerEvent('pointerdown', { ...at, isPrimary: true }));
    for (const event of ['mousedown', 'mouseup', 'click'])
      target?.dispatchEvent(new MouseEvent(event, { ...at, view: window }));
  });
  await expect.poll(() => page.getByRole('heading', { name: '2 selected' }).count()).toBe(1);
});

describe('panels', () => {
  test('are made larger by hand, and are so after a reload', async () => {
    const page = await openPage();
    const outline = page.getByRole('navigation', { name: 'Outline' });
    const width = async () => Math.round((await outline.boundingBox())?.width ?? 0);
    expect(await width()).toBe(200);
    await pull(page, 'Width of the outline', 60, 0);
    await expect.poll(width).toBe(260);
    await pull(page, 'Width of the outline', 400, 0);
    await expect.poll(width).toBe(320);
    await page.getByRole('separator', { name: 'Height of the dock' }).focus();
    const height = async () => (await page.getByRole('region', { name: 'Outcome' }).boundingBox())?.height ?? 0;
    const before = await height();
    await page.keyboard.press('ArrowUp');
    await expect.poll(height).toBeGreaterThan(before + 10);
    await reopen(page);
    await expect.poll(width).toBe(320);
  });

  test('are put away and brought back, also after a reload', async () => {
    const page = await openPage();
    const inspector = page.getByRole('region', { name: 'Inspector' });
    await page.getByRole('button', { name: 'Show or hide the inspector' }).click();
    await expect.poll(() => inspector.count()).toBe(0);
    await page.keyboard.press('o');
    await expect.poll(() => page.getByRole('navigation', { name: 'Outline' }).count()).toBe(0);
    await reopen(page);
    expect(await inspector.count()).toBe(0);
    await page.keyboard.press('i');
    await page.keyboard.press('o');
    await expect.poll(() => inspector.count()).toBe(1);
    await expect.poll(() => page.getByRole('navigation', { name: 'Outline' }).count()).toBe(1);
  });
});

describe('the outline', () => {
  test('is a tree for the keyboard: arrows go, open and close, Enter selects', async () => {
    const page = await openPage();
    await page.getByRole('treeitem', { name: /^unit 0/ }).focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => page.getByRole('treeitem', { name: /^device 0/ }).count()).toBe(0);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('region', { name: 'Inspector' }).innerText()).toMatch(/^unit 1/);
    await page.keyboard.press('End');
    await page.keyboard.press(' ');
    await expect.poll(() => page.getByRole('region', { name: 'Inspector' }).innerText()).toMatch(/^2 selected/);
  });

  test('what is selected marks its calls in the timeline, and is brought into sight', async () => {
    const page = await openPage();
    await page.getByRole('button', { name: 'Zoom in' }).click({ clickCount: 6, delay: 30 });
    await page.getByRole('treeitem', { name: /^ioas 1/ }).click();
    const inside = async () => {
      const { x, y, width, height } = await box(page, 'ioas:1');
      return x + width / 2 > 200 && x + width / 2 < 1140 && y + height / 2 > 48 && y + height / 2 < 540;
    };
    await expect.poll(inside).toBe(true);
    const marked = page.getByRole('list', { name: 'Timeline' }).getByTitle('About what is selected');
    await expect.poll(() => marked.count()).toBe(5);
  });
});

test('the memory is inspected: its ranges, and which IOAS maps what of it', async () => {
  const page = await openPage();
  await node(page, 'memory:0').click();
  const inspector = page.getByRole('region', { name: 'Inspector' });
  await expect
    .poll(() => inspector.innerText())
    .toMatch(/0x100000000000–[\s\S]*2 areas[\s\S]*in ioas 1 at 0x10000, rw/);
});

test('the ruler zooms to what lies somewhere, and back', async () => {
  const page = await openPage();
  await node(page, 'ioas:1').click();
  const inspector = page.getByRole('region', { name: 'Inspector' });
  await expect.poll(() => inspector.innerText()).toContain('gaps compressed');
  await page.getByRole('button', { name: /^Zoom to 0x100000–/ }).click();
  await expect.poll(() => inspector.innerText()).toMatch(/to scale[\s\S]*0x80000[\s\S]*0x27ffff/);
  await page.getByRole('button', { name: 'Higher addresses' }).click();
  await expect.poll(() => inspector.innerText()).toContain('0x37ffff');
  await page.getByRole('button', { name: 'The whole IOVA space' }).click();
  await expect.poll(() => inspector.innerText()).toContain('gaps compressed');
});

test('a group is collapsed to its header, and its attachments then leave the group', async () => {
  const page = await openPage();
  await page.getByRole('button', { name: 'Hide the devices in group 1' }).click();
  await expect.poll(() => node(page, 'device:2').count()).toBe(0);
  expect(await page.locator('[data-edge="attach"]').count()).toBe(1);
  await page.getByRole('button', { name: 'Show the devices in group 1' }).click();
  await expect.poll(() => node(page, 'device:2').count()).toBe(1);
});

test('a call that leads to a hazard says so, and the one that ends it', async () => {
  const page = await openPage({ hash: linkOf(documentOf('ioas_alloc')) });
  await page
    .getByRole('button', { name: 'Document' })
    .or(page.getByRole('button', { name: 'Long' }))
    .first()
    .click();
  await page.getByRole('menuitem', { name: /Open a scenario/ }).click();
  await page.getByRole('button', { name: /A reserved bit in front of a device/ }).click();
  const outcome = page.getByRole('region', { name: 'Outcome' });
  await expect.poll(() => outcome.innerText()).toMatch(/Hazard: Reserved bit in use/);
  await type(page, 'ioas_unmap ioas=1 iova=0x10000 length=0x10000');
  await expect.poll(() => outcome.innerText()).toMatch(/No longer: Reserved bit in use/);
});

describe('large documents', () => {
  const calls = Array.from(
    { length: 1000 },
    (_, index) => `ioas_map ioas=1 iova=${(index + 1) * 0x2000} length=0x1000`,
  );

  test('a timeline of a thousand calls draws those in sight, and travels to any', async () => {
    const page = await openPage({ hash: linkOf(documentOf('ioas_alloc', ...calls)) });
    const list = page.getByRole('list', { name: 'Timeline' });
    await expect.poll(() => list.getByRole('button').last().innerText()).toContain('1001');
    expect(await list.getByRole('button').count()).toBeLessThan(60);
    await page.getByRole('region', { name: 'Outcome' }).focus();
    await page.keyboard.press('{');
    await page.keyboard.press(']');
    await expect.poll(() => list.getByRole('button').first().innerText()).toMatch(/^1\s+ioas_alloc/);
  });

  test('of a large graph what is in sight is drawn, and its overview leads to the rest', async () => {
    const tables = Array.from({ length: 120 }, () => 'hwpt_alloc dev_id=2 pt_id=1');
    const page = await openPage({ hash: linkOf(documentOf('ioas_alloc', 'device_bind device=0', ...tables)) });
    await node(page, 'unit:0').waitFor();
    await expect.poll(() => page.locator('[data-kind="paging"]').count()).toBeLessThan(60);
    expect(await node(page, 'hwpt:122').count()).toBe(0);
    const overview = page.getByRole('application', { name: /Overview of the graph/ });
    await overview.click({ position: { x: 90, y: 122 } });
    await expect.poll(() => node(page, 'unit:0').count()).toBe(0);
    await page.getByRole('treeitem', { name: /^hwpt 3/ }).click();
    await expect.poll(() => node(page, 'hwpt:3').count()).toBe(1);
    expect(await axe(page)).toEqual([]);
  });
});

test('what a hazard is can be read in full, and the objects that it concerns say it too', async () => {
  const page = await openPage();
  await page.keyboard.press('Control+g');
  await page.getByRole('button', { name: /A reserved bit in front of a device/ }).click();
  await page.locator('summary', { hasText: 'Reserved bit in use' }).click();
  const told = page.getByRole('button', { name: /Reserved bit in use.*would fault|Reserved bit in use/ }).last();
  const top = await told.evaluate((one) => {
    const { x, y, width } = one.getBoundingClientRect();
    return one.contains(document.elementFromPoint(x + width / 2, y + 8));
  });
  expect(top).toBe(true);
  await page.keyboard.press('Escape');
  await page.getByRole('treeitem', { name: /^device 0/ }).click();
  await expect.poll(() => page.getByRole('region', { name: 'Inspector' }).innerText()).toContain('Reserved bit in use');
});

test('a document says what it is about, until that is closed', async () => {
  const page = await openPage();
  const outcome = page.getByRole('region', { name: 'Outcome' });
  await expect.poll(() => outcome.innerText()).toContain('About: One unit can enforce cache coherency');
  await page.getByRole('button', { name: 'Close what this is about' }).click();
  expect(await outcome.innerText()).not.toContain('About:');
});
