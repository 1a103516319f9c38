/** A call in words, what came of it, and the sentences of what was decided on the way. */
import { describe, expect, test } from 'vitest';
import {
  changeLine,
  choiceOf,
  decisionSentence,
  doneSentence,
  explain,
  explanationText,
  intentOf,
  ruleFacts,
  rulesFor,
  shortOut,
  type Decision,
  type RuleSet,
} from '../../src/index.ts';
import { CC_ON_UNIT_1, TWO_UNITS, WITH_HWPT } from '../../src/rules/samples.ts';
import { command, MAINLINE, play, stateAfter } from '../calls.ts';

const STATE = stateAfter([...WITH_HWPT, 'ioas_map ioas=1 iova=0x10000 length=0x1000']);

describe('what a call does', () => {
  test.each([
    ['device_attach device=0 pt_id=3', 'Attach device 0 to hwpt 3'],
    ['device_attach device=0 pt_id=9', 'Attach device 0 to object 9'],
    ['destroy id=2', 'Destroy device 0'],
    ['destroy id=1', 'Destroy ioas 1'],
    ['ioas_unmap ioas=9 iova=0x10000 length=0x1000', 'Unmap 0x10000 in ioas 9'],
    ['ioas_map ioas=1 iova=0 length=0x2000', 'Map 8 KiB in ioas 1'],
    ['set_dirty_tracking hwpt=3 enable=yes', 'Start dirty tracking on hwpt 3'],
    ['set_dirty_tracking hwpt=3 enable=no', 'Stop dirty tracking on hwpt 3'],
    ['option_huge_pages ioas=1 value=0', 'Switch huge pages of ioas 1 off'],
    ['option_huge_pages ioas=1 value=1', 'Switch huge pages of ioas 1 on'],
    ['add_memory start=0x1000 last=0x2fff', 'Add 8 KiB of user memory'],
  ])('%s', (line, intent) => {
    expect(intentOf(STATE, command(line))).toBe(intent);
  });
});

describe('what came of a call', () => {
  test.each([
    ['ioas_alloc', 'The new IOAS is ioas 4.', 'ioas 4'],
    ['ioas_map ioas=1 iova=0x50000 length=0x1000', 'Mapped at IOVA 0x50000.', '0x50000'],
    ['ioas_unmap ioas=1 iova=0x10000 length=0x1000', '4 KiB were unmapped.', '4 KiB'],
    ['device_attach device=0 pt_id=3', 'The device is on hwpt 3.', 'hwpt 3'],
    ['ioas_allow_iovas ioas=1 ranges=0x20000-0x2ffff', 'Done.', ''],
    ['translate hwpt=3 iova=0x10000', 'User address 0x100000000000, rw, force-snoop bit 1.', '0x100000000000'],
    ['ioas_iova_ranges ioas=1', '1 usable range: 0x0–0xffffffffffff, alignment 4096.', '1 range'],
  ])('%s', (line, sentence, short) => {
    const outcome = play([line], MAINLINE, STATE).at(-1);
    if (outcome?.result.ok !== true) throw new Error(`${line} was refused`);
    const { out } = outcome.result;
    expect(doneSentence(STATE, command(line), out)).toBe(sentence);
    expect(shortOut(command(line).op, out)).toBe(short);
  });

  test('ranges are counted, and listed where there are some', () => {
    const said = (outRanges: readonly { start: bigint; last: bigint }[]): string =>
      doneSentence(STATE, command('ioas_iova_ranges ioas=1'), { outRanges, outAlignment: 1n });
    expect(said([])).toBe('0 usable ranges, alignment 1.');
    expect(
      said([
        { start: 0n, last: 15n },
        { start: 32n, last: 47n },
      ]),
    ).toBe('2 usable ranges: 0x0–0xf, 0x20–0x2f, alignment 1.');
  });
});

test.each<[Decision, string]>([
  [
    { kind: 'cc_at_allocation', hwpt: 3, device: 0, enforces: true },
    'hwpt 3 enforces cache coherency, because the unit in front of device 0 can.',
  ],
  [
    { kind: 'cc_at_allocation', hwpt: 3, device: 0, enforces: false },
    'hwpt 3 does not enforce cache coherency, because the unit in front of device 0 cannot.',
  ],
  [
    { kind: 'cc_upgraded', hwpt: 3, device: 0, older: 0 },
    'The attach of device 0 made hwpt 3 enforce cache coherency.',
  ],
  [
    { kind: 'cc_upgraded', hwpt: 3, device: 0, older: 2 },
    'The attach of device 0 made hwpt 3 enforce cache coherency; what was mapped before (2 areas) keeps entries without the snoop bit.',
  ],
  [{ kind: 'msi_cookie', hwpt: 3, start: 0x800_0000n }, 'hwpt 3 got an MSI cookie for the window at 0x8000000.'],
  [{ kind: 'iova_chosen', iova: 0x2000n, alignment: 4096n }, 'The kernel chose IOVA 0x2000, aligned to 4 KiB.'],
  [{ kind: 'already_there', hwpt: 3 }, 'The group is on hwpt 3 already, so nothing changes.'],
  [{ kind: 'not_attached', device: 4 }, 'Device 4 was not attached, so nothing changes.'],
  [{ kind: 'areas_gone', ioas: 1, areas: 1 }, '1 area of ioas 1 went before the refusal, and stays gone.'],
  [{ kind: 'areas_gone', ioas: 1, areas: 2 }, '2 areas of ioas 1 went before the refusal, and stay gone.'],
])('a decision is a sentence: %#', (decision, sentence) => {
  expect(decisionSentence(decision)).toBe(sentence);
});

describe('an explanation', () => {
  function explained(before: readonly string[], line: string, rules: RuleSet = MAINLINE) {
    const state = stateAfter(before, rules);
    const outcome = play([line], rules, state).at(-1);
    if (outcome === undefined) throw new Error('no call was made');
    const explanation = explain(rules, state, command(line), outcome);
    return { explanation, text: explanationText(rules, line, explanation).split('\n') };
  }

  test('of a refused attach names the target and the device', () => {
    const { explanation } = explained(CC_ON_UNIT_1, 'device_attach device=0 pt_id=5');
    expect(explanation).toMatchObject({
      title: 'Why hwpt 5 refuses device 0',
      answer: 'EINVAL',
      rule: 'intel.cc_mismatch',
      candidates: [],
    });
    expect(explanation.brief).not.toBeNull();
    expect(explanation.blame.length).toBeGreaterThan(0);
    expect(explained(TWO_UNITS, 'device_attach device=0 pt_id=99').explanation.title).toBe(
      'Why object 99 refuses device 0',
    );
  });

  test('of another refusal says what was refused', () => {
    expect(explained(WITH_HWPT, 'destroy id=1').explanation.title).toBe('Refused: destroy ioas 1');
  });

  test('of a call that succeeded has nobody to blame', () => {
    const { explanation, text } = explained([], 'ioas_alloc');
    expect(explanation).toMatchObject({ title: 'Allocate an IOAS', answer: '0', rule: null, brief: null, blame: [] });
    expect(text).toEqual([
      'ioas_alloc',
      '→ 0',
      '',
      'Allocate an IOAS',
      'The new IOAS is ioas 1.',
      '',
      'Checks, in order:',
      '  (none: this call is never refused)',
      '',
      'What changed:',
      '  ioas 1 is new',
    ]);
  });

  test('marks each check, and tells of the one that refused where it stands and who argued it', () => {
    const { text } = explained(CC_ON_UNIT_1, 'device_attach device=0 pt_id=5');
    expect(text.filter((line) => line.startsWith('  ✗'))).toHaveLength(1);
    expect(text.filter((line) => line.startsWith('  ✓')).length).toBeGreaterThan(2);
    expect(text.filter((line) => line.startsWith('  –'))).toHaveLength(2);
    const at = text.findIndex((line) => line.startsWith('  ✗'));
    expect(text[at + 1]).toMatch(
      /^ {6}rule intel\.cc_mismatch: EINVAL from driver, \w+ in drivers\/\S+ \(traced, real driver\)$/,
    );
    expect(text.some((line) => /^ {6}argued in messages #\d+/.test(line))).toBe(true);
    expect(text).not.toContain('  (none: this call is never refused)');
    expect(text).not.toContain('What changed:');
    expect(text).not.toContain('Automatic search:');
  });

  test('lists the page tables that an automatic search tried, and what was decided', () => {
    const { text, explanation } = explained(
      [...TWO_UNITS, 'device_attach device=1 pt_id=1'],
      'device_attach device=0 pt_id=1',
    );
    expect(explanation.candidates.map(({ hwpt, fresh, chosen, errno }) => [hwpt, fresh, chosen, errno])).toEqual([
      [5, false, false, 'EINVAL'],
      [6, true, true, null],
    ]);
    const at = text.indexOf('Automatic search:');
    expect(text[at - 1]).toBe('');
    expect(text[at + 1]).toMatch(/^ {2}hwpt 5: EINVAL — \S/);
    expect(text[at + 2]).toBe('  hwpt 6 (new): 0 — made for this device');
    expect(text).toContain('On the way:');
    expect(text).toContain('  hwpt 6 is new');
    const reused = explained([...TWO_UNITS, 'device_attach device=1 pt_id=1'], 'device_attach device=2 pt_id=1');
    expect(reused.text).toContain('  hwpt 5: 0 — takes the device');
  });

  test('says for which releases a rule holds, where not for all', () => {
    const rules = rulesFor(choiceOf('linux-6.12'));
    const facts = [...rules.rules.keys()].map((id) => ruleFacts(rules, id));
    expect(facts.every(({ layer, title }) => layer !== '' && title !== '')).toBe(true);
    expect(() => ruleFacts(rules, 'no.such_rule')).toThrow('has no rule no.such_rule');
  });
});

test('a change is a line', () => {
  expect(changeLine({ kind: 'made', ref: 'device:1', type: 'device' })).toBe('device 1 is new');
  expect(changeLine({ kind: 'gone', ref: 'device:1', type: 'device' })).toBe('device 1 is gone');
  expect(changeLine({ kind: 'made', ref: 'device:1', type: 'device object' })).toBe('device 1 is bound');
  expect(changeLine({ kind: 'changed', ref: 'hwpt:5', field: 'users', from: '1', to: '2' })).toBe(
    'hwpt 5 · users 1 → 2',
  );
});
