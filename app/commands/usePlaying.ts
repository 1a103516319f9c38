import { useEffect } from 'react';
import { useStore } from 'zustand';
import { usePlaygroundStore } from '../store/context.ts';
import { PACES, settings } from '../store/settings.ts';
import { ui } from '../store/ui.ts';

/** While the timeline plays: one call forward at each beat, until the last. */
export function usePlaying(): void {
  const store = usePlaygroundStore();
  const playing = useStore(ui, (state) => state.playing);
  const pace = useStore(settings, (state) => PACES[state.pace]);
  useEffect(() => {
    if (!playing) return undefined;
    if (store.getState().position + 1 >= store.getState().frames.length) store.getState().travel(-1);
    const timer = setInterval(() => {
      store.getState().redo();
      const { position, frames } = store.getState();
      if (position + 1 >= frames.length) ui.getState().play(false);
    }, pace);
    return () => {
      clearInterval(timer);
    };
  }, [store, playing, pace]);
}
