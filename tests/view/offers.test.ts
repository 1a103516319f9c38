/** What can be done with an object: the calls say what they do, and do it. */
import { expect, test } from 'vitest';
import { offersFor } from '../../app/view/offers.ts';
import type { ObjectRef, State } from '../../src/index.ts';
import { stateAfter } from '../calls.ts';

function offer(state: State, ref: ObjectRef, start: string) {
  return offersFor(state, ref).calls.find(({ label }) => label.startsWith(start));
}

test('huge pages are offered off where they are on, and on where they are off', () => {
  const on = stateAfter(['ioas_alloc']);
  expect(offer(on, 'ioas:1', 'option_huge_pages')).toEqual({
    label: 'option_huge_pages off',
    command: { op: 'option_huge_pages', ioas: 1, value: 0 },
  });
  const off = stateAfter(['ioas_alloc', 'option_huge_pages ioas=1 value=0']);
  expect(offer(off, 'ioas:1', 'option_huge_pages')).toEqual({
    label: 'option_huge_pages on',
    command: { op: 'option_huge_pages', ioas: 1, value: 1 },
  });
});

test('dirty tracking is offered on where it is off, and off where it is on', () => {
  const calls = [
    'plug_unit unit=0 dirty_tracking=yes',
    'plug_device device=0 unit=0 group=0',
    'ioas_alloc',
    'device_bind device=0',
    'hwpt_alloc dev_id=2 pt_id=1 dirty_tracking',
  ];
  expect(offer(stateAfter(calls), 'hwpt:3', 'set_dirty_tracking')).toEqual({
    label: 'set_dirty_tracking on',
    command: { op: 'set_dirty_tracking', hwpt: 3, enable: true },
  });
  const on = stateAfter([...calls, 'set_dirty_tracking hwpt=3 enable=yes']);
  expect(offer(on, 'hwpt:3', 'set_dirty_tracking')).toEqual({
    label: 'set_dirty_tracking off',
    command: { op: 'set_dirty_tracking', hwpt: 3, enable: false },
  });
});
