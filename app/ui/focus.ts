/** Where the focus goes when a window or a menu over the page is closed: to where it was before, outside of any. */

const OVER = '[role="dialog"], [role="alertdialog"], [role="menu"]';

let place: HTMLElement | null = null;

/** Remembers where the focus is as long as it is on the page itself. Answers how to end that. */
export function rememberFocus(): () => void {
  const note = ({ target }: FocusEvent): void => {
    if (target instanceof HTMLElement && target.closest(OVER) === null) place = target;
  };
  document.addEventListener('focusin', note);
  return () => {
    document.removeEventListener('focusin', note);
    place = null;
  };
}

/** Gives the focus back, unless what was chosen in the window took it somewhere. For Radix' `onCloseAutoFocus`. */
export function returnFocus(event: Event): void {
  event.preventDefault();
  const { activeElement } = document;
  const free = activeElement === null || activeElement === document.body || activeElement.closest(OVER) !== null;
  if (free && place?.isConnected === true) place.focus({ preventScroll: true });
}
