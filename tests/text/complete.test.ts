/** Completions: what is put into the line, and where. */
import { describe, expect, test } from 'vitest';
import { completions } from '../../src/index.ts';
import { WITH_NESTED } from '../../src/rules/samples.ts';
import { stateAfter } from '../calls.ts';

const state = stateAfter(WITH_NESTED);
const inserts = (line: string): string[] => completions(line, line.length, state).map(({ insert }) => insert);

describe('a field', () => {
  test('is completed up to its value', () => {
    expect(inserts('hwpt_alloc pt')).toEqual(['pt_id=']);
  });

  test('that is a flag stands alone, and the next word can follow', () => {
    expect(inserts('hwpt_alloc nest')).toEqual(['nest_parent ']);
  });

  test('that is a flag and holds when left out asks for its value', () => {
    expect(inserts('plug_unit nest')).toEqual(['nesting=']);
  });

  test('that is given already is not offered again', () => {
    expect(inserts('hwpt_alloc pt_id=1 ')).not.toContain('pt_id=');
    expect(inserts('hwpt_alloc pt_id=1 ')).toContain('dev_id=');
  });
});
