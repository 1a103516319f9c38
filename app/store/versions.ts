/** The page without a network, and what happens when a new version of it is there. */
import { createStore } from 'zustand/vanilla';

interface VersionsState {
  /** A new version can be used. */
  readonly ready: boolean;
  /** Puts the new version off until the page is opened again. */
  readonly later: () => void;
  /** Loads the page again, with the new version. What is not saved by then is lost. */
  readonly use: () => void;
}

const SKIP_WAITING = { type: 'SKIP_WAITING' } as const;

/** The version that is served to this page. The next one waits until a person asks for it, or no page is open. */
export const versions = createStore<VersionsState>()((set) => ({
  ready: false,
  later: () => {
    set({ ready: false });
  },
  use: () => {
    window.location.reload();
  },
}));

/** Offers what waits; asked for, it takes over, and the page is loaded again. */
function offer(workers: ServiceWorkerContainer, registration: ServiceWorkerRegistration): void {
  versions.setState({
    ready: true,
    use: () => {
      const next = registration.waiting;
      // It took over already, asked for in another tab.
      if (next === null) window.location.reload();
      workers.addEventListener('controllerchange', () => {
        window.location.reload();
      });
      next?.postMessage(SKIP_WAITING, []);
    },
  });
}

function watch(workers: ServiceWorkerContainer, registration: ServiceWorkerRegistration): void {
  let served = workers.controller !== null;
  if (registration.waiting !== null && served) offer(workers, registration);
  registration.addEventListener('updatefound', () => {
    const next = registration.installing;
    next?.addEventListener('statechange', () => {
      if (next.state === 'installed' && served) offer(workers, registration);
    });
  });
  workers.addEventListener('controllerchange', () => {
    // Another tab uses a new version: this one goes on with what it has until it is asked.
    if (served) offer(workers, registration);
    served = true;
  });
  document.addEventListener('visibilitychange', () => {
    // Without a network there is no newer version.
    if (document.visibilityState === 'visible') registration.update().catch(() => undefined);
  });
}

/**
 * Has the browser keep the page, once it is loaded. Where it can't (plain http on another machine, a private window, no `sw.js` on the
 * server), the page works the same with a network.
 */
export function keepForOffline(): void {
  if (!('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  const register = async (): Promise<void> => {
    try {
      watch(serviceWorker, await serviceWorker.register('./sw.js'));
    } catch {
      // Nothing is kept, and nothing is missing.
    }
  };
  if (document.readyState === 'complete') void register();
  else
    window.addEventListener('load', () => {
      void register();
    });
}
