import { areaBytes, eachArea } from '../address/areas.ts';
import { attachedDevices } from '../model/attachments.ts';
import type { ObjectId } from '../model/ids.ts';
import type { HwptPaging, Ioas } from '../model/objects.ts';
import { withoutReservations } from '../model/reservations.ts';
import { enforcesCc, ioasAt, mustIoas, withObject, withoutObject, type State } from '../model/state.ts';
import { entrySnoops } from '../model/traits.ts';
import { PAGE_SIZE } from '../uapi/u64.ts';
import type { Kind } from './kind.ts';

/** The IOAS without the page table: `iopt_table_remove_domain`. The last domain takes the place of the one that goes. */
function leaveIoas(ioas: Ioas, hwptId: ObjectId): Ioas {
  const domains = ioas.domains.slice();
  const tail = domains.pop();
  const at = domains.indexOf(hwptId);
  if (at >= 0 && tail !== undefined) domains[at] = tail;
  return {
    ...withoutReservations(ioas, { kind: 'hwpt', hwpt: hwptId }),
    hwpts: ioas.hwpts.filter((id) => id !== hwptId),
    domains,
  };
}

/** The state without a page table that nothing holds any more. */
export function removePaging(state: State, hwpt: HwptPaging): State {
  return withObject(withoutObject(state, hwpt.id), leaveIoas(mustIoas(state, hwpt.ioas), hwpt.id));
}

/** Which entries carry the snoop bit, where that is not the same for all: 1 and 0 in address order. */
function snoopText(state: State, hwpt: HwptPaging): string {
  if (hwpt.cc.length === 1) return '';
  let text = '';
  for (const area of eachArea(mustIoas(state, hwpt.ioas).areas)) text += entrySnoops(hwpt, area.made) ? '1' : '0';
  return text;
}

function faults(state: State, hwpt: HwptPaging): string[] {
  const where = `hwpt ${hwpt.id}`;
  const ioas = ioasAt(state, hwpt.ioas);
  const found: string[] = [];
  if (ioas?.hwpts.includes(hwpt.id) !== true) found.push(`${where}: ioas ${hwpt.ioas} does not know it`);
  if (hwpt.cc.length === 0) found.push(`${where}: it has no cache coherency`);
  if (hwpt.autoDomain && attachedDevices(state, hwpt.id).length === 0)
    found.push(`${where}: automatic and without a device`);
  return found;
}

export const HWPT_PAGING: Kind<'hwpt_paging'> = {
  type: 'hwpt_paging',
  ref: 'hwpt',
  what: 'a paging page table',
  struct: 'iommufd_hwpt_paging',
  term: 'hwpt_paging',
  namedBy: ['hwpt', 'pt'],
  links: [
    {
      id: 'backing',
      to: (hwpt) => hwpt.ioas,
      as: 'filled from it',
      words: (from, to) => `${from} filled from ${to}`,
      busy: {
        id: 'destroy.ioas_has_page_tables',
        title: 'The IOAS has no page tables',
        asks: 'has no page tables',
        why: (held, by) => `${held} fills ${by}. Each holds a reference to it.`,
        example: {
          setup: [
            'plug_unit unit=0',
            'plug_device device=0 unit=0 group=0',
            'ioas_alloc',
            'device_bind device=0',
            'hwpt_alloc dev_id=2 pt_id=1',
          ],
          violates: 'destroy id=1',
          passes: ['destroy id=3', 'destroy id=1'],
        },
      },
    },
  ],
  describe: (hwpt) => (hwpt.nestParent ? 'nest parent' : hwpt.autoDomain ? 'page table, auto' : 'page table'),
  toJson: (state, hwpt) => ({
    ioas: hwpt.ioas,
    auto_domain: hwpt.autoDomain,
    enforce_cache_coherency: enforcesCc(hwpt),
    nest_parent: hwpt.nestParent,
    msi_cookie: hwpt.msiCookie,
    dirty_tracking: hwpt.dirtyTracking,
    mapped_pages: Number(areaBytes(ioasAt(state, hwpt.ioas)?.areas ?? null) / PAGE_SIZE),
  }),
  destroy: removePaging,
  faults,
  unseen: ['born', 'cc'],
  alsoSeen: (state, hwpt) => `${enforcesCc(hwpt) ? 'cc' : ''}${snoopText(state, hwpt)}`,
};
