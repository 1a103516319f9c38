/** Keeping, with this browser's storages, channel, history and events. */
import type { Document } from '../../src/index.ts';
import type { Place } from './address.ts';
import { browserClock } from './clock.ts';
import { createKeeping, type Keeping } from './keeping.ts';
import type { KeepingStatus } from './keepingStatus.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Channel } from './tabs.ts';

const NAME = 'iommufd-playground';

function stateOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

const place: Place = {
  hash: () => window.location.hash,
  document: () => {
    const { document: id } = stateOf(window.history.state);
    return typeof id === 'string' ? id : null;
  },
  remember: (id, withoutHash) => {
    const { pathname, search, hash } = window.location;
    const state = { ...stateOf(window.history.state), document: id };
    window.history.replaceState(state, '', pathname + search + (withoutHash ? '' : hash));
  },
};

/** The way to the other tabs; null where the browser has none, and there a write still reads what is there first. */
function channelOf(): Channel | null {
  if (typeof BroadcastChannel === 'undefined') return null;
  const channel = new BroadcastChannel(NAME);
  const send = channel.postMessage.bind(channel);
  return {
    send,
    listen: (take) => {
      channel.addEventListener('message', (event: MessageEvent<unknown>) => {
        take(event.data);
      });
    },
    close: () => {
      channel.close();
    },
  };
}

/** Asks that what is kept stays, where the browser answers by itself: Firefox asks the person. */
async function persist(): Promise<void> {
  if (/Firefox\//.test(navigator.userAgent)) return;
  try {
    await navigator.storage.persist();
  } catch {
    // Without a secure context there is nothing to ask.
  }
}

/** Keeps what is done in the workspace in this browser, until the page is left. */
export function keepInBrowser(workspace: Workspace, first: Document, status: KeepingStatus): Keeping {
  const keeping = createKeeping({
    store: workspace.playground,
    first,
    status,
    factory: () => window.indexedDB,
    small: () => window.localStorage,
    session: () => window.sessionStorage,
    channel: channelOf(),
    clock: browserClock,
    place,
    report: workspace.ui.getState().report,
    persist: () => void persist(),
  });
  const changed = (): void => void keeping.addressChanged();
  window.addEventListener('popstate', changed);
  window.addEventListener('hashchange', changed);
  window.addEventListener('beforeunload', (event) => {
    if (!keeping.leaving()) event.preventDefault();
  });
  window.addEventListener('pagehide', () => {
    keeping.leaving();
    keeping.left();
  });
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) keeping.returned();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') keeping.leaving();
    else keeping.returned();
  });
  return keeping;
}
