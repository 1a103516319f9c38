/** The text of the page's cards and panels that does not come from the engine, in one place. */
import { TRAITS, type Device, type Unit } from '../../src/index.ts';

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
  const driver = TRAITS[unit.driver].name;
  return unit.name === '' ? driver : `${partName(unit.name)} · ${driver}`;
}

export function deviceLine(device: Device): string {
  return device.name === '' ? `behind unit ${device.unit}` : partName(device.name);
}

/** True for a device that draws a screen, by its name. */
export function isDisplay(device: Device): boolean {
  return /gpu|vga|display/i.test(device.name);
}

export const CC_WORDS = { enforced: 'enforces CC', notEnforced: 'not enforcing' } as const;
