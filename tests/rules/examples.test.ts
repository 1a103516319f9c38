/** Every rule of the catalog, by its own violating and passing example. */
import { describe, expect, test } from 'vitest';
import { CATALOG, isRuleSetId, rulesFor, without, type Rule, type RuleSet } from '../../src/index.ts';
import { play } from '../calls.ts';

/** `npm run rules:prove` names a rule here to take out; a test must then fail. */
const removed = process.env['WITHOUT_RULE'];

function rulesOf(rule: Rule): RuleSet {
  const under = rule.example.under ?? 'mainline';
  if (!isRuleSetId(under)) throw new Error(`${rule.id}: there is no rule set ${under}`);
  const rules = rulesFor({ cc: under, driverRefusesMappedDomain: true });
  return removed === undefined ? rules : without(rules, removed);
}

describe.each([...CATALOG.values()].map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  const { setup, violates, passes, thenRefusedBy, avoids } = rule.example;

  test('its violating example is refused by it, with its errno', () => {
    const outcomes = play([...setup, violates], rulesOf(rule));
    for (const outcome of outcomes.slice(0, -1)) expect(outcome.result).toMatchObject({ ok: true });
    const last = outcomes.at(-1);
    expect(last?.result).toEqual({ ok: false, errno: rule.errno, rule: rule.id });
    expect(last?.checks.at(-1)?.rule.id).toBe(rule.id);
  });

  test('its passing example meets it', () => {
    const outcomes = play([...setup, ...passes], rulesOf(rule));
    for (const outcome of outcomes.slice(0, -1)) expect(outcome.result).toMatchObject({ ok: true });
    const last = outcomes.at(-1);
    expect(last?.result).toMatchObject(thenRefusedBy === undefined ? { ok: true } : { ok: false, rule: thenRefusedBy });
    if (avoids !== true) {
      const consulted = last?.checks.filter((check) => check.rule.id === rule.id) ?? [];
      expect(consulted.map((check) => check.violated)).toContain(false);
    }
  });

  test('its sentences name what they are about', () => {
    const outcomes = play([...setup, violates], rulesOf(rule));
    for (const check of outcomes.at(-1)?.checks ?? []) {
      for (const text of [check.rule.asks(check.facts), check.rule.saw(check.facts), check.rule.title]) {
        expect(text).not.toMatch(/undefined|null|NaN|\[object/);
        expect(text.length).toBeGreaterThan(0);
      }
    }
    const failed = outcomes.at(-1)?.checks.at(-1);
    const why = failed === undefined ? '' : failed.rule.why(failed.facts);
    expect(why).toMatch(/^\S.*\.$/s);
    expect(why).not.toMatch(/undefined|null|NaN|\[object/);
  });
});

test('the catalog is not empty, and no two rules say the same', () => {
  expect(CATALOG.size).toBeGreaterThan(80);
  const titles = [...CATALOG.values()].map((rule) => `${rule.kernel?.function} ${rule.title} ${rule.id.split('.')[0]}`);
  expect(new Set(titles).size).toBe(titles.length);
});
