/** How the parts of an IOVA space look, on the ruler and on a card. */

export const RULER_LOOKS = {
  mapped: 'bg-mem border-mem-line',
  areas: 'border-mem-line bg-mem bg-[repeating-linear-gradient(90deg,transparent_0_5px,var(--mem-line)_5px_6px)]',
  reserved: 'border-ctl bg-[repeating-linear-gradient(135deg,var(--line2)_0_2px,transparent_2px_6px)]',
  allowed: 'bg-accent-soft border-line2',
  free: 'bg-sunken border-line2',
} as const;
