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

export function MenuHeading({ children }: { readonly children: ReactNode }) {
  return (
    <DropdownMenu.Label className="px-2 pt-2 pb-1 text-label font-semibold text-text2">{children}</DropdownMenu.Label>
  );
}

interface MenuItemProps {
  readonly onSelect: () => void;
  readonly detail?: string;
  readonly children: ReactNode;
}

export function MenuItem({ onSelect, detail, children }: MenuItemProps) {
  return (
    <DropdownMenu.Item
      onSelect={onSelect}
      className="cursor-pointer rounded-tag px-2 py-1.5 outline-none data-highlighted:bg-accent-soft"
    >
      <span className="block text-body font-medium">{children}</span>
      {detail !== undefined && <span className="line-clamp-2 text-label text-text2">{detail}</span>}
    </DropdownMenu.Item>
  );
}
