import { useEffect, useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { IconButton } from './Button.tsx';
import { CloseIcon } from './icons.tsx';

interface PlainDialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

const stop = (event: { stopPropagation: () => void }): void => {
  event.stopPropagation();
};

/**
 * A window over the page that needs nothing but the browser's own dialog: it says what failed, even when other dialogs can't. It lies over
 * them, and closing it leaves them open.
 */
export function PlainDialog({ title, onClose, children }: PlainDialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useLayoutEffect(() => {
    const dialog = box.current;
    // What was over the page before gives the focus back a moment after it is gone; it is to return there from here too.
    const timer = setTimeout(() => {
      dialog?.showModal();
    });
    return () => {
      clearTimeout(timer);
      dialog?.close();
    };
  }, []);
  useEffect(() => {
    // Before a dialog below hears of the key: it would close as well.
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || !(event.target instanceof Node) || box.current?.contains(event.target) !== true)
        return;
      event.preventDefault();
      event.stopPropagation();
      onClose();
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => {
      window.removeEventListener('keydown', onKeyDown, true);
    };
  }, [onClose]);
  return createPortal(
    <dialog
      ref={box}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={stop}
      onFocus={stop}
      className="pointer-events-auto m-auto max-h-[85vh] w-[calc(100vw-24px)] max-w-120 flex-col overflow-hidden rounded-box border border-line bg-panel p-0 text-text shadow-float backdrop:bg-black/40 open:flex"
    >
      <header className="flex items-center justify-between gap-3 border-b border-line py-2 pr-2 pl-4">
        <h2 id={heading} className="m-0 text-head font-semibold">
          {title}
        </h2>
        <IconButton name="Close" onClick={onClose}>
          <CloseIcon size={16} aria-hidden />
        </IconButton>
      </header>
      <div className="min-h-0 overflow-y-auto p-4">{children}</div>
    </dialog>,
    document.body,
  );
}
