import { useStoreApi } from '@xyflow/react';
import { useEffect } from 'react';

/** Keeps the zoom in a CSS variable of the canvas, so that cards in screen pixels follow without rendering again. */
export function ZoomVariable() {
  const store = useStoreApi();
  useEffect(() => {
    const write = (): void => {
      const { domNode, transform } = store.getState();
      domNode?.style.setProperty('--zoom', String(transform[2]));
    };
    write();
    return store.subscribe(write);
  }, [store]);
  return null;
}
