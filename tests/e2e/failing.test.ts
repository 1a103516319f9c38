/** What is left when a part of the page fails: everything else, a message, and a way on. */
import { readFileSync } from 'node:fs';
import { deflateRawSync, gunzipSync } from 'node:zlib';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { append, documentFromJson, documentToJson, newDocument, READY_MACHINES } from '../../src/index.ts';
import { axe, node, openPage, timeline, type, withBrowser } from './browser.ts';
import { host } from './host.ts';

withBrowser();

const TRACES = readFileSync(new URL('../conformance/trace-families.jsonl.gz', import.meta.url));

/** What the build made of each module that is loaded when it is needed. */
const MANIFEST = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8')) as Readonly<
  Record<string, { readonly file: string; readonly isDynamicEntry?: boolean }>
>;

/** The addresses of the file that holds a module. */
function chunkOf(module: string): string {
  const file = MANIFEST[module]?.file;
  if (file === undefined) throw new Error(`the build has no file for ${module}`);
  return `**/${file}*`;
}

/** A document with a long timeline. */
function longLink(): string {
  const machine = READY_MACHINES[0]?.machine;
  if (machine === undefined) throw new Error('there is no ready machine');
  const calls = Array.from({ length: 310 }, () => ({ op: 'destroy', id: 99 }) as const);
  const document = append(newDocument('Long', machine), ...calls);
  return `#d1=${deflateRawSync(JSON.stringify(documentToJson(document))).toString('base64url')}`;
}

const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name }).first();
const dialog = (page: Page, name: string | RegExp): Locator => page.getByRole('dialog', { name });
const menu = (page: Page, name: string | RegExp): Locator => page.getByRole('menu', { name });

interface LazyPart {
  /** What the message calls it. */
  readonly name: string;
  readonly hash?: string;
  readonly open: (page: Page) => Promise<unknown>;
  /** What is there once it is loaded. */
  readonly shown: (page: Page) => Locator;
}

/** Each part that is loaded when it is opened, by its module: how to open it. */
const KEEPER = 'app/store/keepInBrowser.ts';

const PARTS: Readonly<Record<string, LazyPart>> = {
  'app/dialogs/Gallery.tsx': {
    name: 'The gallery',
    open: (page) => page.keyboard.press('Control+g'),
    shown: (page) => dialog(page, 'Start from'),
  },
  'app/dialogs/Documents.tsx': {
    name: 'The list of documents',
    open: async (page) => {
      await button(page, /Refused: a device/).click();
      await page.getByRole('menuitem', { name: /Documents kept/ }).click();
    },
    shown: (page) => dialog(page, 'Documents'),
  },
  'app/panels/inspector/Selected.tsx': {
    name: 'The inspector',
    open: (page) => page.locator('[data-outline="unit:0"]').click(),
    shown: (page) => page.getByRole('heading', { name: 'unit 0' }),
  },
  'app/dialogs/Share.tsx': {
    name: 'The sharing dialog',
    open: (page) => button(page, 'Share').click(),
    shown: (page) => dialog(page, 'Share'),
  },
  'app/dialogs/Palette.tsx': {
    name: 'The list of actions',
    open: (page) => page.keyboard.press('Control+k'),
    shown: (page) => dialog(page, 'Actions'),
  },
  'app/dialogs/Reference.tsx': {
    name: 'The glossary',
    open: (page) => button(page, 'Glossary').click(),
    shown: (page) => dialog(page, 'Glossary'),
  },
  'app/dialogs/RuleSets.tsx': {
    name: 'The comparison of the kernels',
    open: (page) => button(page, 'How the kernels differ').click(),
    shown: (page) => dialog(page, 'Rule sets'),
  },
  'app/dialogs/CallForm.tsx': {
    name: 'The form',
    open: (page) => page.getByRole('region', { name: 'Add' }).getByRole('button').first().click(),
    shown: (page) => page.getByRole('dialog').locator('form'),
  },
  'app/dialogs/NodeMenu.tsx': {
    name: 'The menu',
    open: (page) => node(page, 'hwpt:7').click({ button: 'right' }),
    shown: (page) => menu(page, 'Actions on hwpt 7'),
  },
  'app/ui/MenuList.tsx': {
    name: 'The menu',
    open: (page) => button(page, /Refused: a device/).click(),
    shown: (page) => menu(page, 'Document'),
  },
  'app/panels/TracePicker.tsx': {
    name: 'The list of traces',
    open: (page) => page.getByLabel('Open file').setInputFiles({ name: 't.gz', mimeType: 'a/b', buffer: TRACES }),
    shown: (page) => dialog(page, /kernel traces/),
  },
  'app/ui/VirtualRows.tsx': {
    name: 'The long list',
    hash: longLink(),
    open: () => Promise.resolve(),
    shown: (page) => page.getByRole('list', { name: 'Timeline' }).getByRole('listitem').first(),
  },
};

const message = (page: Page): Locator => page.getByRole('alert');

/** The parts of the page beside the one that failed. A dialog over them takes their roles away for a while. */
async function expectTheRest(page: Page): Promise<void> {
  for (const part of [
    '[data-object="device:0"]',
    'input[aria-label="Command"]',
    'nav[aria-label="Outline"]',
    'header h1',
  ])
    expect(await page.locator(part).count()).toBe(1);
}

describe('a part that is loaded when it is opened', () => {
  test('is in the list of these tests', () => {
    const built = Object.entries(MANIFEST).flatMap(([module, { isDynamicEntry }]) =>
      isDynamicEntry === true ? [module] : [],
    );
    // What keeps documents is no part that is opened: it has a test of its own.
    expect(built.filter((module) => module !== KEEPER).toSorted()).toEqual(Object.keys(PARTS).toSorted());
  });

  test.each(Object.entries(PARTS))(
    '%s says that it could not be loaded, and is there when tried again',
    async (module, part) => {
      const chunk = chunkOf(module);
      const page = await openPage({ failing: true });
      await page.route(chunk, (route) => route.abort());
      if (part.hash !== undefined) await page.goto(page.url() + part.hash);
      await part.open(page);
      await expect.poll(() => message(page).innerText()).toContain(`${part.name} could not be loaded.`);
      await expectTheRest(page);

      // A new version on the server has other files: the old ones are not found.
      await page.unroute(chunk);
      await page.route(chunk, (route) => route.fulfill({ status: 404 }));
      await button(page, 'Try again').click();
      await message(page).waitFor({ state: 'detached' });
      await expect.poll(() => message(page).innerText()).toContain(`${part.name} could not be loaded.`);
      await expectTheRest(page);

      await page.unroute(chunk);
      await button(page, 'Try again').click();
      await part.shown(page).waitFor();
      expect(await message(page).count()).toBe(0);
    },
  );

  test('gives the focus back when its failure is closed, and is fetched again when opened anew', async () => {
    const page = await openPage({ failing: true });
    const chunk = chunkOf('app/dialogs/Share.tsx');
    await page.route(chunk, (route) => route.abort());
    for (const way of ['Escape', 'Close']) {
      await button(page, 'Share').click();
      await message(page).waitFor();
      if (way === 'Escape') await page.keyboard.press('Escape');
      else await dialog(page, 'Something failed').getByRole('button', { name: 'Close' }).click();
      await message(page).waitFor({ state: 'detached' });
      expect(await button(page, 'Share').evaluate((one) => one === one.ownerDocument.activeElement)).toBe(true);
    }
    await page.unroute(chunk);
    await button(page, 'Share').click();
    await dialog(page, 'Share').waitFor();
  });

  test('is kept from nobody by the message: it is accessible, and saves the document', async () => {
    const page = await openPage({ failing: true });
    await type(page, 'ioas_alloc');
    await page.route(chunkOf('app/dialogs/Share.tsx'), (route) => route.abort());
    await button(page, 'Share').click();
    await message(page).waitFor();
    expect(await axe(page)).toEqual([]);
    expect(await savedCalls(page, message(page))).toBe(12);
  });

  test('reloads the page only when the document is kept', async () => {
    const page = await openPage({ failing: true });
    await page.route(chunkOf('app/dialogs/Share.tsx'), (route) => route.abort());
    await type(page, 'ioas_alloc');
    await button(page, 'Share').click();
    await button(page, /^Reload the page/).click();
    await message(page).waitFor({ state: 'detached' });
    await expect.poll(() => timeline(page)).toHaveLength(12);
  });
});

test('without the part that keeps documents the page says so, works, and saves a file', async () => {
  const page = await openPage({ failing: true });
  await page.route(chunkOf(KEEPER), (route) => route.abort());
  await page.reload();
  await expect
    .poll(() => page.getByText(/This document is not kept/).innerText())
    .toContain('a part of this page did not load');
  await type(page, 'ioas_alloc');
  expect(await timeline(page)).toHaveLength(12);
  expect(await savedCalls(page, page.getByRole('status'), 'Save as a file')).toBe(12);
});

test('without its server the page goes on, whatever is opened', async () => {
  const server = await host('dist');
  const page = await openPage({ address: server.address, failing: true });
  await server.stop();
  for (const [module, { name, open }] of Object.entries(PARTS)) {
    // They are opened by what is missing itself, or by opening a document.
    if (module === 'app/dialogs/Documents.tsx' || module === 'app/ui/VirtualRows.tsx') continue;
    await open(page);
    const said = message(page).filter({ hasText: `${name} could not be loaded.` });
    await said.waitFor();
    // What is opened by a node selects it as well, and the inspector says that it failed, too.
    for (let left = await message(page).count(); left > 0; left = await message(page).count()) {
      await page.keyboard.press('Escape');
      await expect.poll(() => message(page).count()).toBeLessThan(left);
    }
  }
  await type(page, 'ioas_alloc');
  expect(await timeline(page)).toHaveLength(12);
});

/** The timeline, a list, is the only one of its kind whose size is observed. */
function breakTimeline(): void {
  const observe = Reflect.get(ResizeObserver.prototype, 'observe');
  ResizeObserver.prototype.observe = function broken(target, options) {
    if (target instanceof HTMLOListElement) throw new Error('sizes can not be observed');
    observe.call(this, target, options);
  };
  Object.assign(globalThis, { mend: () => Object.assign(ResizeObserver.prototype, { observe }) });
}

/** Saves the document by the button in `place`. Answers its calls. */
async function savedCalls(page: Page, place: Locator, name = 'Save my document'): Promise<number> {
  const [download] = await Promise.all([page.waitForEvent('download'), place.getByRole('button', { name }).click()]);
  const saved = documentFromJson(JSON.parse(readFileSync(await download.path(), 'utf8')));
  if (!saved.ok) throw new Error(saved.error);
  return saved.value.nodes.length;
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

test('traces of the same name are rows of their own', async () => {
  const [first = ''] = gunzipSync(TRACES).toString().split('\n');
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
