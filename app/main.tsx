import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { rescueOf } from './commands/rescue.ts';
import { lastResort } from './lastResort.ts';
import { sayOnce, watchErrors } from './store/failures.ts';
import { createKeepingStatus } from './store/keepingStatus.ts';
import { createWorkspace } from './workspace/workspace.ts';
import { KeepingContext } from './store/useKeeping.ts';
import { keepForOffline } from './store/versions.ts';
import { trustOwnFiles } from './trusted.ts';
import { Boundary } from './ui/Boundary.tsx';
import { loadTwice } from './ui/lazyPart.tsx';
import { detailsOf, RescueContext } from './ui/errors.ts';
import './theme.css';

/** How long the first picture waits at most, so that it shows the document that was kept and does not change at once. */
const FIRST_PICTURE_MS = 100;

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no element #root');
trustOwnFiles();
const workspace = createWorkspace();
const status = createKeepingStatus();
const first = workspace.playground.getState().document;
const keeping = loadTwice(() => import('./store/keepInBrowser.ts')).then(({ keepInBrowser }) =>
  keepInBrowser(workspace, first, status),
);
const restored = keeping
  .then((kept) => kept.start())
  .catch(() => {
    status.setState({ saving: 'failed', reason: 'a part of this page did not load' });
  });
const rescue = rescueOf(workspace, keeping);
watchErrors(sayOnce(workspace.ui.getState().report, detailsOf));
await Promise.race([restored, new Promise((resolve) => setTimeout(resolve, FIRST_PICTURE_MS))]);
// What a boundary catches it says itself, and React logs it; what none catches leaves the page empty.
createRoot(root, {
  onUncaughtError: (error, { componentStack }) => {
    lastResort(root, detailsOf(error, componentStack), rescue.save);
  },
}).render(
  <StrictMode>
    <KeepingContext value={{ status, keeping }}>
      <RescueContext value={rescue}>
        <Boundary name="The page" whole>
          <App workspace={workspace} />
        </Boundary>
      </RescueContext>
    </KeepingContext>
  </StrictMode>,
);
if (import.meta.env.PROD) keepForOffline();
