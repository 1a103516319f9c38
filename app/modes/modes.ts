/** The ways to look at a document. Each has an address of its own behind `#`; what is not the first is loaded when it is opened. */
import type { ComponentType } from 'react';
import { Build } from './Build.tsx';

export interface Mode {
  /** Its address: `#/build`. */
  readonly id: string;
  readonly title: string;
  readonly View: ComponentType;
}

const BUILD: Mode = { id: 'build', title: 'Build', View: Build };

/** In the order in which the top bar lists them. */
export const MODES: readonly Mode[] = [BUILD];

/** The mode of an address, the first one for an address that names none; null for one that names a mode that there is not. */
export function modeOf(hash: string, modes: readonly Mode[] = MODES): Mode | null {
  const name = /^#\/([a-z-]*)/.exec(hash)?.[1];
  if (name === undefined || name === '') return modes[0] ?? null;
  return modes.find(({ id }) => id === name) ?? null;
}

/** The part of a mode's address behind the page's, `#` included. */
export function addressOf({ id }: Mode): string {
  return `#/${id}`;
}
