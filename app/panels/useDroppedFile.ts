import { useEffect, useRef, useState } from 'react';

export interface Dropped {
  /** The first of the files that were dropped. */
  readonly file: File;
  /** It is a folder, which has no content to read. */
  readonly folder: boolean;
  /** How many were dropped. */
  readonly count: number;
}

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

/** Takes files that are dropped anywhere on the page. Answers whether files are being dragged over it. */
export function useDroppedFile(take: (dropped: Dropped) => void): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    const hover = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
      setOver(true);
    };
    window.addEventListener('dragenter', hover, { signal });
    window.addEventListener('dragover', hover, { signal });
    window.addEventListener(
      'dragleave',
      (event) => {
        // Only when the pointer leaves the window is there nothing that it enters.
        if (event.relatedTarget === null) setOver(false);
      },
      { signal },
    );
    window.addEventListener(
      'drop',
      (event) => {
        setOver(false);
        if (!hasFiles(event)) return;
        event.preventDefault();
        const { files, items } = event.dataTransfer ?? {};
        const file = files?.[0];
        if (file === undefined) return;
        const folder = items?.[0]?.webkitGetAsEntry()?.isDirectory === true;
        latest.current({ file, folder, count: files?.length ?? 1 });
      },
      { signal },
    );
    return () => {
      listening.abort();
    };
  }, []);
  return over;
}
