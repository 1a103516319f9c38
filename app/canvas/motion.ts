/** How long the canvas takes to go somewhere, in milliseconds: no time for those who want less motion. */
export function travelTime(): number {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 240;
}
