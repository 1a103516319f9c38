import { lazy, Suspense, useRef, useState, type ReactNode } from 'react';
import { Button } from './Button.tsx';

/** A line of a menu. */
export interface MenuEntry {
  readonly id: string;
  readonly text: string;
  /** A second line. */
  readonly detail?: string;
  /** What stands at the end of the line: keys, or an answer. */
  readonly aside?: string;
  /** The aside is a refusal. */
  readonly refused?: boolean;
  /** It is the one that holds now. */
  readonly checked?: boolean;
  readonly onSelect: () => void;
}

// Loaded when the first menu is opened.
const MenuList = lazy(async () => ({ default: (await import('./MenuList.tsx')).MenuList }));

interface MenuProps {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly className?: string;
  readonly title?: string;
  readonly children: ReactNode;
}

/** A button with a menu below it. */
export function Menu({ label, entries, className = '', title, children }: MenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [at, setAt] = useState<{ readonly x: number; readonly y: number } | null>(null);
  return (
    <>
      <Button
        ref={button}
        look="quiet"
        title={title}
        aria-haspopup="menu"
        aria-expanded={at !== null}
        className={className}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          setAt({ x: box.left, y: box.bottom + 6 });
        }}
      >
        {children}
      </Button>
      {at !== null && (
        <Suspense fallback={null}>
          <MenuList
            label={label}
            at={at}
            entries={entries}
            opener={button}
            onClose={() => {
              setAt(null);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
