import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from './Button.tsx';
import { returnFocus } from './focus.ts';
import { CloseIcon } from './icons.tsx';

interface DialogProps {
  readonly open: boolean;
  readonly title: string;
  readonly onClose: () => void;
  readonly wide?: boolean;
  /** As large as the window lets it. */
  readonly size?: 'huge';
  readonly children: ReactNode;
}

/** A window over the page, with a title and a way out. Its upper edge stays where it is when its content changes. */
export function Dialog({ open, title, onClose, wide = false, size, children }: DialogProps) {
  return (
    <Radix.Root
      open={open}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Radix.Content
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocus}
          className={`fixed left-1/2 z-50 flex max-h-[85vh] w-[calc(100vw-24px)] -translate-x-1/2 flex-col overflow-hidden top-[8vh] rounded-box border border-line bg-panel shadow-float ${size === 'huge' ? 'max-w-280' : wide ? 'max-w-180' : 'max-w-120'}`}
        >
          <header className="flex items-center justify-between gap-3 border-b border-line py-2 pr-2 pl-4">
            <Radix.Title className="m-0 text-head font-semibold">{title}</Radix.Title>
            <IconButton name="Close" onClick={onClose}>
              <CloseIcon size={16} aria-hidden />
            </IconButton>
          </header>
          <div className="min-h-0 overflow-y-auto p-4">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
