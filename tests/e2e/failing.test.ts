/** Components that throw, errors that nobody catches, and what the browser kept damaged: the rest goes on, with a message and a way on. */
import { describe, expect, test } from 'vitest';
import { axe, openPage, timeline, type, withBrowser } from './browser.ts';
import { button, dialog, expectTheRest, message, savedCalls } from './failures.ts';

withBrowser();

/** The timeline, a list, is the only one of its kind whose size is observed. */
function breakTimeline(): void {
  const observe = Reflect.get(ResizeObserver.prototype, 'observe');
  ResizeObserver.prototype.observe = function broken(target, options) {
    if (target instanceof HTMLOListElement) throw new Error('sizes can not be observed');
    observe.call(this, target, options);
  };
  Object.assign(globalThis, { mend: () => Object.assign(ResizeObserver.prototype, { observe }) });
}

describe('a component that throws', () => {
  test('is replaced where it is; the other panels stay, and the document can be saved', async () => {
    const page = await openPage({ failing: true, before: breakTimeline });
    const failed = message(page).filter({ hasText: 'The timeline could not be shown.' });
    await failed.waitFor();
    await type(page, 'ioas_alloc');
    await expectTheRest(page);
    expect(await message(page).count()).toBe(1);
    await failed.getByText('Details', { exact: true }).click();
    expect(await failed.locator('pre').innerText()).toMatch(/sizes can not be observed[\s\S]*Components:/);
    expect(await axe(page)).toEqual([]);
    expect(await savedCalls(page, failed)).toBe(12);
  });

  test('comes back by "Try again" when the cause is gone', async () => {
    const page = await openPage({ failing: true, before: breakTimeline });
    const failed = message(page).filter({ hasText: 'The timeline' });
    await failed.waitFor();
    await page.evaluate('void mend()');
    await failed.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => timeline(page)).toHaveLength(11);
  });

  test('and holds the panels together leaves a message, and the document', async () => {
    const page = await openPage({
      failing: true,
      ready: 'role=alert',
      before: () => {
        Reflect.deleteProperty(globalThis, 'ResizeObserver');
      },
    });
    expect(await message(page).innerText()).toContain('Build could not be shown.');
    expect(await savedCalls(page, message(page))).toBe(11);
  });
});

describe('an error that nobody has caught', () => {
  test('is said with its details, once, and the page goes on', async () => {
    const page = await openPage({ failing: true });
    const fail = () => page.evaluate("void Promise.reject(globalThis.made ??= new Error('no such frame'))");
    await fail();
    const said = dialog(page, 'The page made a mistake');
    await said.getByText('Details', { exact: true }).click();
    expect(await said.locator('pre').innerText()).toContain('no such frame');
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await said.waitFor({ state: 'detached' });
    await fail();
    await type(page, 'ioas_alloc');
    expect(await timeline(page)).toHaveLength(12);
    expect(await said.count()).toBe(0);
  });

  test('is said over an open dialog, which stays open', async () => {
    const page = await openPage({ failing: true });
    await button(page, 'Share').click();
    await dialog(page, 'Share').waitFor();
    await page.evaluate("void setTimeout(() => { throw new Error('late'); })");
    const said = dialog(page, 'The page made a mistake');
    await said.getByRole('button', { name: 'Save my document' }).waitFor();
    await said.getByText('Details', { exact: true }).click();
    await page.keyboard.press('Escape');
    await said.waitFor({ state: 'detached' });
    expect(await dialog(page, 'Share').count()).toBe(1);
  });
});

describe('what the browser keeps', () => {
  test.each([
    '{"outline":18.',
    'garbage',
    'null',
    '[]',
    '{}',
    '7',
    '{"outline":"wide"}',
    '{"outline":0}',
    '{"a":50,"b":50}',
    '{"outline":1e9,"centre":-1,"inspector":0}',
  ])('may be damaged: with %s for the sizes of the panels the page is as at first', async (text) => {
    const page = await openPage();
    const first = await page.locator('#outline').boundingBox();
    await page.evaluate((sizes) => {
      for (const panels of [
        'page:outline:centre:inspector',
        'page:outline:centre',
        'centre:canvas:dock',
        'dock:calls:outcome',
        'page',
      ])
        localStorage.setItem(`react-resizable-panels:iommufd-playground.${panels}`, sizes);
    }, text);
    await page.reload();
    await page.locator('nav[aria-label="Outline"]').waitFor();
    expect(await page.locator('#outline').boundingBox()).toEqual(first);
  });

  test('may not answer: the page is there, and what is made meanwhile stays', async () => {
    const page = await openPage({
      before: () => {
        indexedDB.open = () => new EventTarget() as IDBOpenDBRequest;
      },
    });
    await type(page, 'ioas_alloc');
    expect(await timeline(page)).toHaveLength(12);
  });
});
