import type { ReactNode } from 'react';
import { CheckIcon, RefusedIcon } from './icons.tsx';

/** A small word beside a name. */
export function Tag({ children, dashed = false }: { readonly children: ReactNode; readonly dashed?: boolean }) {
  return (
    <span
      className={`inline-flex items-center rounded-tag px-2 text-label leading-5 break-all ${dashed ? 'border border-dashed border-ctl text-text2' : 'bg-sunken text-text2'}`}
    >
      {children}
    </span>
  );
}

/** An errno that was answered (filled) or would be (dashed). */
export function ErrnoChip({ errno, predicted = false }: { readonly errno: string; readonly predicted?: boolean }) {
  return (
    <span
      className={`inline-flex h-6 items-center gap-1 rounded-full px-2 font-mono text-small font-semibold whitespace-nowrap ${predicted ? 'border border-dashed border-ref bg-panel text-ref-text' : 'bg-ref text-on-ref'}`}
    >
      <RefusedIcon size={13} aria-hidden />
      {errno}
    </span>
  );
}

/** A call that succeeded, or would. */
export function LegalChip({ text = 'legal' }: { readonly text?: string }) {
  return (
    <span className="inline-flex h-6 items-center gap-1 rounded-full bg-accent px-2 text-small font-medium whitespace-nowrap text-on-accent">
      <CheckIcon size={13} aria-hidden />
      {text}
    </span>
  );
}
