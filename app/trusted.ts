/**
 * The page's policy refuses text where the browser wants a script (Trusted Types). This lets through the one thing that the page does with
 * such text: addresses of its own files, for its service worker and other workers. Nothing makes HTML or scripts of text.
 */
interface TrustedTypes {
  readonly createPolicy: (name: 'default', rules: { readonly createScriptURL: (address: string) => string }) => unknown;
}

/** The address, when it is in the page's folder. Throws for any other. */
export function ownAddress(address: string, page: string): string {
  const folder = new URL('.', page).href;
  if (!new URL(address, page).href.startsWith(folder)) throw new TypeError(`${address} is not a file of the page`);
  return address;
}

/** Sets the policy, where the browser knows Trusted Types. */
export function trustOwnFiles(): void {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy('default', { createScriptURL: (address) => ownAddress(address, document.baseURI) });
}
