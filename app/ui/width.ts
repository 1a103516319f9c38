import { useCallback, useSyncExternalStore } from 'react';

/** Whether the window matches the media query now. */
function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (notify: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', notify);
      return () => {
        list.removeEventListener('change', notify);
      };
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}

/** How much room there is: all panels, without the inspector, or one at a time. */
export type Width = 'full' | 'medium' | 'narrow';

/** The room that the window offers now. */
export function useWidth(): Width {
  const full = useMedia('(min-width: 1200px)');
  const medium = useMedia('(min-width: 1000px)');
  return full ? 'full' : medium ? 'medium' : 'narrow';
}

/** True on a phone: cards are small and tabs stand below. */
export function useCompact(): boolean {
  return useMedia('(max-width: 599px)');
}

/** True for a window with little height, as the variant `short` has it. */
export function useShort(): boolean {
  return useMedia('(max-height: 520px)');
}

/** The kind of window, for the layout of the graph. */
export function useWindow(): 'wide' | 'tablet' | 'phone' {
  const phone = useCompact();
  const width = useWidth();
  return phone ? 'phone' : width === 'narrow' ? 'tablet' : 'wide';
}

/** The height of a row of a long list, in pixels: that of a finger where fingers are used, as the variant `touch` has it. */
export function useRowHeight(): number {
  return useMedia('(max-width: 999px), (pointer: coarse)') ? 44 : 28;
}
