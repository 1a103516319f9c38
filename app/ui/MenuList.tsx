import { DropdownMenu } from 'radix-ui';
import type { RefObject } from 'react';
import { returnFocus } from './focus.ts';
import { CheckIcon } from './icons.tsx';

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

interface MenuListProps {
  readonly label: string;
  /** A heading over the entries. */
  readonly heading?: string;
  /** A point of the window. */
  readonly at: { readonly x: number; readonly y: number };
  readonly entries: readonly MenuEntry[];
  /** The texts are calls. */
  readonly mono?: boolean;
  /** What has the focus again when the menu is closed. */
  readonly opener?: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
}

/** An open menu at a point of the window. */
export function MenuList({ label, heading, at, entries, mono = false, opener, onClose }: MenuListProps) {
  const choosing = entries.some((entry) => entry.checked !== undefined);
  return (
    <DropdownMenu.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <DropdownMenu.Trigger asChild>
        <span className="fixed size-px" style={{ left: at.x, top: at.y }} aria-hidden tabIndex={-1} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="start"
          collisionPadding={8}
          aria-label={label}
          onCloseAutoFocus={(event) => {
            if (opener === undefined) {
              returnFocus(event);
              return;
            }
            event.preventDefault();
            opener.current?.focus();
          }}
          className="z-50 max-h-[80vh] w-80 max-w-[95vw] overflow-y-auto rounded-card border border-line2 bg-raised p-1.5 shadow-float"
        >
          {heading !== undefined && (
            <DropdownMenu.Label className="px-2 py-1 text-label font-semibold text-text2">{heading}</DropdownMenu.Label>
          )}
          {entries.map((entry) => (
            <DropdownMenu.Item
              key={entry.id}
              onSelect={entry.onSelect}
              className="flex min-h-8 cursor-pointer flex-col justify-center rounded-tag px-2 py-1 outline-none touch:min-h-11 data-highlighted:bg-accent-soft"
            >
              <span className={`flex items-baseline gap-2 ${mono ? 'font-mono text-small' : 'text-body'}`}>
                {choosing && (
                  <span className="w-4 shrink-0 self-center">
                    {entry.checked === true && <CheckIcon size={13} aria-label="chosen" />}
                  </span>
                )}
                <span className="min-w-0 flex-1">{entry.text}</span>
                {entry.aside !== undefined && (
                  <span
                    className={`font-mono text-label ${entry.refused === true ? 'font-semibold text-ref-text' : 'text-text2'}`}
                  >
                    {entry.aside}
                  </span>
                )}
              </span>
              {entry.detail !== undefined && (
                <span className={`line-clamp-2 text-label text-text2 ${choosing ? 'pl-6' : ''}`}>{entry.detail}</span>
              )}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
