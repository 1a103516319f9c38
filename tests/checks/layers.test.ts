/** The layers hold, and each way of breaking them is reported. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { layerFaults, type Layers } from '../../scripts/layer-faults.ts';

const LAYERS: Layers = {
  trees: {
    src: { order: [['low'], ['left', 'right'], ['high']], doors: [], packages: false },
    app: { order: [['view'], ['canvas']], doors: ['src/index.ts'], packages: true },
  },
  anything: ['app/view/again.ts'],
  owners: { '@xyflow/react': 'app/canvas' },
};

let root = '';

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** What is reported for a project with these files. */
function faults(files: Readonly<Record<string, string>>): string[] {
  root = mkdtempSync(join(tmpdir(), 'layers-'));
  for (const [name, text] of Object.entries({ 'src/index.ts': '', 'app/main.tsx': '', ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return layerFaults(root, LAYERS).map(({ file, line, message }) => `${file}:${line}: ${message}`);
}

const HIGH = 'export const one = 1;\nexport type One = 1;\n';

test('the project keeps its layers', () => {
  expect(layerFaults(fileURLToPath(new URL('../..', import.meta.url)))).toEqual([]);
});

describe('an import of a folder that stands after', () => {
  test.each([
    ['a value', "import { one } from '../high/one.ts';\nexport const two = one;"],
    ['a type', "import type { One } from '../high/one.ts';\nexport type Two = One;"],
    ['a type among values', "import { type One } from '../high/one.ts';\nexport type Two = One;"],
    ['nothing but what it does', "import '../high/one.ts';"],
    ['everything', "import * as all from '../high/one.ts';\nexport const two = all.one;"],
    ['export from', "export { one } from '../high/one.ts';"],
    ['export all', "export * from '../high/one.ts';"],
    ['export type from', "export type { One } from '../high/one.ts';"],
    ['later', "export const later = async () => import('../high/one.ts');"],
    ['the type of a module', "export type Two = import('../high/one.ts').One;"],
    ['a worker', "export const worker = new URL('../high/one.ts', import.meta.url);"],
  ])('is reported: %s', (_, text) => {
    expect(faults({ 'src/high/one.ts': HIGH, 'src/low/two.ts': text })).toEqual([
      'src/low/two.ts:1: src/low does not import src/high/one.ts: high does not stand before it',
    ]);
  });

  test('is reported with its line, from a folder in a folder', () => {
    expect(
      faults({ 'src/high/one.ts': HIGH, 'src/low/in/two.tsx': "/* two\nlines */\nimport '../../high/one.ts';" }),
    ).toEqual(['src/low/in/two.tsx:3: src/low does not import src/high/one.ts: high does not stand before it']);
  });

  test('is reported for folders that stand side by side', () => {
    expect(faults({ 'src/left/one.ts': HIGH, 'src/right/two.ts': "import '../left/one.ts';" })).toHaveLength(1);
  });

  test('is fine the other way round, and within a folder', () => {
    expect(
      faults({
        'src/low/one.ts': HIGH,
        'src/low/three.ts': "import './one.ts';",
        'src/high/two.ts': "import '../low/one.ts';",
        'src/index.ts': "export * from './high/two.ts';",
      }),
    ).toEqual([]);
  });
});

describe('doors and packages', () => {
  test('the page imports the engine by its door alone', () => {
    expect(
      faults({
        'src/low/one.ts': HIGH,
        'app/view/two.ts': "import '../../src/index.ts';\nimport '../../src/low/one.ts';",
        'app/main.tsx': "import '../src/low/one.ts';",
      }),
    ).toEqual([
      'app/main.tsx:1: app does not import src/low/one.ts, only src/index.ts',
      'app/view/two.ts:2: app does not import src/low/one.ts, only src/index.ts',
    ]);
  });

  test('the engine imports neither its own door, nor the page, nor a package, nor Node', () => {
    expect(
      faults({
        'app/view/one.ts': HIGH,
        'src/low/two.ts':
          "import '../index.ts';\nimport '../../app/view/one.ts';\nimport type { Key } from 'react';\nimport 'node:fs';",
      }),
    ).toEqual([
      'src/low/two.ts:1: src/low does not import src/index.ts: what is beside the folders does not stand before it',
      'src/low/two.ts:2: src does not import app/view/one.ts',
      'src/low/two.ts:3: src imports no package, and react is one',
      'src/low/two.ts:4: src imports no package, and node:fs is one',
    ]);
  });

  test('a package with an owner is imported by it alone, by whatever path', () => {
    const text = "import type { Node } from '@xyflow/react/types';\nexport type Mine = Node;\nimport 'react';";
    expect(faults({ 'app/view/one.ts': text, 'app/canvas/two.ts': text })).toEqual([
      'app/view/one.ts:1: only app/canvas imports @xyflow/react/types',
    ]);
  });
});

describe('circles', () => {
  test.each([
    ['of values', "import './a.ts';"],
    ['of types', "import type { A } from './a.ts';\nexport type B = A;"],
    ['through what is loaded later', "export const a = async () => import('./a.ts');"],
  ])('are reported: %s', (_, text) => {
    expect(
      faults({ 'src/low/a.ts': "export * from './b.ts';", 'src/low/b.ts': "import './c.ts';", 'src/low/c.ts': text }),
    ).toEqual(['src/low/c.ts:1: a circle: src/low/a.ts → src/low/b.ts → src/low/c.ts → src/low/a.ts']);
  });

  test('two ways to one file are none', () => {
    expect(
      faults({
        'src/low/a.ts': "import './b.ts';\nimport './c.ts';",
        'src/low/b.ts': "import './c.ts';",
        'src/low/c.ts': HIGH,
      }),
    ).toEqual([]);
  });
});

describe('what can not be checked', () => {
  test('a folder that the table does not know is reported', () => {
    expect(faults({ 'src/stray/one.ts': HIGH })).toEqual(['src/stray/one.ts:1: the table of layers has no src/stray']);
  });

  test.each(['name', '`../high/${name}.ts`', '`../high/one.ts`'])('an import of %s is reported', (what) => {
    expect(faults({ 'app/view/one.ts': `export const load = async (name: string) => import(${what});` })).toEqual([
      'app/view/one.ts:1: the name of what is imported here is no plain string, so nobody can check it',
    ]);
  });

  test('a file that the table allows it may import what it likes', () => {
    expect(faults({ 'app/view/again.ts': 'export const load = async (name: string) => import(name);' })).toEqual([]);
  });

  test('no file at all is a failure', () => {
    root = mkdtempSync(join(tmpdir(), 'layers-'));
    mkdirSync(join(root, 'src'));
    mkdirSync(join(root, 'app'));
    expect(() => layerFaults(root, LAYERS)).toThrow(/has no file of src, app/);
  });

  test('a file that is no TypeScript is a failure that names it', () => {
    expect(() => faults({ 'src/low/one.ts': 'import from from from' })).toThrow(/src\/low\/one\.ts/);
  });
});
