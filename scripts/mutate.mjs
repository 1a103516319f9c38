/**
 * npm run mutate [-- FILES…]: changes the program in one small way after the other and runs the tests that need no browser.
 * Prints how many changes a test noticed, by folder, and each that none did.
 *
 * FILES are paths or patterns: `npm run mutate -- 'src/address/**'`.
 */
import { readFileSync, rmSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { ensureInstalled, root } from './setup.mjs';

const DEFAULT = [
  'src/{engine,ops,address,model,kinds,rules,drivers,rulesets}/**/*.ts',
  'app/{store,view,workspace}/**/*.ts',
];
const REPORTS = 'build/mutation';

ensureInstalled();
process.chdir(root);
const given = process.argv.slice(2);
const { Stryker } = await import('@stryker-mutator/core');
rmSync(REPORTS, { recursive: true, force: true });
const mutants = await new Stryker({
  mutate: given.length > 0 ? given : DEFAULT,
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutate.config.ts' },
  coverageAnalysis: 'perTest',
  // What is worked out when a module is loaded costs a run of all tests; almost all of it is texts.
  ignoreStatic: true,
  // ADR 16 says why these are left out.
  mutator: { excludedMutations: ['StringLiteral', 'OptionalChaining'] },
  concurrency: 2,
  timeoutMS: 10_000,
  // Stryker would read it with TypeScript's old interface, which TypeScript 7 does not have. The tests need none.
  tsconfigFile: 'none',
  tempDirName: 'build/mutation-sandbox',
  ignorePatterns: ['build', 'dist', 'coverage', 'docs', '.ci'],
  reporters: ['progress-append-only', 'html', 'json'],
  htmlReporter: { fileName: `${REPORTS}/index.html` },
  jsonReporter: { fileName: `${REPORTS}/mutation.json` },
  allowConsoleColors: false,
}).runMutationTest();

const NOTICED = new Set(['Killed', 'Timeout']);
const UNNOTICED = new Set(['Survived', 'NoCoverage']);

/** What stands at a place of a file, on one line and not too long. */
function textAt(file, { start, end }) {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .slice(start.line - 1, end.line);
  const last = lines.length - 1;
  const text = lines.map((line, at) =>
    line.slice(at === 0 ? start.column - 1 : 0, at === last ? end.column - 1 : undefined),
  );
  return short(text.join('\n'));
}

function short(text) {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= 90 ? line : `${line.slice(0, 88)} …`;
}

const judged = mutants
  .filter(({ status }) => NOTICED.has(status) || UNNOTICED.has(status))
  .map((mutant) => ({ ...mutant, file: relative(root, mutant.fileName) }));
const unnoticed = judged.filter(({ status }) => UNNOTICED.has(status));

for (const { file, location, replacement, mutatorName, status } of unnoticed) {
  const why = status === 'NoCoverage' ? ', which no test runs' : '';
  console.log(
    `${file}:${location.start.line}  ${mutatorName}${why}\n  - ${textAt(file, location)}\n  + ${short(replacement)}`,
  );
}

const folders = new Map();
for (const { file, status } of judged) {
  for (const folder of [dirname(file), 'all']) {
    const row = folders.get(folder) ?? { changes: 0, noticed: 0, 'not run': 0 };
    row.changes += 1;
    if (NOTICED.has(status)) row.noticed += 1;
    if (status === 'NoCoverage') row['not run'] += 1;
    folders.set(folder, row);
  }
}
const scored = [...folders].sort(([a], [b]) => Number(a === 'all') - Number(b === 'all') || a.localeCompare(b));
console.table(
  Object.fromEntries(
    scored.map(([folder, row]) => [folder, { ...row, score: `${((100 * row.noticed) / row.changes).toFixed(1)} %` }]),
  ),
);
console.log(`${judged.length} changes, ${unnoticed.length} not noticed. The report is ${REPORTS}/index.html`);
// Nothing changed, nothing checked.
process.exitCode = judged.length === 0 ? 1 : 0;
