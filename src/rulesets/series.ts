/** The series of the thread, and changes of a driver, as overlays that compose with a kernel. */
import type { Overlay } from './compose.ts';

/** In the order in which they are laid on a kernel. */
export const SERIES_IDS = ['attach-upgrade', 'v4', 'v4-redirect', 'v4-paging-only', 'maps-later'] as const;
export type SeriesId = (typeof SERIES_IDS)[number];

export interface Series {
  readonly id: SeriesId;
  /** Of the series about the same thing, at most one is laid on a kernel. */
  readonly about: 'attach' | 'mapped-domain';
  readonly title: string;
  /** Which kernels or patches had it. */
  readonly origin: string;
  readonly summary: string;
  /** Messages of the thread that argue it. */
  readonly thread: readonly number[];
  /** What its answers were checked against. */
  readonly checked: string;
  readonly overlay: Overlay;
}

const CHECKED = 'Checked against traces of a Linux 6.12 core';

export const SERIES: Readonly<Record<SeriesId, Series>> = {
  'attach-upgrade': {
    id: 'attach-upgrade',
    about: 'attach',
    title: 'attach-upgrade',
    origin: 'Linux 6.2 to 6.6',
    summary:
      'Attaching a device that can enforce also asks the page table to enforce; when it can not, the attach fails.',
    thread: [2, 8, 10, 12],
    checked: `${CHECKED} with the attach-time request added. Nested page tables, which these kernels did not have, behave as in v4.`,
    overlay: { policy: { ccRequest: 'as-is' } },
  },
  v4: {
    id: 'v4',
    about: 'attach',
    title: 'v4',
    origin: 'v4 of the nesting series, without patch 08/17',
    summary:
      'As attach-upgrade; a nested page table can not be asked to enforce, so attaching a device that can to one fails.',
    thread: [0, 1, 2],
    checked: `${CHECKED} with the series' attach-time request added.`,
    overlay: { policy: { ccRequest: 'as-is' } },
  },
  'v4-redirect': {
    id: 'v4-redirect',
    about: 'attach',
    title: 'v4-redirect',
    origin: 'v4 of the nesting series, with patch 08/17',
    summary: 'As v4, and the request to a nested page table is redirected to its parent.',
    thread: [0, 2],
    checked: `${CHECKED} with the patch's redirect added.`,
    overlay: { policy: { ccRequest: 'redirect-to-parent' } },
  },
  'v4-paging-only': {
    id: 'v4-paging-only',
    about: 'attach',
    title: 'v4-paging-only',
    origin: 'v4 of the nesting series, as message #1 asks',
    summary: 'As v4, but attaching to a nested page table asks nobody: its parent is expected to be set up already.',
    thread: [1, 2],
    checked: `${CHECKED} with the request made on paging page tables only.`,
    overlay: { policy: { ccRequest: 'paging-only' } },
  },
  'maps-later': {
    id: 'maps-later',
    about: 'mapped-domain',
    title: 'maps-later',
    origin: 'Linux 6.2 to 6.6, before the fix of January 2024',
    summary:
      'The intel driver starts to enforce on a page table that was mapped before, and leaves its old entries without the snoop bit.',
    thread: [3, 9, 12],
    checked: `${CHECKED} with the driver's check taken out.`,
    overlay: { remove: ['intel.enforce_mapped_domain'] },
  },
};

/** True when the name is a series'. */
export function isSeriesId(name: unknown): name is SeriesId {
  return typeof name === 'string' && Object.hasOwn(SERIES, name);
}
