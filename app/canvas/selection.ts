import { usePlayground } from '../store/context.ts';

/** True when the node is the selected one. */
export function useSelected(ref: string): boolean {
  return usePlayground((state) => state.selection === ref);
}
