/** Short names that the command line takes beside the kernel's own. */
import type { Op } from '../uapi/commands.ts';

export const ALIASES: Readonly<Record<string, Op>> = {
  ioas: 'ioas_alloc',
  map: 'ioas_map',
  unmap: 'ioas_unmap',
  copy: 'ioas_copy',
  ranges: 'ioas_iova_ranges',
  allow: 'ioas_allow_iovas',
  huge: 'option_huge_pages',
  bind: 'device_bind',
  attach: 'device_attach',
  replace: 'device_attach',
  detach: 'device_detach',
  unbind: 'device_unbind',
  alloc: 'hwpt_alloc',
  invalidate: 'hwpt_invalidate',
  dirty: 'set_dirty_tracking',
  rm: 'destroy',
  walk: 'translate',
};

/** Field names that stand for others, where the call has the other. */
export const FIELD_ALIASES: Readonly<Record<string, readonly string[]>> = {
  dev: ['device', 'dev_id'],
  pt: ['pt_id'],
  va: ['user_va'],
  len: ['length'],
  ioas_id: ['ioas'],
  hwpt_id: ['hwpt'],
  src: ['src_ioas'],
  dst: ['dst_ioas'],
  cc: ['enforce_cache_coherency'],
  width: ['address_width'],
};

/** The fields in text whose presence means that the IOVA is fixed. */
export const FIXED_BY: Readonly<Record<string, string>> = { ioas_map: 'iova', ioas_copy: 'dst_iova' };
