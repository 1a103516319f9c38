import { pagingAt, withoutObject } from '../model/state.ts';
import type { Kind } from './kind.ts';

export const HWPT_NESTED: Kind<'hwpt_nested'> = {
  type: 'hwpt_nested',
  ref: 'hwpt',
  what: 'a nested page table',
  struct: 'iommufd_hwpt_nested',
  term: 'hwpt_nested',
  namedBy: ['hwpt', 'pt'],
  links: [
    {
      id: 'nest',
      to: (hwpt) => hwpt.parent,
      as: 'nested on it',
      words: () => 'stage 1 on stage 2',
      busy: {
        id: 'destroy.parent_has_nested',
        title: 'No nested page table stands on the page table',
        asks: 'carries no nested page table',
        why: (held, by, many) =>
          `${by} ${many === 1 ? 'is' : 'are'} nested on ${held} and hold${many === 1 ? 's' : ''} a reference to it.`,
        example: {
          setup: [
            'plug_unit unit=0',
            'plug_device device=0 unit=0 group=0',
            'ioas_alloc',
            'device_bind device=0',
            'hwpt_alloc dev_id=2 pt_id=1 nest_parent',
            'hwpt_alloc dev_id=2 pt_id=3 data=stage1',
          ],
          violates: 'destroy id=3',
          passes: ['destroy id=4', 'destroy id=3'],
        },
      },
    },
  ],
  describe: (hwpt) => `nested on hwpt ${hwpt.parent}`,
  toJson: (_, hwpt) => ({ parent: hwpt.parent }),
  destroy: (state, hwpt) => withoutObject(state, hwpt.id),
  faults: (state, hwpt) =>
    pagingAt(state, hwpt.parent) === null ? [`hwpt ${hwpt.id}: its parent is no paging page table`] : [],
  unseen: ['born'],
  alsoSeen: () => '',
};
