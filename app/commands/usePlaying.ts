import { useEffect } from 'react';
import { useStore } from 'zustand';
import { usePlaygroundStore, useUi } from '../workspace/context.ts';
import { PACES, settings } from '../store/settings.ts';

/** While the timeline plays: one call forward at each beat, until the last. */
export function usePlaying(): void {
  const store = usePlaygroundStore();
  const playing = useUi((state) => state.playing);
  const play = useUi((state) => state.play);
  const pace = useStore(settings, (state) => PACES[state.pace]);
  useEffect(() => {
    if (!playing) return undefined;
    if (store.getState().position + 1 >= store.getState().frames.length) store.getState().travel(-1);
    const timer = setInterval(() => {
      store.getState().redo();
      const { position, frames } = store.getState();
      if (position + 1 >= frames.length) play(false);
    }, pace);
    return () => {
      clearInterval(timer);
    };
  }, [store, play, playing, pace]);
}
