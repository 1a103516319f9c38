import { useEffect } from 'react';
import { useKeys } from './commands/useKeys.ts';
import { Dialogs } from './dialogs/Dialogs.tsx';
import { ModeView } from './modes/ModeView.tsx';
import { NewVersion } from './panels/NewVersion.tsx';
import { TopBar } from './panels/TopBar.tsx';
import { usePlayground, WorkspaceContext } from './workspace/context.ts';
import type { Workspace } from './workspace/workspace.ts';
import { usePlaying } from './commands/usePlaying.ts';
import { Boundary } from './ui/Boundary.tsx';
import { rememberFocus } from './ui/focus.ts';

function Announcer() {
  const announcement = usePlayground((state) => state.announcement);
  return (
    <div className="sr-only" role="status">
      {announcement}
    </div>
  );
}

function Keys() {
  useEffect(rememberFocus, []);
  useKeys();
  usePlaying();
  return null;
}

/** The page. */
export function App({ workspace }: { readonly workspace: Workspace }) {
  return (
    <WorkspaceContext value={workspace}>
      <div className="flex h-full flex-col">
        <Boundary name="The top bar">
          <TopBar />
        </Boundary>
        <ModeView />
        <NewVersion />
        <Announcer />
        <Boundary name="The keyboard">
          <Keys />
        </Boundary>
        <Dialogs />
      </div>
    </WorkspaceContext>
  );
}
