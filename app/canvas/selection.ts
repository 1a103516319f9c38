import type { ViewRef } from '../view/refs.ts';
import { usePlayground } from '../store/context.ts';

/** True when the node is selected, alone or with others. */
export function useSelected(ref: ViewRef): boolean {
  return usePlayground((state) => state.selected.includes(ref));
}
