import { useCallback, useRef } from 'react';
import { deviceOfRef } from '../../src/index.ts';
import { usePlaygroundStore } from '../store/context.ts';
import { currentState } from '../store/playground.ts';
import { targetAt } from './pointer.ts';

/** Drawing a connection from a device: the preview follows the pointer, and dropping makes the call. */
export function useConnecting() {
  const store = usePlaygroundStore();
  const stop = useRef<(() => void) | null>(null);
  const onConnectStart = useCallback(
    (_: unknown, { nodeId }: { nodeId: string | null }) => {
      const device = deviceOfRef(nodeId);
      if (device === null) return;
      store.getState().connect({ device, over: null });
      // Beside the canvas the inspector then lists the same targets; over it, it would be in the way.
      if (window.matchMedia('(min-width: 1200px)').matches) store.getState().select(`device:${device}`);
      const follow = (event: PointerEvent): void => {
        const { connecting, connect } = store.getState();
        if (connecting === null) return;
        const over = targetAt(currentState(store.getState()), event.clientX, event.clientY);
        if (over !== connecting.over) connect({ ...connecting, over });
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
      const { connecting, connect, run } = store.getState();
      if (connecting === null) return;
      const point = 'changedTouches' in event ? event.changedTouches[0] : event;
      const over = point === undefined ? null : targetAt(currentState(store.getState()), point.clientX, point.clientY);
      connect(null);
      if (over !== null) run({ op: 'device_attach', device: connecting.device, ptId: over });
    },
    [store],
  );
  return { onConnectStart, onConnectEnd };
}
