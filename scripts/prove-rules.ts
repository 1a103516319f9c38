/**
 * npm run rules:prove [-- RULE…]: takes one rule after the other out of every rule set and runs the rule tests. Each
 * time a test must fail: a rule whose absence nobody notices is no rule.
 */
import { spawnSync } from 'node:child_process';
import { CATALOG } from '../src/index.ts';

const wanted = process.argv.slice(2);
const rules = wanted.length > 0 ? wanted : [...CATALOG.keys()];
const unnoticed: string[] = [];
for (const [index, rule] of rules.entries()) {
  const run = spawnSync(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project',
      'rules',
      '--reporter',
      'json',
      'tests/rules/examples.test.ts',
    ],
    { env: { ...process.env, WITHOUT_RULE: rule }, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  const report = JSON.parse(run.stdout.slice(run.stdout.indexOf('{'))) as { numFailedTests: number };
  const noticed = run.status !== 0 && report.numFailedTests > 0;
  if (!noticed) unnoticed.push(rule);
  console.log(
    `${index + 1}/${rules.length} ${rule}: ${noticed ? `${report.numFailedTests} tests fail` : 'NO TEST FAILS'}`,
  );
}
console.log(
  `${rules.length} rules taken out, ${unnoticed.length} not noticed${unnoticed.length > 0 ? `: ${unnoticed.join(', ')}` : ''}`,
);
process.exitCode = unnoticed.length === 0 && rules.length > 0 ? 0 : 1;
