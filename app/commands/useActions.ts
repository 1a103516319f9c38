import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { useWorkspace } from '../workspace/context.ts';
import { act, action, snapshot, type Snapshot } from './actions.ts';

/** What the actions of the workspace around the component go by; the component renders again when it changes. */
export function useSnapshot(): Snapshot {
  const { playground, ui } = useWorkspace();
  const playing = useStore(ui, (state) => state.playing);
  return useStore(
    playground,
    useShallow((state) => snapshot(state, { playing })),
  );
}

/** Does an action by its id, in the workspace around the component. */
export function useAct(): (id: string) => void {
  const workspace = useWorkspace();
  return (id) => {
    act(workspace, action(id));
  };
}
