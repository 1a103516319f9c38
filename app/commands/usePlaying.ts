import { useEffect } from 'react';
import { useStore } from 'zustand';
import { usePlaygroundStore } from '../store/context.ts';
import { ui } from '../store/ui.ts';

/** While the timeline plays: one call forward at each beat, until the last. */
export function usePlaying(): void {
  const store = usePlaygroundStore();
  const pace = useStore(ui, (state) => state.playing);
  useEffect(() => {
    if (pace === null) return undefined;
    if (store.getState().position + 1 >= store.getState().frames.length) store.getState().travel(-1);
    const timer = setInterval(() => {
      store.getState().redo();
      const { position, frames } = store.getState();
      if (position + 1 >= frames.length) ui.getState().play(null);
    }, pace);
    return () => {
      clearInterval(timer);
    };
  }, [store, pace]);
}
