import * as attach from '../rules/attach.ts';
import { BIND, BIND_STATE, DETACH, UNBIND } from '../rules/device.ts';
import { ENTRY, JOIN, PIN } from '../rules/fill.ts';
import * as hwpt from '../rules/hwpt.ts';
import * as alloc from '../rules/hwpt_alloc.ts';
import * as ioas from '../rules/ioas.ts';
import * as map from '../rules/ioas_map.ts';
import * as machine from '../rules/machine.ts';
import type { Op } from '../uapi/commands.ts';
import type { Operation } from './context.ts';
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

/** A page table is filled with every area of its IOAS, and an area is written into every page table. */
const FILL = [PIN, ENTRY] as const;
const PLACE = [map.PLACE, map.FIXED, map.CHOOSE, map.ROOM, map.PIECE, ...FILL] as const;

/** How each command is answered, and at which stages it may be refused. The compiler holds it complete. */
export const OP_TABLE: { readonly [O in Op]: Operation<O> } = {
  ioas_alloc: { answer: ioasAlloc, stages: [] },
  device_bind: { answer: deviceBind, stages: [BIND_STATE, BIND] },
  device_unbind: { answer: deviceUnbind, stages: [UNBIND] },
  device_detach: { answer: deviceDetach, stages: [DETACH] },
  device_attach: {
    answer: deviceAttach,
    stages: [
      attach.ATTACH_DEVICE,
      attach.ATTACH_TARGET,
      alloc.ALLOC_PAGING,
      attach.GROUP_ELSEWHERE,
      attach.CC_REQUEST,
      attach.RESERVE,
      attach.MSI_REGIONS,
      attach.ATTACH_GROUP,
      JOIN,
      ...FILL,
    ],
    driver: ['allocPaging', 'enforce', 'attachNested', 'attach', 'setUpNested', 'map'],
  },
  hwpt_alloc: {
    answer: hwptAlloc,
    stages: [
      alloc.ALLOC_FORM,
      alloc.ALLOC_DEVICE,
      alloc.ALLOC_TARGET,
      alloc.ALLOC_PAGING,
      alloc.ALLOC_NESTED,
      JOIN,
      ...FILL,
    ],
    driver: ['allocPaging', 'allocNested', 'map'],
  },
  ioas_map: { answer: ioasMap, stages: [map.MAP_FORM, map.MAP_IOAS, map.PAGES, ...PLACE], driver: ['map'] },
  ioas_unmap: { answer: ioasUnmap, stages: [ioas.UNMAP_IOAS, ioas.UNMAP_FORM, ioas.UNMAP_AREAS] },
  ioas_copy: {
    answer: ioasCopy,
    stages: [ioas.COPY_FORM, ioas.COPY_SOURCE, ioas.COPY_RANGE, ioas.COPY_DESTINATION, ...PLACE],
    driver: ['map'],
  },
  ioas_iova_ranges: { answer: ioasIovaRanges, stages: [ioas.RANGES_IOAS] },
  ioas_allow_iovas: { answer: ioasAllowIovas, stages: [ioas.ALLOW_IOAS, ioas.ALLOW] },
  option_huge_pages: { answer: optionHugePages, stages: [ioas.OPTION_IOAS, ioas.HUGE_PAGES] },
  set_dirty_tracking: { answer: setDirtyTracking, stages: [hwpt.DIRTY_HWPT, hwpt.DIRTY_TRACKING] },
  hwpt_invalidate: { answer: hwptInvalidate, stages: [hwpt.INVALIDATE_HWPT, hwpt.INVALIDATE] },
  destroy: { answer: destroy, stages: [hwpt.DESTROY_OBJECT, hwpt.DESTROY] },
  translate: { answer: translate, stages: [hwpt.TRANSLATE_HWPT, hwpt.TRANSLATE] },
  plug_unit: { answer: plugUnit, stages: [machine.PLUG_UNIT] },
  edit_unit: { answer: editUnit, stages: [machine.EDIT_UNIT] },
  unplug_unit: { answer: unplugUnit, stages: [machine.UNPLUG_UNIT] },
  plug_device: { answer: plugDevice, stages: [machine.PLUG_DEVICE] },
  edit_device: { answer: editDevice, stages: [machine.EDIT_DEVICE] },
  unplug_device: { answer: unplugDevice, stages: [machine.UNPLUG_DEVICE] },
  add_memory: { answer: addMemory, stages: [machine.ADD_MEMORY] },
  remove_memory: { answer: removeMemory, stages: [machine.REMOVE_MEMORY] },
};
