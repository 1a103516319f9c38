import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect } from 'react';

/** When the canvas grows or shrinks, what was in its middle stays there. */
export function useCentred(): void {
  const store = useStoreApi();
  const { getViewport, setViewport } = useReactFlow();
  useEffect(() => {
    let { width, height } = store.getState();
    return store.subscribe((now) => {
      if (now.width === width && now.height === height) return;
      const [wider, higher] = [now.width - width, now.height - height];
      const shown = width > 0 && now.width > 0;
      ({ width, height } = now);
      if (!shown) return;
      const { x, y, zoom } = getViewport();
      void setViewport({ x: x + wider / 2, y: y + higher / 2, zoom });
    });
  }, [store, getViewport, setViewport]);
}
