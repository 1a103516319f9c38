/** Keeping in a real browser's terms: its storages, its history, its channel and its events. */
import 'fake-indexeddb/auto';
import { act, Suspense } from 'react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EMPTY_MACHINE, newDocument } from '../../../src/index.ts';
import { keepInBrowser } from '../../../app/store/keepInBrowser.ts';
import type { Keeping } from '../../../app/store/keeping.ts';
import { cameInText, createKeepingStatus, type KeepingStatus } from '../../../app/store/keepingStatus.ts';
import { KeepingContext, useKeeping, useKeepingState, useNotify } from '../../../app/store/useKeeping.ts';
import { createWorkspace, type Workspace } from '../../../app/workspace/workspace.ts';
import { clear, press, show, text } from '../render.ts';
import { ALLOC, linkOf, ONE } from './origin.ts';

let workspace: Workspace;
let status: KeepingStatus;
let keeping: Keeping;
const persist = vi.fn<() => Promise<boolean>>();
const now = () => workspace.playground.getState();
/** Stops what the page listens to: it does so until it is left, and here one page follows the other. */
let unlisten: (() => void)[];
function watchListeners(target: Window | Document): void {
  const add = target.addEventListener.bind(target);
  vi.spyOn(target, 'addEventListener').mockImplementation(
    (type: string, listener: EventListenerOrEventListenerObject) => {
      add(type, listener);
      unlisten.push(() => {
        target.removeEventListener(type, listener);
      });
    },
  );
}
const historyState = (): unknown => window.history.state;

beforeEach(() => {
  persist.mockReset().mockResolvedValue(true);
  Object.defineProperty(navigator, 'storage', { value: { persist }, configurable: true });
  window.history.replaceState(null, '', '/page?query');
  const first = newDocument('start', EMPTY_MACHINE);
  workspace = createWorkspace(first);
  status = createKeepingStatus();
  unlisten = [];
  watchListeners(window);
  watchListeners(document);
  keeping = keepInBrowser(workspace, first, status);
  vi.restoreAllMocks();
  persist.mockResolvedValue(true);
});
afterEach(() => {
  vi.unstubAllGlobals();
  for (const stop of unlisten) stop();
  keeping.stop();
  localStorage.clear();
  vi.restoreAllMocks();
});

const made = async (): Promise<void> => {
  now().run(ALLOC);
  await vi.waitFor(() => expect(status.getState().saving).toBe('saved'));
};

describe('keeping', () => {
  test('writes into the browser, remembers the document in the history, and asks once that it stays', async () => {
    await keeping.start();
    await made();
    expect(historyState()).toEqual({ document: now().documentId });
    expect(await keeping.library.last()).toBe(now().documentId);
    await made();
    expect(persist).toHaveBeenCalledTimes(1);
  });

  test('does not ask where the browser would ask the person, and goes on where it can not be asked', async () => {
    vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue('Mozilla/5.0 Firefox/140.0');
    await keeping.start();
    await made();
    expect(persist).not.toHaveBeenCalled();
    vi.restoreAllMocks();
    persist.mockRejectedValue(new TypeError('no secure context'));
    now().open(newDocument('next', EMPTY_MACHINE));
    await made();
  });

  test('keeps what others wrote into the history, and the query', async () => {
    window.history.replaceState({ theirs: 1 }, '', '/page?query#theirs');
    await keeping.start();
    expect(historyState()).toEqual({ theirs: 1, document: now().documentId });
    expect(window.location.search + window.location.hash).toBe('?query#theirs');
  });

  test.each(['text', { document: 5 }])(
    'an entry of the history that is not of the page shows nothing: %j',
    async (entry) => {
      window.history.replaceState(entry, '', '/page');
      await keeping.start();
      expect(historyState()).toMatchObject({ document: now().documentId });
    },
  );

  test('takes a link out of the address once its document is kept', async () => {
    window.history.replaceState(null, '', `/page?query${await linkOf({ ...ONE, name: 'linked' })}`);
    await keeping.start();
    expect(now().document.name).toBe('linked');
    expect(window.location.search + window.location.hash).toBe('?query');
  });
});

describe('what the browser says', () => {
  const unloading = (): boolean => {
    const event = new Event('beforeunload', { cancelable: true });
    window.dispatchEvent(event);
    return event.defaultPrevented;
  };

  test('a page that is left notes what is not kept yet, and holds a person back only when it can not', async () => {
    await keeping.start();
    now().run(ALLOC);
    expect(unloading()).toBe(false);
    expect(keeping.journal.notes().map(({ note }) => note?.id)).toContain(now().documentId);
    await vi.waitFor(() => expect(keeping.journal.notes()).toEqual([]));
    vi.stubGlobal('localStorage', {
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    });
    now().run(ALLOC);
    expect(unloading()).toBe(true);
  });

  test.each(['popstate', 'hashchange'])('%s opens what the address says', async (name) => {
    await keeping.start();
    const hash = await linkOf({ ...ONE, name });
    window.history.replaceState(null, '', `/page${hash}`);
    window.dispatchEvent(new Event(name));
    await vi.waitFor(() => expect(now().document.name).toBe(name));
  });

  test('a hidden page notes what is not kept, and one that is shown again looks for what others did', async () => {
    await keeping.start();
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    now().run(ALLOC);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(keeping.journal.notes()).toHaveLength(1);
    await vi.waitFor(() => expect(keeping.journal.notes()).toEqual([]));
    visibility.mockReturnValue('visible');
    const heard = vi.fn<(message: unknown) => void>();
    const other = new BroadcastChannel('iommufd-playground');
    other.addEventListener('message', ({ data }: MessageEvent<{ readonly kind: string }>) => {
      heard(data.kind);
    });
    document.dispatchEvent(new Event('visibilitychange'));
    await vi.waitFor(() => expect(heard.mock.calls.flat()).toEqual(['shows']));
    heard.mockClear();
    window.dispatchEvent(new Event('pagehide'));
    await vi.waitFor(() => expect(heard.mock.calls.flat()).toEqual(['left']));
    heard.mockClear();
    window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: false }));
    window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
    await vi.waitFor(() => expect(heard.mock.calls.flat().filter((kind) => kind === 'shows')).toHaveLength(1));
    other.close();
  });

  test('another tab that shows the document is counted', async () => {
    await keeping.start();
    const other = new BroadcastChannel('iommufd-playground');
    const send = other.postMessage.bind(other);
    send({ tab: 'other', kind: 'shows', id: now().documentId });
    await vi.waitFor(() => expect(status.getState().elsewhere).toBe(1));
    other.close();
  });
});

describe('a component', () => {
  function Probe() {
    const { library } = useKeeping();
    const notify = useNotify();
    const notice = useKeepingState((state) => state.notice);
    return (
      <>
        {library === keeping.library ? 'same' : 'other'} {notice ?? 'nothing'}
        <button
          onClick={() => {
            notify('watch out');
          }}
        >
          say
        </button>
        <button
          onClick={() => {
            notify(null);
          }}
        >
          close
        </button>
      </>
    );
  }
  afterEach(clear);

  test('has what keeps, and says and closes a notice', async () => {
    const parts = { status, keeping: Promise.resolve(keeping) };
    await show(
      <KeepingContext value={parts}>
        <Suspense fallback="waits">
          <Probe />
        </Suspense>
      </KeepingContext>,
    );
    await act(async () => {
      await parts.keeping;
    });
    expect(text()).toContain('same nothing');
    await press('say');
    expect(text()).toContain('watch out');
    await press('close');
    expect(text()).toContain('nothing');
  });

  test('outside of what keeps is told so', async () => {
    const failed = vi.fn<() => void>();
    await show(<Probe />).catch(failed);
    expect(failed).toHaveBeenCalledTimes(1);
  });
});

test('calls from other tabs are counted, one in the singular', () => {
  expect([cameInText(1), cameInText(2)]).toEqual(['1 call from another tab', '2 calls from another tab']);
});
