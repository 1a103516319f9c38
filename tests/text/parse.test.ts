/** Mistakes in a line: what is meant is guessed when it is near, and not otherwise. */
import { expect, test } from 'vitest';
import { parseCommand } from '../../src/index.ts';

function mistake(line: string): string {
  const parsed = parseCommand(line);
  return parsed.ok ? 'none' : parsed.error.message;
}

test.each([
  ['ioas_aloc', 'ioas_alloc'],
  ['device_atach device=0', 'device_attach'],
  ['mpa', 'map'],
  ['destory id=1', 'destroy'],
])('%s is near enough to be meant', (line, meant) => {
  expect(mistake(line)).toContain(`did you mean ${meant}?`);
});

test.each(['xyzzy', 'qq', 'make_me_a_sandwich', 'ioas_dance_all_night'])('%s is not', (line) => {
  expect(mistake(line)).toBe(`there is no call "${line}"; "help" lists them`);
});

test('a field is guessed among those of the call', () => {
  expect(mistake('hwpt_alloc ptid=1')).toBe('hwpt_alloc has no field ptid; did you mean pt_id?');
  expect(mistake('destroy elephant=1')).toBe('destroy has no field elephant; it has id');
});
