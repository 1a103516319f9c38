/** Parts that are loaded when they are opened, and are not there: the rest goes on, with a message and a way to try again. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { append, newDocument, READY_MACHINES } from '../../src/index.ts';
import { linkOf } from '../../scripts/link.ts';
import { axe, node, openPage, timeline, type, withBrowser } from './browser.ts';
import { button, dialog, expectTheRest, message, savedCalls } from './failures.ts';
import { host } from './host.ts';

withBrowser();

const TRACES = readFileSync(new URL('../conformance/6.12/trace-families.jsonl.gz', import.meta.url));

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
  return linkOf(document);
}

const menu = (page: Page, name: string | RegExp): Locator => page.getByRole('menu', { name });

interface LazyPart {
  /** What the message calls it. */
  readonly name: string;
  readonly hash?: string;
  readonly open: (page: Page) => Promise<unknown>;
  /** What is there once it is loaded. */
  readonly shown: (page: Page) => Locator;
}

/** What keeps documents: no part that is opened. */
const KEEPER = 'app/store/keepInBrowser.ts';

/** Each part that is loaded when it is opened, by its module: how to open it. */
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
