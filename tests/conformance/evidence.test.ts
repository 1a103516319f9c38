/** What a rule says of how it is known is what the traces of that kernel show: no more, and no less. */
import { expect, test } from 'vitest';
import { CATALOG, conform, type Evidence, type KernelId, type Rule } from '../../src/index.ts';
import { FILES, tracesOf } from './files.ts';

/** The rules that refused a call, as `kernel rule`, by the traces that did it. */
function refusedIn() {
  const by = { core: new Set<string>(), real: new Set<string>(), series: new Set<string>() };
  for (const trace of FILES.flatMap(tracesOf)) {
    const { kernel, series } = trace.rules;
    const into = series.length > 0 ? by.series : trace.realDrivers ? by.real : by.core;
    for (const { result } of conform(trace).outcomes) if (!result.ok) into.add(`${kernel} ${result.rule}`);
  }
  return by;
}

test('every rule says of its evidence what the traces show', () => {
  const { core, real, series } = refusedIn();
  const shown = (kernel: KernelId, { id, layer }: Rule): Evidence => {
    const key = `${kernel} ${id}`;
    if (layer === 'driver' && real.has(key)) return 'real-driver';
    if (core.has(key) || real.has(key)) return layer === 'driver' ? 'played' : 'traced';
    return series.has(key) ? 'series' : 'read';
  };
  const claims = [...CATALOG.values()].flatMap((rule) =>
    (Object.keys(rule.sources) as KernelId[]).map((kernel) => ({
      rule: `${kernel} ${rule.id}`,
      says: rule.sources[kernel]?.evidence,
      shown: shown(kernel, rule),
    })),
  );
  expect(claims.filter((claim) => claim.says === 'traced').length).toBeGreaterThan(50);
  expect(claims.filter((claim) => claim.says !== claim.shown)).toEqual([]);
});
