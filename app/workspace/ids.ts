/** An id that nothing else has. It needs no secure context, so a page from plain http or from a file has one too. */
export function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
