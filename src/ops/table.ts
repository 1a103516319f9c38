import type { Op } from '../uapi/commands.ts';
import type { Answer } from './context.ts';
import { deviceAttach, deviceBind, deviceDetach, deviceUnbind } from './device.ts';
import { destroy, hwptAlloc, hwptInvalidate, setDirtyTracking, translate } from './hwpt.ts';
import { ioasAlloc, ioasAllowIovas, ioasCopy, ioasIovaRanges, ioasMap, ioasUnmap, optionHugePages } from './ioas.ts';
import {
  addMemory,
  editDevice,
  editUnit,
  plugDevice,
  plugUnit,
  removeMemory,
  unplugDevice,
  unplugUnit,
} from './machine.ts';

/** How each command is answered. The compiler holds it complete. */
export const OP_TABLE: { readonly [O in Op]: Answer<O> } = {
  ioas_alloc: ioasAlloc,
  ioas_map: ioasMap,
  ioas_unmap: ioasUnmap,
  ioas_copy: ioasCopy,
  ioas_iova_ranges: ioasIovaRanges,
  ioas_allow_iovas: ioasAllowIovas,
  option_huge_pages: optionHugePages,
  device_bind: deviceBind,
  device_attach: deviceAttach,
  device_detach: deviceDetach,
  device_unbind: deviceUnbind,
  hwpt_alloc: hwptAlloc,
  hwpt_invalidate: hwptInvalidate,
  set_dirty_tracking: setDirtyTracking,
  destroy,
  translate,
  plug_unit: plugUnit,
  edit_unit: editUnit,
  unplug_unit: unplugUnit,
  plug_device: plugDevice,
  edit_device: editDevice,
  unplug_device: unplugDevice,
  add_memory: addMemory,
  remove_memory: removeMemory,
};
