import { useRef, useState, type ReactNode } from 'react';
import { Button } from './Button.tsx';
import { lazyPart } from './lazyPart.tsx';
import type { MenuEntry } from './MenuList.tsx';

// Loaded when the first menu is opened.
const MenuList = lazyPart({
  name: 'The menu',
  load: () => import('./MenuList.tsx'),
  pick: (module) => module.MenuList,
});

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
        <MenuList
          label={label}
          at={at}
          entries={entries}
          opener={button}
          onClose={() => {
            setAt(null);
          }}
        />
      )}
    </>
  );
}
