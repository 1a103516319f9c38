import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { restore, startAutosave } from './store/autosave.ts';
import { createPlayground } from './store/playground.ts';
import './theme.css';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no element #root');
const store = createPlayground();
await restore(store);
startAutosave(store);
window.addEventListener('hashchange', () => void restore(store));
createRoot(root).render(
  <StrictMode>
    <App store={store} />
  </StrictMode>,
);
