import { useKeys } from './commands/useKeys.ts';
import { Dialogs } from './dialogs/Dialogs.tsx';
import { NewVersion } from './panels/NewVersion.tsx';
import { Pages } from './panels/Pages.tsx';
import { Workbench } from './panels/Workbench.tsx';
import { TopBar } from './panels/TopBar.tsx';
import { PlaygroundContext, usePlayground } from './store/context.ts';
import type { Playground } from './store/playground.ts';
import { usePlaying } from './commands/usePlaying.ts';
import { Boundary } from './ui/Boundary.tsx';
import { useWidth } from './ui/width.ts';

function Announcer() {
  const announcement = usePlayground((state) => state.announcement);
  return (
    <div className="sr-only" role="status">
      {announcement}
    </div>
  );
}

function Keys() {
  useKeys();
  usePlaying();
  return null;
}

/** The page. */
export function App({ store }: { readonly store: Playground }) {
  const width = useWidth();
  return (
    <PlaygroundContext value={store}>
      <div className="flex h-full flex-col">
        <Boundary name="The top bar">
          <TopBar />
        </Boundary>
        {width === 'narrow' ? <Pages /> : <Workbench roomy={width === 'full'} />}
        <NewVersion />
        <Announcer />
        <Boundary name="The keyboard">
          <Keys />
        </Boundary>
        <Dialogs />
      </div>
    </PlaygroundContext>
  );
}
