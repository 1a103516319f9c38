/**
 * npm test: everything. Installs what is missing (packages, and Debian's Chromium), then checks, then runs all tests,
 * and ends with one line `N passed, N failed` over all of them.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium, ensureInstalled, root } from './setup.mjs';

ensureInstalled();
const chromium = ensureChromium();
if (chromium === null) {
  console.error("No Chromium was found, and Debian's could not be installed. Set CHROMIUM to the path of one.");
  console.log('0 passed, 1 failed');
  process.exit(1);
}

let passed = 0;
let failed = 0;

/** Each check counts as one test. */
for (const args of [['check.mjs', '--without-tests']]) {
  const [script, ...rest] = args;
  const check = spawnSync(process.execPath, [join(root, 'scripts', script), ...rest], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (check.status === 0) passed += 1;
  else failed += 1;
}

const folder = mkdtempSync(join(tmpdir(), 'iommufd-playground-'));
const report = join(folder, 'report.json');
const vitest = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter',
    'dot',
    '--reporter',
    'json',
    '--outputFile.json',
    report,
  ],
  { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, CHROMIUM: chromium } },
);
try {
  const { numPassedTests, numFailedTests, numTotalTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  passed += numPassedTests;
  failed += numFailedTests;
  // A file that could not be loaded has no tests to count, and is a failure all the same.
  failed += testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  if (numTotalTests === 0) failed += 1;
} catch (error) {
  console.error(`vitest left no report: ${error.message}`);
  failed += 1;
}

// The tests left a build behind; what it loads first must stay small.
const size = spawnSync(process.execPath, [join(root, 'node_modules/size-limit/bin.js')], {
  cwd: root,
  stdio: ['ignore', 2, 2],
});
if (size.status === 0) passed += 1;
else failed += 1;
rmSync(folder, { recursive: true, force: true });
if (vitest.status !== 0 && failed === 0) failed += 1;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
