/** The order in which an IOAS asks its page tables. */
import { expect, test } from 'vitest';
import { objectAt } from '../../src/index.ts';
import { BOUND } from '../../src/rules/samples.ts';
import { stateAfter } from '../calls.ts';

const THREE = [...BOUND, 'hwpt_alloc dev_id=2 pt_id=1', 'hwpt_alloc dev_id=2 pt_id=1', 'hwpt_alloc dev_id=2 pt_id=1'];

test.each([
  [3, [5, 4]],
  [4, [3, 5]],
  [5, [3, 4]],
])('when page table %i goes, the last one takes its place: %j', (id, domains) => {
  expect(objectAt(stateAfter(THREE), 1)).toMatchObject({ domains: [3, 4, 5] });
  expect(objectAt(stateAfter([...THREE, `destroy id=${id}`]), 1)).toMatchObject({ domains });
});
