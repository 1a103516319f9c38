/** Keys as data: which are held, and which one is pressed. */

/** Keys as the registry writes them: `mod+shift+z`, `?`. `mod` is Ctrl, or ⌘ on a Mac. */
export type Keys = string;

/** A key press as the registry writes it. */
export function keyOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>): Keys {
  const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const mod = event.ctrlKey || event.metaKey;
  const shift = event.shiftKey && /^[a-z]$/.test(letter);
  return `${mod ? 'mod+' : ''}${event.altKey ? 'alt+' : ''}${shift ? 'shift+' : ''}${letter}`;
}

const NAMES: Readonly<Record<string, { readonly mac: string; readonly other: string }>> = {
  mod: { mac: '⌘', other: 'Ctrl ' },
  shift: { mac: '⇧', other: 'Shift ' },
  alt: { mac: '⌥', other: 'Alt ' },
  Escape: { mac: 'Esc', other: 'Esc' },
};

/** The keys as people read them. */
export function keyText(keys: Keys, mac = /mac/i.test(navigator.userAgent)): string {
  return keys
    .split(/\+(?=.)/)
    .map((key) => NAMES[key]?.[mac ? 'mac' : 'other'] ?? key.toUpperCase())
    .join('');
}
