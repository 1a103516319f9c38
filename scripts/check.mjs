/** npm run check: everything that needs no browser. */
import { ensureInstalled, root, run } from './setup.mjs';

ensureInstalled();
const bin = (path) => `${root}node_modules/${path}`;
const steps = [
  ['format', [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']],
  ['types', [bin('typescript/bin/tsc'), '-b']],
  ['lint', [bin('oxlint/bin/oxlint'), '--type-aware']],
  ['layers', [`${root}build/scripts/layers.js`]],
  ['dead code', [bin('knip/bin/knip.js')]],
];
for (const [name, args] of steps) {
  console.error(`— ${String(name)}`);
  run(process.execPath, args);
}
if (!process.argv.includes('--without-tests')) {
  run(process.execPath, [
    bin('vitest/vitest.mjs'),
    'run',
    '--project',
    'rules',
    '--project',
    'engine',
    '--project',
    'app',
    '--reporter',
    'dot',
  ]);
}
