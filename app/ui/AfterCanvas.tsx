import { startTransition, useEffect, useState, type ReactNode } from 'react';

/** What stands beside the canvas: drawn after the graph is on the screen, which is what a person waits for. */
export function AfterCanvas({ children }: { readonly children: ReactNode }) {
  const [drawn, setDrawn] = useState(false);
  useEffect(() => {
    const request = requestAnimationFrame(() => {
      startTransition(() => {
        setDrawn(true);
      });
    });
    return () => {
      cancelAnimationFrame(request);
    };
  }, []);
  return drawn ? children : null;
}
