import { usePlayground } from '../workspace/context.ts';
import type { ViewNode } from '../view/nodes.ts';

/** True when the node is selected, alone or with others, or hides something that is. */
export function useSelected(node: ViewNode): boolean {
  return usePlayground(
    ({ selected }) =>
      selected.includes(node.ref) || ('hidden' in node && node.hidden.some((ref) => selected.includes(ref))),
  );
}
