import { useStoreApi } from '@xyflow/react';
import { useEffect, type CSSProperties } from 'react';

/** The variable with which cards in screen pixels undo the zoom. */
const NAME = '--zoom';

/** The variable as a style. */
export function zoomVariable(zoom: number): CSSProperties {
  return { [NAME]: zoom } as CSSProperties;
}

/** Keeps the zoom in a CSS variable of the canvas, so that cards in screen pixels follow without rendering again. */
export function ZoomVariable() {
  const store = useStoreApi();
  useEffect(() => {
    let written: number | null = null;
    const write = (): void => {
      const { domNode, panZoom, transform } = store.getState();
      if (domNode === null || panZoom === null || transform[2] === written) return;
      written = transform[2];
      domNode.style.setProperty(NAME, String(written));
    };
    write();
    return store.subscribe(write);
  }, [store]);
  return null;
}
