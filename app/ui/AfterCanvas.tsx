import { useEffect, useState, type ReactNode } from 'react';

/** What stands beside the canvas: drawn in the frame after the graph, which is what a person waits for. */
export function AfterCanvas({ children }: { readonly children: ReactNode }) {
  const [drawn, setDrawn] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const request = requestAnimationFrame(() => {
      timer = setTimeout(() => {
        setDrawn(true);
      });
    });
    return () => {
      cancelAnimationFrame(request);
      clearTimeout(timer);
    };
  }, []);
  return drawn ? children : null;
}
