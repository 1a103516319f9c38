/** The object id of a page table or IOAS, or null for what a device can't be attached to. */
export function targetOf(ref: string): number | null {
  const match = /^(?:hwpt|ioas):(\d+)$/.exec(ref);
  return match === null ? null : Number(match[1]);
}

/** The object id of the page table or IOAS drawn at a point of the window, or null. */
export function targetAt(x: number, y: number): number | null {
  for (const element of document.elementsFromPoint(x, y)) {
    const ref = element.closest('[data-object]')?.getAttribute('data-object') ?? '';
    const target = targetOf(ref);
    if (target !== null) return target;
  }
  return null;
}
