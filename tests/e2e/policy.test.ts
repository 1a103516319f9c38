/** The policy that the page sets itself: what text may not become. */
import { describe, expect, test } from 'vitest';
import { openPage, withBrowser } from './browser.ts';
import { button, dialog } from './failures.ts';

withBrowser();

describe('the policy of the page', () => {
  test('lets no text become HTML, a script or a style', async () => {
    const page = await openPage({ failing: true });
    expect(
      await page.evaluate(() => {
        const tries = [
          () => (document.createElement('p').innerHTML = '<b>bold</b>'),
          () => (document.createElement('script').text = 'void 0'),
          () => new Worker('https://example.test/worker.js'),
        ];
        return tries.map((attempt) => {
          try {
            attempt();
            return 'allowed';
          } catch (error) {
            return error instanceof TypeError ? 'refused' : String(error);
          }
        });
      }),
    ).toEqual(['refused', 'refused', 'refused']);
    const colour = await page.evaluate(() => {
      const style = document.createElement('style');
      style.textContent = 'h1 { color: rgb(1, 2, 3) !important; }';
      document.head.append(style);
      return getComputedStyle(document.querySelector('h1') ?? document.body).color;
    });
    expect(colour).not.toBe('rgb(1, 2, 3)');
  });

  test('still lets a dialog hold the page behind it', async () => {
    const page = await openPage();
    const overflow = () => page.evaluate(() => getComputedStyle(document.body).overflowY);
    const before = await overflow();
    await button(page, 'Share').click();
    await dialog(page, 'Share').waitFor();
    expect(await overflow()).toBe('hidden');
    await page.keyboard.press('Escape');
    await expect.poll(overflow).toBe(before);
  });
});
