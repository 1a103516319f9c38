/** Every rule of the catalog, by its own violating and passing example. */
import { describe, expect, test } from 'vitest';
import { CATALOG, choiceOf, isSeriesId, ruleOf, rulesFor, without, type Rule, type RuleSet } from '../../src/index.ts';
import { play } from '../calls.ts';

/** `npm run rules:prove` names a rule here to take out; a test must then fail. */
const removed = process.env['WITHOUT_RULE'];

function rulesOf(rule: Rule): RuleSet {
  const { under } = rule.example;
  if (under !== undefined && !isSeriesId(under)) throw new Error(`${rule.id}: there is no series ${under}`);
  const rules = rulesFor(choiceOf('linux-6.12', ...(under === undefined ? [] : [under])));
  return removed === undefined ? rules : without(rules, removed);
}

describe.each([...CATALOG.values()].map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  const { setup, violates, passes, thenRefusedBy, avoids } = rule.example;

  test('its violating example is refused by it, with its errno', () => {
    const outcomes = play([...setup, violates], rulesOf(rule));
    for (const outcome of outcomes.slice(0, -1)) expect(outcome.result).toMatchObject({ ok: true });
    const last = outcomes.at(-1);
    expect(last?.result).toEqual({ ok: false, errno: rule.errno, rule: rule.id });
    expect(last?.checks.at(-1)?.rule).toBe(rule.id);
  });

  test('its passing example meets it', () => {
    const outcomes = play([...setup, ...passes], rulesOf(rule));
    for (const outcome of outcomes.slice(0, -1)) expect(outcome.result).toMatchObject({ ok: true });
    const last = outcomes.at(-1);
    expect(last?.result).toMatchObject(thenRefusedBy === undefined ? { ok: true } : { ok: false, rule: thenRefusedBy });
    if (avoids !== true) {
      const consulted = last?.checks.filter((check) => check.rule === rule.id) ?? [];
      expect(consulted.map((check) => check.violated)).toContain(false);
    }
  });

  test('its sentences name what they are about', () => {
    const rules = rulesOf(rule);
    const outcomes = play([...setup, violates], rules);
    for (const check of outcomes.at(-1)?.checks ?? []) {
      const consulted = ruleOf(rules, check);
      for (const text of [consulted.asks(check.facts), consulted.saw(check.facts), consulted.title]) {
        expect(text).not.toMatch(/undefined|null|NaN|\[object/);
        expect(text.length).toBeGreaterThan(0);
      }
    }
    const failed = outcomes.at(-1)?.checks.at(-1);
    const why = failed === undefined ? '' : ruleOf(rules, failed).why(failed.facts);
    expect(why).toMatch(/^\S.*\.$/s);
    expect(why).not.toMatch(/undefined|null|NaN|\[object/);
  });
});

test('the catalog is not empty, and no two rules say the same', () => {
  expect(CATALOG.size).toBeGreaterThan(80);
  const titles = [...CATALOG.values()].map(
    (rule) => `${rule.sources['linux-6.12']?.function} ${rule.title} ${rule.id.split('.')[0]}`,
  );
  expect(new Set(titles).size).toBe(titles.length);
});
