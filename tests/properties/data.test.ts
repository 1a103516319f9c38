/** What was decided is plain data, and one key stands for a state. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  explain,
  explanationText,
  keyOf,
  packPlain,
  rulesFor,
  step,
  unpackPlain,
  type Command,
  type Outcome,
  type RuleSet,
  type State,
} from '../../src/index.ts';
import { command, stateAfter } from '../calls.ts';
import { anyChoice, anyCommand, MACHINE } from './arbitrary.ts';

const start = stateAfter(MACHINE);

const answerOf = ({ result }: Outcome): unknown => result;

describe('an outcome', () => {
  test('passes through structuredClone and JSON, and its explanation reads the same afterwards', () => {
    fc.assert(
      fc.property(anyChoice, fc.array(anyCommand, { maxLength: 20 }), (chosen, commands) => {
        const rules = rulesFor(chosen);
        let state = start;
        for (const one of commands) {
          const outcome = step(rules, state, one);
          const text = explanationText(rules, '', explain(rules, state, one, outcome));
          const read = unpackPlain(JSON.parse(JSON.stringify(packPlain(outcome))) as never) as Outcome;
          expect(read).toEqual(outcome);
          for (const copy of [structuredClone(outcome), read]) {
            const explanation = explain(rules, state, one, copy);
            expect(explanationText(rules, '', explanation)).toBe(text);
            expect(structuredClone(explanation)).toEqual(explanation);
            expect(unpackPlain(packPlain(explanation))).toEqual(explanation);
            expect(keyOf(copy.next)).toBe(keyOf(outcome.next));
          }
          state = outcome.next;
        }
      }),
      { numRuns: 150 },
    );
  });

  test('what is no plain data is refused', () => {
    expect(() => packPlain({ text: () => '' })).toThrow('a function is no plain data');
    expect(() => packPlain(new Date(0))).toThrow('no plain data');
  });
});

/** Calls that lead back: what they make is gone again. */
const detour: fc.Arbitrary<readonly Command[]> = fc.constantFrom<readonly Command[]>(
  [],
  ['ioas_alloc', 'destroy id=7'].map(command),
  ['device_unbind device=4', 'device_bind device=4'].map(command),
  ['ioas_map ioas=6 iova=0x7000 length=0x1000', 'ioas_unmap ioas=6 iova=0x7000 length=0x1000'].map(command),
  ['hwpt_alloc dev_id=2 pt_id=6', 'destroy id=7'].map(command),
  ['device_attach device=3 pt_id=6', 'device_detach device=3'].map(command),
  ['ioas_allow_iovas ioas=6 ranges=0x1000-0x1fff', 'ioas_allow_iovas ioas=6 ranges='].map(command),
);

const play = (rules: RuleSet, from: State, commands: readonly Command[]): State =>
  commands.reduce((state, one) => step(rules, state, one).next, from);

describe('the key of a state', () => {
  test('equal keys have equal futures: every later answer, and every later key', () => {
    let equal = 0;
    fc.assert(
      fc.property(
        anyChoice,
        detour,
        fc.array(anyCommand, { maxLength: 12 }),
        detour,
        fc.array(anyCommand, { minLength: 5, maxLength: 25 }),
        (chosen, first, middle, last, future) => {
          const rules = rulesFor(chosen);
          let left = play(rules, start, middle);
          let right = play(rules, play(rules, play(rules, start, first), middle), last);
          if (keyOf(left) !== keyOf(right)) return;
          equal += 1;
          for (const one of future) {
            const [a, b] = [step(rules, left, one), step(rules, right, one)];
            expect(answerOf(a)).toEqual(answerOf(b));
            expect(keyOf(a.next)).toBe(keyOf(b.next));
            [left, right] = [a.next, b.next];
          }
        },
      ),
      { numRuns: 1500 },
    );
    // Else nothing was compared.
    expect(equal).toBeGreaterThan(200);
  });

  test('states that a call can tell apart have keys of their own', () => {
    const base = [...MACHINE, 'hwpt_alloc dev_id=2 pt_id=6', 'ioas_map ioas=6 iova=0x10000 length=0x1000'];
    const others = [
      'ioas_map ioas=6 iova=0x20000 length=0x1000',
      'device_attach device=0 pt_id=7',
      'set_dirty_tracking hwpt=7',
      'ioas_allow_iovas ioas=6 ranges=0x1000-0xffff',
      'option_huge_pages ioas=6 value=0',
      'hwpt_alloc dev_id=2 pt_id=6 nest_parent',
      'plug_unit unit=9',
      'add_memory start=0x200000000000 last=0x200000000fff',
    ];
    const dirty = base.map((line) => line.replace('pt_id=6', 'pt_id=6 dirty_tracking'));
    const keys = [base, dirty, ...others.map((line) => [...(line.startsWith('set') ? dirty : base), line])].flatMap(
      (lines) => ((line) => (line === null ? [] : [line]))(keyAfter(lines)),
    );
    expect(keys.length).toBeGreaterThan(6);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('which entries carry the snoop bit is part of it', () => {
    const rules = rulesFor({ kernel: 'linux-6.12', series: ['attach-upgrade', 'maps-later'], patch: null });
    const map = ['ioas_map ioas=6 iova=0x10000 length=0x1000', 'ioas_map ioas=6 iova=0x20000 length=0x1000'] as const;
    const alloc = 'hwpt_alloc dev_id=1 pt_id=6';
    const upgrade = ['plug_device device=7 unit=1 group=7', 'device_bind device=7', 'device_attach device=7 pt_id=7'];
    const before = play(rules, start, [alloc, map[0], map[1], ...upgrade].map(command));
    const between = play(rules, start, [alloc, map[0], ...upgrade, map[1]].map(command));
    const read = command('translate hwpt=7 iova=0x20000');
    expect(step(rules, before, read).result).toMatchObject({ out: { outSnoop: false } });
    expect(step(rules, between, read).result).toMatchObject({ out: { outSnoop: true } });
    expect(keyOf(before)).not.toBe(keyOf(between));
  });
});

/** The key after calls, or null when one of them is refused. */
function keyAfter(lines: readonly string[]): string | null {
  try {
    return keyOf(stateAfter(lines));
  } catch {
    return null;
  }
}
