/** npm run screenshot: takes the README's picture of the page anew. */
import { chromium } from 'playwright-core';
import { build, preview } from 'vite';
import { CHROMIUM } from './chromium.ts';

await build({ logLevel: 'error' });
const server = await preview({ preview: { host: '127.0.0.1', port: 0 } });
const address = server.httpServer.address();
if (address === null || typeof address === 'string') throw new Error('the page is not served');
const browser = await chromium.launch(CHROMIUM);
const page = await browser.newPage({
  viewport: { width: 1440, height: 900 },
  colorScheme: 'light',
  reducedMotion: 'reduce',
});
await page.goto(`http://127.0.0.1:${address.port}/`);
await page.locator('[data-edge="refused"]').waitFor({ state: 'attached' });
await page.locator('[data-object="hwpt:5"]').click();
await page.waitForTimeout(500);
await page.screenshot({ path: 'docs/images/playground.png' });
await browser.close();
await server.close();
