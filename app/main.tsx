import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { createKeepingStatus } from './store/keepingStatus.ts';
import { createPlayground } from './store/playground.ts';
import { KeepingContext } from './store/useKeeping.ts';
import './theme.css';

/** How long the first picture waits at most, so that it shows the document that was kept and does not change at once. */
const FIRST_PICTURE_MS = 100;

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no element #root');
const store = createPlayground();
const status = createKeepingStatus();
const first = store.getState().document;
const keeping = import('./store/keepInBrowser.ts').then(({ keepInBrowser }) => keepInBrowser(store, first, status));
const restored = keeping
  .then((kept) => kept.start())
  .catch(() => {
    status.setState({ saving: 'failed', reason: 'a part of this page did not load' });
  });
await Promise.race([restored, new Promise((resolve) => setTimeout(resolve, FIRST_PICTURE_MS))]);
createRoot(root).render(
  <StrictMode>
    <KeepingContext value={{ status, keeping }}>
      <App store={store} />
    </KeepingContext>
  </StrictMode>,
);
