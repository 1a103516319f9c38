/**
 * When even the message about a failure fails, React leaves the page empty. Then this stands there: it needs no component and no style.
 *
 * @param place what is empty now
 * @param details all that is known of the error
 * @param save hands the open document to the browser as a file
 */
export function lastResort(place: HTMLElement, details: string, save: () => void): void {
  const text = document.createElement('p');
  text.textContent = 'The page failed and can’t go on. Save your document, then reload the page.';
  const button = (name: string, onClick: () => void): HTMLButtonElement => {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = name;
    made.addEventListener('click', onClick);
    return made;
  };
  const lines = document.createElement('pre');
  lines.textContent = details;
  const message = document.createElement('div');
  message.setAttribute('role', 'alert');
  message.append(
    text,
    button('Save my document', save),
    ' ',
    button('Reload the page', () => {
      window.location.reload();
    }),
    lines,
  );
  place.after(message);
}
