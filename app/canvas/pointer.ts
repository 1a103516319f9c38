/** The object id of the page table or IOAS drawn at a point of the window, or null. */
export function targetAt(x: number, y: number): number | null {
  for (const element of document.elementsFromPoint(x, y)) {
    const ref = element.closest('[data-object]')?.getAttribute('data-object') ?? '';
    const match = /^(?:hwpt|ioas):(\d+)$/.exec(ref);
    if (match !== null) return Number(match[1]);
  }
  return null;
}
