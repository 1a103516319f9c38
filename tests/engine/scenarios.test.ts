import { describe, expect, test } from 'vitest';
import {
  answerOf,
  enforcesCc,
  hazardsOf,
  objectAt,
  objectsOf,
  pathTo,
  replay,
  rulesFor,
  scenarioDocument,
  SCENARIOS,
} from '../../src/index.ts';

test('there are scenarios enough, with names and ids of their own', () => {
  expect(SCENARIOS.length).toBeGreaterThanOrEqual(16);
  expect(new Set(SCENARIOS.map((scenario) => scenario.id)).size).toBe(SCENARIOS.length);
  expect(new Set(SCENARIOS.map((scenario) => scenario.title)).size).toBe(SCENARIOS.length);
});

describe.each(SCENARIOS.map((scenario) => [scenario.id, scenario] as const))('%s', (_, scenario) => {
  test('ends as it says, with the page tables and hazards that it claims', () => {
    const document = scenarioDocument(scenario);
    const commands = pathTo(document.nodes, document.tip).map((node) => document.nodes[node]?.command);
    const outcomes = replay(
      rulesFor(document.rules),
      document.machine,
      commands.filter((command) => command !== undefined),
    );
    const last = outcomes.at(-1);
    if (last === undefined) throw new Error('the scenario makes no call');
    expect(answerOf(last)).toBe(scenario.ends);
    if (!last.result.ok) expect(last.result.rule).toBe(scenario.refusedBy);
    const enforces = objectsOf(last.next).flatMap((object) =>
      object.type === 'hwpt_paging' ? [[String(object.id), enforcesCc(object)] as const] : [],
    );
    expect(Object.fromEntries(enforces)).toEqual(scenario.enforces);
    expect([...new Set(hazardsOf(last.next).map((hazard) => hazard.id))].toSorted()).toEqual(
      [...(scenario.hazards ?? [])].toSorted(),
    );
  });

  test('has a story, tags, and a note where something is to be seen', () => {
    expect(scenario.story.length).toBeGreaterThan(40);
    expect(scenario.tags.length).toBeGreaterThan(0);
    expect(scenario.calls.some((call) => typeof call !== 'string')).toBe(true);
  });
});

test('a nested attach gives the MSI cookie to the parent', () => {
  const scenario = SCENARIOS.find((one) => one.id === 'msi-cookie');
  if (scenario === undefined) throw new Error('the scenario is gone');
  const document = scenarioDocument(scenario);
  const outcomes = replay(
    rulesFor(document.rules),
    document.machine,
    document.nodes.map((node) => node.command),
  );
  const last = outcomes.at(-1);
  expect(last === undefined ? undefined : objectAt(last.next, 3)).toMatchObject({
    type: 'hwpt_paging',
    msiCookie: true,
  });
});
