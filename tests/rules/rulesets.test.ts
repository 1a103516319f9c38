import { describe, expect, test } from 'vitest';
import {
  CATALOG,
  choiceFromJson,
  choiceOf,
  choiceToJson,
  compose,
  rulesFor,
  SERIES_IDS,
  STAGE_RULES,
} from '../../src/index.ts';
import { CC_ON_UNIT_1 } from '../../src/rules/samples.ts';
import { MAINLINE, play } from '../calls.ts';

describe('composing rule sets', () => {
  test('an unknown rule or stage is rejected', () => {
    expect(() => compose('x', 'linux-6.12', [{ remove: ['no.such_rule'] }])).toThrow(
      'no stage has a rule no.such_rule',
    );
    const rule = [...CATALOG.values()][0];
    if (rule === undefined) throw new Error('the catalog is empty');
    expect(() => compose('x', 'linux-6.12', [{ add: [{ stage: 'nowhere', after: null, rule }] }])).toThrow(
      'there is no stage nowhere',
    );
    expect(() => compose('x', 'linux-6.12', [{ add: [{ stage: 'intel.attach', after: 'nope', rule }] }])).toThrow(
      'has no rule nope',
    );
    expect(() => compose('x', 'linux-6.12', [{ replace: [{ id: 'nope', by: rule }] }])).toThrow(
      'no stage has a rule nope',
    );
  });

  test('an added rule is consulted where it was put, and the base stays as it was', () => {
    const strict = {
      ...(CATALOG.get('intel.cc_mismatch') ?? raise()),
      id: 'type1.mixed',
      errno: 'EBUSY' as const,
      violated: () => true,
    };
    const rules = compose('strict', 'linux-6.12', [{ add: [{ stage: 'intel.attach', after: null, rule: strict }] }]);
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
    for (const id of SERIES_IDS) {
      const rules = rulesFor(choiceOf('linux-6.12', id, 'maps-later'));
      expect(Object.isFrozen(rules)).toBe(true);
      expect(rulesFor(choiceOf('linux-6.12', 'maps-later', id))).toBe(rules);
      expect(rules.stages.get('intel.enforce')?.map((rule) => rule.id)).toEqual(['intel.enforce_device_unable']);
    }
  });

  test('a rule is moved, answers another errno, and is found under its id', () => {
    const rules = compose('moved', 'linux-6.12', [
      { move: [{ id: 'intel.address_width', after: null }], errno: { 'intel.address_width': 'ENODEV' } },
    ]);
    expect(rules.stages.get('intel.attach')?.map((rule) => rule.id)).toEqual([
      'intel.address_width',
      'intel.cc_mismatch',
      'intel.dirty_tracking_unsupported',
    ]);
    expect(rules.rules.get('intel.address_width')?.errno).toBe('ENODEV');
    expect(CATALOG.get('intel.address_width')?.errno).toBe('EINVAL');
  });

  test('two rules of one name are rejected, and so is a stage that a rule set does not have', () => {
    const rule = CATALOG.get('intel.cc_mismatch') ?? raise();
    expect(() => compose('x', 'linux-6.12', [{ add: [{ stage: 'amd.attach', after: null, rule }] }])).toThrow(
      'two rules are called intel.cc_mismatch',
    );
    const holed = { ...MAINLINE, stages: new Map([...MAINLINE.stages].filter(([stage]) => stage !== 'device_bind')) };
    expect(() =>
      play(['plug_unit unit=0', 'plug_device device=0 unit=0 group=0', 'device_bind device=0'], holed),
    ).toThrow('has no stage device_bind');
  });
});

describe('the choice of a document', () => {
  test.each([
    [{ kernel: 'linux-2.4' }, /rules.kernel must be one of linux-6.12/],
    [{ kernel: 'linux-6.12', series: 'v4' }, /rules.series must be a list/],
    [{ kernel: 'linux-6.12', series: ['v4', 'v9'] }, /rules.series must be of .* not "v9"/],
    [{ kernel: 'linux-6.12', series: ['v4', 'v4-redirect'] }, /both v4 and v4-redirect/],
    [{ kernel: 'linux-6.12', patch: { name: '' } }, /rules.patch: name must be a text/],
    [
      { kernel: 'linux-6.12', patch: { name: 'x', remove: ['nope'] } },
      /remove names "nope", and there is no such rule/,
    ],
    [{ kernel: 'linux-6.12', patch: { name: 'x', errno: { 'intel.cc_mismatch': 'EWHAT' } } }, /must be an errno/],
    [
      { kernel: 'linux-6.12', patch: { name: 'x', move: [{ id: 'intel.cc_mismatch', after: 'uapi.unknown_call' }] } },
      /must be null or another rule of intel.attach/,
    ],
    [
      { kernel: 'linux-6.12', series: ['maps-later'], patch: { name: 'x', remove: ['intel.enforce_mapped_domain'] } },
      /rules.patch: no stage has a rule intel.enforce_mapped_domain/,
    ],
  ])('%j is refused with a message that says where', (json, message) => {
    const read = choiceFromJson(json);
    expect(read.ok ? '' : read.error).toMatch(message);
  });

  test('a patch reads back from its JSON, and changes the answer', () => {
    const read = choiceFromJson({
      kernel: 'linux-6.12',
      series: ['v4'],
      patch: {
        name: 'no check of CC',
        remove: ['intel.cc_mismatch'],
        errno: { 'intel.address_width': 'ERANGE' },
        move: [{ id: 'intel.address_width', after: null }],
        ccRequest: 'none',
      },
    });
    expect(read.ok).toBe(false);
    const json = {
      kernel: 'linux-6.12',
      series: ['v4'],
      patch: { name: 'no check of CC', remove: ['intel.cc_mismatch'], ccRequest: 'none' },
    };
    const choice = choiceFromJson(json);
    if (!choice.ok) throw new Error(choice.error);
    expect(choiceToJson(choice.value)).toEqual(json);
    const mixed = [...CC_ON_UNIT_1, 'device_attach device=0 pt_id=5'];
    expect(play(mixed, rulesFor(choice.value)).at(-1)?.result).toMatchObject({ ok: true });
    expect(play(mixed).at(-1)?.result).toMatchObject({ errno: 'EINVAL', rule: 'intel.cc_mismatch' });
  });
});

function raise(): never {
  throw new Error('a rule is missing');
}
