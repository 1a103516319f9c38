/** Time: travelling, playing, comparing, branches, notes, and another rule set. */
import { describe, expect, test } from 'vitest';
import { axe, node, openPage, timeline, type, withBrowser } from './browser.ts';

withBrowser();

describe('time and rules', () => {
  test('undo, redo and a click on a call travel; a call in the past keeps the old future', async () => {
    const page = await openPage();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    expect(await page.locator('[data-edge="refused"]').count()).toBe(0);
    await page.getByRole('button', { name: 'Redo', exact: true }).click();
    await page.locator('[data-edge="refused"]').waitFor({ state: 'attached' });
    await page.getByRole('list', { name: 'Timeline' }).getByRole('button').nth(6).click();
    await expect.poll(() => node(page, 'hwpt:6').count()).toBe(0);
    await node(page, 'hwpt:5').waitFor();
  });

  test('switching the rule set replays the calls and says which answers changed', async () => {
    const page = await openPage();
    const rules = page.getByLabel('Rule set');
    await rules.selectOption('v4');
    await expect.poll(() => page.getByText('one answer is different').count()).toBe(1);
    expect((await timeline(page))[8]).toMatch(/device_attach device=1 pt_id=6 was 0 EINVAL$/);
    await rules.selectOption('v4-redirect');
    expect((await timeline(page))[8]).toMatch(/was EINVAL 0 hwpt 6$/);
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

test('the arrows travel in the timeline', async () => {
  const page = await openPage();
  await page.getByRole('list', { name: 'Timeline' }).focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => page.getByText('9 of 11').count()).toBe(1);
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => page.getByText('10 of 11').count()).toBe(1);
});

test('calls are played at a chosen speed', async () => {
  const page = await openPage();
  await page.getByRole('button', { name: /Speed of playing/ }).click();
  await page.getByRole('menuitem', { name: /every 0.3 s/ }).click();
  await page.getByRole('button', { name: 'Play the calls' }).click();
  await expect.poll(() => page.getByText('2 of 11').count()).toBe(1);
  await expect.poll(() => page.getByText('11 of 11').count(), { timeout: 8000 }).toBe(1);
  await expect.poll(() => page.getByRole('button', { name: 'Play the calls' }).count()).toBe(1);
});
