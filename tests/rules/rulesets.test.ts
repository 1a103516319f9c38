import { describe, expect, test } from 'vitest';
import { CATALOG, compose, RULE_SET_IDS, rulesFor, STAGE_RULES, without } from '../../src/index.ts';
import { MAINLINE, play } from '../calls.ts';

describe('composing rule sets', () => {
  test('an unknown rule or stage is rejected', () => {
    expect(() => compose('x', [{ remove: ['no.such_rule'] }])).toThrow('no stage has a rule no.such_rule');
    const rule = [...CATALOG.values()][0];
    if (rule === undefined) throw new Error('the catalog is empty');
    expect(() => compose('x', [{ add: [{ stage: 'nowhere', after: null, rule }] }])).toThrow(
      'there is no stage nowhere',
    );
    expect(() => compose('x', [{ add: [{ stage: 'intel.attach', after: 'nope', rule }] }])).toThrow('has no rule nope');
    expect(() => compose('x', [{ replace: [{ id: 'nope', by: rule }] }])).toThrow('no stage has a rule nope');
    expect(() => without(MAINLINE, 'nope')).toThrow('there is no rule nope');
  });

  test('an added rule is consulted where it was put, and the base stays as it was', () => {
    const strict = {
      ...(CATALOG.get('intel.cc_mismatch') ?? raise()),
      id: 'type1.mixed',
      errno: 'EBUSY' as const,
      violated: () => true,
    };
    const rules = compose('strict', [{ add: [{ stage: 'intel.attach', after: null, rule: strict }] }]);
    expect(rules.stages.get('intel.attach')?.map((rule) => rule.id)).toEqual([
      'type1.mixed',
      'intel.cc_mismatch',
      'intel.dirty_tracking_unsupported',
      'intel.address_width',
    ]);
    expect(STAGE_RULES.get('intel.attach')).toHaveLength(3);
    const calls = [
      'plug_unit unit=0',
      'plug_device device=0 unit=0 group=0',
      'ioas_alloc',
      'device_bind device=0',
      'hwpt_alloc dev_id=2 pt_id=1',
      'device_attach device=0 pt_id=3',
    ];
    expect(play(calls, rules).at(-1)?.result).toMatchObject({ errno: 'EBUSY', rule: 'type1.mixed' });
    expect(play(calls).at(-1)?.result).toMatchObject({ ok: true });
  });

  test('a rule set is frozen, and the same choice gives the same one', () => {
    for (const cc of RULE_SET_IDS) {
      const rules = rulesFor({ cc, driverRefusesMappedDomain: false });
      expect(Object.isFrozen(rules)).toBe(true);
      expect(rulesFor({ cc, driverRefusesMappedDomain: false })).toBe(rules);
      expect(rules.stages.get('intel.enforce')?.map((rule) => rule.id)).toEqual(['intel.enforce_device_unable']);
    }
  });
});

function raise(): never {
  throw new Error('a rule is missing');
}
