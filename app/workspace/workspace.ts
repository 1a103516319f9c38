/** One document on the screen, with all that belongs to it. Two of them do not know of each other. */
import type { Document } from '../../src/index.ts';
import { createPlayground, type Playground } from './playground.ts';
import { createUi, type Ui } from './ui.ts';

export interface Workspace {
  readonly playground: Playground;
  readonly ui: Ui;
}

/** A workspace that shows the document; by default the scenario that says what this is about. */
export function createWorkspace(document?: Document): Workspace {
  return { playground: createPlayground(document), ui: createUi() };
}
