/**
 * npm run bench:ui [-- NODES…]: load, edit and drag of the page beside a bare React Flow page with as many nodes and edges, in one
 * run. Machines are noisy: look at the ratios.
 */
import react from '@vitejs/plugin-react';
import { chromium, type Page } from 'playwright-core';
import { build, preview } from 'vite';
import {
  append,
  machineOf,
  newDocument,
  parseCommand,
  type Command,
  type Device,
  type Document,
  type Op,
  type Unit,
  deviceId,
  groupId,
  unitId,
} from '../src/index.ts';
import { CHROMIUM } from './chromium.ts';
import { linkOf } from './link.ts';

const RUNS = 3;
/** The calls of the long timeline. */
const LONG = 10_000;

function command(line: string): Command {
  const parsed = parseCommand(line);
  if (!parsed.ok) throw new Error(`${line}: ${parsed.error.message}`);
  return parsed.command;
}

/** A document that ends with about `nodes` nodes: a tenth of it hardware, the rest page tables. */
function documentOf(nodes: number): Document {
  const devices = Math.max(4, Math.floor(nodes / 20));
  const units: Unit[] = Array.from({ length: Math.max(1, Math.floor(devices / 10)) }, (_, id) => ({
    id: unitId(id),
    driver: 'intel',
    coherent: true,
    enforceCacheCoherency: id % 2 === 0,
    dirtyTracking: true,
    nesting: true,
    addressWidth: 48,
    scalableMode: true,
    levels: 0,
    name: '',
  }));
  const parts: Device[] = Array.from({ length: devices }, (_, id) => ({
    id: deviceId(id),
    unit: unitId(id % units.length),
    group: groupId(id),
    isolatedMsi: true,
    reserved: [],
    name: '',
  }));
  const machine = machineOf(units, parts, [{ start: 0x1000_0000_0000n, last: 0x1000_00ff_ffffn }]);
  let document = append(
    newDocument(`${nodes} nodes`, machine),
    command('ioas_alloc'),
    command('ioas_map ioas=1 iova=0x10000 length=0x10000'),
  );
  document = append(document, ...parts.map((device) => command(`device_bind device=${device.id}`)));
  const tables = nodes - units.length - 2 * devices - 2;
  document = append(
    document,
    ...Array.from({ length: tables }, (_, index) => command(`hwpt_alloc dev_id=${2 + (index % devices)} pt_id=1`)),
  );
  return append(
    document,
    ...parts.map((device) => command(`device_attach device=${device.id} pt_id=${2 + devices + device.id}`)),
  );
}

/** The nodes and edges of the graph at the end of the document: each attachment, each page table and the one mapping has an edge. */
function counted({ machine, nodes: calls }: Document): { readonly nodes: number; readonly edges: number } {
  const of = (op: Op): number => calls.filter(({ command: { op: made } }) => made === op).length;
  return {
    nodes: machine.units.size + 2 * machine.devices.size + of('hwpt_alloc') + 2,
    edges: of('device_attach') + of('hwpt_alloc') + 1,
  };
}

interface Figures {
  load: number;
  edit: number;
  drag: number;
}

/** Milliseconds from the navigation to the frame that has the graph; all of it, or all that is in sight, comes at once. */
async function load(page: Page, url: string): Promise<number> {
  await page.goto('about:blank');
  await page.goto(url);
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          if (
            document.querySelector('.react-flow__node') !== null &&
            document.querySelector('.react-flow__edge') !== null
          )
            requestAnimationFrame(() => resolve(performance.now()));
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
}

/** Milliseconds from an edit to the frame that shows it; the median of seven. */
async function edit(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const frame = (): Promise<number> =>
      new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())));
    const input = document.querySelector<HTMLInputElement>('input[aria-label="Command"]');
    const times: number[] = [];
    for (let run = 0; run < 7; run += 1) {
      await new Promise((resolve) => setTimeout(resolve, 150));
      await frame();
      if (input !== null) {
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(
          input,
          'hwpt_alloc dev_id=2 pt_id=1',
        );
        input.dispatchEvent(new Event('input', { bubbles: true }));
        await frame();
        await frame();
      }
      const start = performance.now();
      if (input === null) (window as unknown as { edit: () => void }).edit();
      else input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
      await frame();
      times.push((await frame()) - start);
    }
    return times.toSorted((a, b) => a - b)[3] ?? 0;
  });
}

/** The median milliseconds of a frame while a card is dragged. */
async function drag(page: Page, selector: string): Promise<number> {
  const box = await page.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`${selector} is not on the screen`);
  await page.evaluate(() => {
    const times: number[] = [];
    let before = performance.now();
    const tick = (): void => {
      const now = performance.now();
      times.push(now - before);
      before = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    Object.assign(window, { times });
  });
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  for (let move = 0; move < 40; move += 1)
    await page.mouse.move(box.x + box.width / 2 + move * 2, box.y + box.height / 2 + move);
  const times = await page.evaluate(() => (window as unknown as { times: number[] }).times);
  await page.mouse.up();
  const dragging = times.slice(-40).toSorted((a, b) => a - b);
  return dragging[Math.floor(dragging.length / 2)] ?? 0;
}

async function measure(page: Page, url: string, card: string, ready: string): Promise<Figures> {
  const least: Figures = { load: Infinity, edit: Infinity, drag: Infinity };
  for (let run = 0; run < RUNS; run += 1) {
    least.load = Math.min(least.load, await load(page, url));
    await page.locator(ready).first().waitFor({ state: 'attached' });
    least.edit = Math.min(least.edit, await edit(page));
    least.drag = Math.min(least.drag, await drag(page, card));
  }
  return least;
}

/** A document of many calls: what a call costs there, and the frames while the timeline scrolls from end to end. */
async function longTimeline(): Promise<void> {
  const turns = Array.from({ length: LONG / 2 }, () => [
    command('ioas_map ioas=1 iova=0x10000 length=0x10000'),
    command('ioas_unmap ioas=1 iova=0x10000 length=0x10000'),
  ]).flat();
  const document = append(documentOf(30), ...turns);
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
  });
  const page = await context.newPage();
  const hash = linkOf(document);
  const loaded = await load(page, `http://127.0.0.1:4501/${hash}`);
  await page.locator('input[aria-label="Command"]').waitFor();
  const edited = await edit(page);
  const frames = await page.evaluate(async () => {
    const list = globalThis.document.querySelector('ol[aria-label="Timeline"]');
    const times: number[] = [];
    if (list === null) return times;
    let before = performance.now();
    for (let frame = 0; frame < 120; frame += 1) {
      list.scrollTop = (list.scrollHeight * frame) / 120;
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      times.push(now - before);
      before = now;
    }
    return times.toSorted((a, b) => a - b);
  });
  const at = (part: number): string => (frames[Math.floor(frames.length * part)] ?? 0).toFixed(0);
  console.log(`a timeline of ${document.nodes.length} calls`);
  console.log(
    `  load: ${loaded.toFixed(0)} ms; a call: ${edited.toFixed(0)} ms; scrolling: ${at(0.5)} ms a frame, ${at(0.95)} ms at most in 95 of 100`,
  );
  await context.close();
}

await build({ logLevel: 'error', build: { outDir: 'build/bench-app', chunkSizeWarningLimit: 2000 } });
await build({
  configFile: false,
  root: 'tests/bench',
  logLevel: 'error',
  plugins: [react()],
  build: { outDir: '../../build/bench-bare', emptyOutDir: true, rolldownOptions: { input: 'tests/bench/bare.html' } },
});
const app = await preview({
  logLevel: 'error',
  build: { outDir: 'build/bench-app' },
  preview: { host: '127.0.0.1', port: 4501, strictPort: true },
});
const bare = await preview({
  configFile: false,
  root: 'tests/bench',
  logLevel: 'error',
  build: { outDir: '../../build/bench-bare' },
  preview: { host: '127.0.0.1', port: 4502, strictPort: true },
});
const browser = await chromium.launch(CHROMIUM);
const sizes = process.argv.slice(2).map(Number);
for (const size of sizes.length > 0 ? sizes : [100, 500, 2000]) {
  const document = documentOf(size);
  const hash = linkOf(document);
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
  });
  const page = await context.newPage();
  const { nodes, edges } = counted(document);
  const ours = await measure(
    page,
    `http://127.0.0.1:4501/${hash}`,
    '.react-flow__node[data-id^="unit"]',
    'input[aria-label="Command"]',
  );
  const bareUrl = `http://127.0.0.1:4502/bare.html?nodes=${nodes}&edges=${edges}`;
  const all = await measure(page, bareUrl, '.react-flow__node', '.react-flow__node');
  const sparse = await measure(page, `${bareUrl}&sparse`, '.react-flow__node', '.react-flow__node');
  console.log(`${nodes} nodes, ${edges} edges`);
  for (const name of ['load', 'edit', 'drag'] as const) {
    console.log(
      `  ${name}: ${ours[name].toFixed(0)} ms; bare ${all[name].toFixed(0)} ms with all drawn, ${sparse[name].toFixed(0)} ms with what is in sight; ratio to the better ${(ours[name] / Math.min(all[name], sparse[name])).toFixed(2)}`,
    );
  }
  await context.close();
}
await longTimeline();
await browser.close();
await app.close();
await bare.close();
