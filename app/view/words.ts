/** The text of the page's cards and panels that does not come from the engine, in one place. */
import { DRIVER_RULES, type Device, type Driver, type Op, type Unit } from '../../src/index.ts';

export const LANE_TITLES = {
  hardware: 'Hardware',
  nested: 'Stage 1 · nested',
  paging: 'Stage 2 · paging',
  ioas: 'IOAS',
  memory: 'User memory',
} as const;

/** Over the lane in which the memory stands below the IOAS. */
export const STACKED_TITLE = 'IOAS and memory';

export const SHORT_LANE_TITLES = {
  hardware: 'Hardware',
  nested: 'Stage 1',
  paging: 'Stage 2',
  ioas: 'IOAS',
  memory: 'Memory',
} as const;

/** A part's name as people read it: underscores stand for spaces. */
export function partName(name: string): string {
  return name.replaceAll('_', ' ');
}

/** `dmar0 · Intel VT-d`. */
export function unitLine(unit: Unit): string {
  const driver = DRIVER_RULES[unit.driver].name;
  return unit.name === '' ? driver : `${partName(unit.name)} · ${driver}`;
}

/** `ecap.SC=0`, `CANWBS=1`, `hardwired`. */
export function capabilityText(unit: Unit): string {
  const capability = DRIVER_RULES[unit.driver].ccCapability;
  return unit.driver === 'amd' ? capability : `${capability}=${unit.enforceCacheCoherency ? 1 : 0}`;
}

export function deviceLine(device: Device): string {
  return device.name === '' ? `behind unit ${device.unit}` : partName(device.name);
}

/** True for a device that draws a screen, by its name. */
export function isDisplay(device: Device): boolean {
  return /gpu|vga|display/i.test(device.name);
}

export const STAGE1_FORMAT: Readonly<Record<Driver, string>> = { intel: 'VT-d', amd: 'AMD-Vi', smmuv3: 'SMMUv3' };

/** What a form for the call is headed. */
export const FORM_TITLES: Readonly<Record<Op, string>> = {
  ioas_alloc: 'Make an IOAS',
  ioas_map: 'Map memory',
  ioas_unmap: 'Unmap a range',
  ioas_copy: 'Copy a mapping',
  ioas_iova_ranges: 'Ask for the free IOVA ranges',
  ioas_allow_iovas: 'Allow IOVA ranges',
  option_huge_pages: 'Huge pages',
  device_bind: 'Bind a device',
  device_attach: 'Attach a device',
  device_detach: 'Detach a device',
  device_unbind: 'Unbind a device',
  hwpt_alloc: 'Allocate a page table (HWPT)',
  hwpt_invalidate: 'Invalidate a nested page table',
  set_dirty_tracking: 'Dirty tracking',
  destroy: 'Destroy an object',
  translate: 'Translate an IOVA',
  plug_unit: 'Add an IOMMU unit',
  edit_unit: 'Change an IOMMU unit',
  unplug_unit: 'Remove an IOMMU unit',
  plug_device: 'Add a device',
  edit_device: 'Change a device',
  unplug_device: 'Remove a device',
  add_memory: 'Add user memory',
  remove_memory: 'Remove user memory',
};

export const CC_WORDS = { enforced: 'enforces CC', notEnforced: 'not enforcing' } as const;
