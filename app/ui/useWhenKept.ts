import { use, useState } from 'react';
import { RescueContext } from './errors.ts';

interface WhenKept {
  /** The browser does not keep the document: asked once more, it is done all the same. */
  readonly lost: boolean;
  readonly ask: () => void;
}

/** Does what leaves the page once the open document is kept; when it is not, only when asked a second time. */
export function useWhenKept(leave: () => void): WhenKept {
  const rescue = use(RescueContext);
  const [lost, setLost] = useState(false);
  const ask = async (): Promise<void> => {
    if (lost || rescue === null || (await rescue.kept())) leave();
    else setLost(true);
  };
  return { lost, ask: () => void ask() };
}
