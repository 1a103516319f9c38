import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';

/** A menu below the button that opens it. */
export function Menu({ trigger, children }: { readonly trigger: ReactNode; readonly children: ReactNode }) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-h-[80vh] w-90 max-w-[95vw] overflow-y-auto rounded-card border border-line2 bg-raised p-1.5 shadow-float"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface MenuItemProps {
  readonly onSelect: () => void;
  readonly detail?: string;
  readonly keys?: string;
  readonly children: ReactNode;
}

export function MenuItem({ onSelect, detail, keys = '', children }: MenuItemProps) {
  return (
    <DropdownMenu.Item
      onSelect={onSelect}
      className="cursor-pointer rounded-tag px-2 py-1.5 outline-none data-highlighted:bg-accent-soft"
    >
      <span className="flex items-baseline justify-between gap-4 text-body">
        {children}
        {keys !== '' && <kbd className="font-mono text-label text-text2">{keys}</kbd>}
      </span>
      {detail !== undefined && <span className="line-clamp-2 text-label text-text2">{detail}</span>}
    </DropdownMenu.Item>
  );
}
