import { useCallback, useEffect, useRef } from 'react';
import { deviceOfRef } from '../../src/index.ts';
import { usePlaygroundStore } from '../workspace/context.ts';
import { currentState } from '../workspace/playground.ts';
import { targetAt } from './pointer.ts';

/** Drawing a connection from a device: the preview follows the pointer, and dropping makes the call. */
export function useConnecting() {
  const store = usePlaygroundStore();
  const stop = useRef<(() => void) | null>(null);
  useEffect(
    () => () => {
      // The canvas goes while a line is drawn: nothing ends the line any more.
      if (stop.current === null) return;
      stop.current();
      stop.current = null;
      store.getState().connect({ kind: 'cancel' });
    },
    [store],
  );
  const onConnectStart = useCallback(
    (_: unknown, { nodeId }: { nodeId: string | null }) => {
      const device = deviceOfRef(nodeId);
      if (device === null) return;
      store.getState().connect({ kind: 'draw', device });
      // Beside the canvas the inspector then lists the same targets; over it, it would be in the way.
      if (window.matchMedia('(min-width: 1200px)').matches) store.getState().select(`device:${device}`);
      const follow = (event: PointerEvent): void => {
        const state = store.getState();
        if (state.connecting === null) return;
        state.connect({ kind: 'over', target: targetAt(currentState(state), event.clientX, event.clientY) });
      };
      window.addEventListener('pointermove', follow);
      stop.current = () => {
        window.removeEventListener('pointermove', follow);
      };
    },
    [store],
  );
  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent) => {
      stop.current?.();
      stop.current = null;
      const state = store.getState();
      if (state.connecting === null) return;
      const point = 'changedTouches' in event ? event.changedTouches[0] : event;
      const target = point === undefined ? null : targetAt(currentState(state), point.clientX, point.clientY);
      state.connect({ kind: 'drop', target });
    },
    [store],
  );
  return { onConnectStart, onConnectEnd };
}
