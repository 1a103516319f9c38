/** Where a person put things on the canvas: part of the document, but no edit of it that undo takes back. */
import type { Document, DocumentLayout } from '../../src/index.ts';
import { NOT_MOVED, type ContainerRef, type Moved } from '../view/layout.ts';

export interface Moves {
  /** Nodes that are being dragged, and where they are now; null when none is. */
  readonly dragged: Moved | null;
  /** What the layout was before each move, the latest last. */
  readonly before: readonly DocumentLayout[];
}

const NOTHING_PUT: DocumentLayout = { positions: {}, collapsed: [] };

/** The most moves that can be taken back. */
const MOST_MOVES = 100;

const layoutOf = (document: Document): DocumentLayout => document.layout ?? NOTHING_PUT;

/** The document with another layout; without one, when nothing is put anywhere. */
function withLayout(document: Document, layout: DocumentLayout): Document {
  const { layout: _, ...rest } = document;
  return Object.keys(layout.positions).length === 0 && layout.collapsed.length === 0 ? rest : { ...rest, layout };
}

interface Put {
  readonly document: Document;
  readonly moves: Moves;
}

/** Nodes are somewhere else now. While they are dragged, the document stays as it is. */
export function moved(document: Document, moves: Moves, to: Moved, dragging: boolean): Partial<Put> {
  const dragged = new Map([...(moves.dragged ?? []), ...to]);
  if (dragging) return { moves: { ...moves, dragged } };
  const layout = layoutOf(document);
  const positions = { ...layout.positions };
  for (const [id, { x, y }] of dragged) positions[id] = [x, y];
  return {
    document: withLayout(document, { ...layout, positions }),
    moves: { dragged: null, before: [...moves.before, layout].slice(-MOST_MOVES) },
  };
}

/** The last move taken back; nothing when there is none. */
export function moveUndone(document: Document, moves: Moves): Partial<Put> {
  const last = moves.before.at(-1);
  if (last === undefined) return {};
  const { collapsed } = layoutOf(document);
  return {
    document: withLayout(document, { ...last, collapsed }),
    moves: { dragged: null, before: moves.before.slice(0, -1) },
  };
}

/** Everything back to where it would stand by itself. */
export function tidied(document: Document, moves: Moves): Partial<Put> {
  const layout = layoutOf(document);
  if (Object.keys(layout.positions).length === 0) return {};
  return {
    document: withLayout(document, { ...layout, positions: {} }),
    moves: { dragged: null, before: [...moves.before, layout].slice(-MOST_MOVES) },
  };
}

/** A unit or group shows its header only, or everything again. */
export function toggled(document: Document, container: ContainerRef): Partial<Put> {
  const layout = layoutOf(document);
  const collapsed = layout.collapsed.includes(container)
    ? layout.collapsed.filter((one) => one !== container)
    : [...layout.collapsed, container];
  return { document: withLayout(document, { ...layout, collapsed }) };
}

const places = new WeakMap<DocumentLayout, Moved>();

/** Where nodes were put; the same map for the same layout. */
export function putIn(document: Document): Moved {
  const layout = layoutOf(document);
  let known = places.get(layout);
  if (known === undefined) {
    const entries = Object.entries(layout.positions);
    known = entries.length === 0 ? NOT_MOVED : new Map(entries.map(([id, [x, y]]) => [id, { x, y }]));
    places.set(layout, known);
  }
  return known;
}

const containers = new WeakMap<DocumentLayout, ReadonlySet<ContainerRef>>();

/** The units and groups that show their header only. */
export function collapsedIn(document: Document): ReadonlySet<ContainerRef> {
  const layout = layoutOf(document);
  let known = containers.get(layout);
  if (known === undefined) {
    known = new Set(layout.collapsed.filter((one): one is ContainerRef => /^(unit|group):\d+$/.test(one)));
    containers.set(layout, known);
  }
  return known;
}
