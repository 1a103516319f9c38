/** What the page claims to be traced is: a trace of that kernel, without a series, was refused by the rule. */
import { expect, test } from 'vitest';
import { CATALOG, conform, type KernelId } from '../../src/index.ts';
import { FILES, tracesOf } from './files.ts';

test('every rule that is said to be traced refused a call of a trace of that kernel', () => {
  const refused = new Set<string>();
  for (const trace of FILES.flatMap(tracesOf).filter(({ rules }) => rules.series.length === 0)) {
    for (const { result } of conform(trace).outcomes)
      if (!result.ok) refused.add(`${trace.rules.kernel} ${result.rule}`);
  }
  const claimed = [...CATALOG.values()].flatMap((rule) =>
    (Object.keys(rule.sources) as KernelId[])
      .filter((kernel) => rule.sources[kernel]?.evidence === 'traced')
      .map((kernel) => `${kernel} ${rule.id}`),
  );
  expect(claimed.length).toBeGreaterThan(50);
  expect(claimed.filter((claim) => !refused.has(claim))).toEqual([]);
});
