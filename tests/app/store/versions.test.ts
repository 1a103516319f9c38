/** A new version of the page: offered when it waits, used when it is asked for, and never by surprise. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keepForOffline, versions } from '../../../app/store/versions.ts';

const now = () => versions.getState();
const first = now();

/** A worker that a page can install or be served by. */
class Worker extends EventTarget {
  state = 'installing';
  readonly postMessage = vi.fn<(message: unknown) => void>();
  become(state: string): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}
class Registration extends EventTarget {
  waiting: Worker | null = null;
  installing: Worker | null = null;
  readonly update = vi.fn<() => Promise<void>>(() => Promise.reject(new TypeError('no network')));
}
class Workers extends EventTarget {
  controller: Worker | null = null;
  readonly registration = new Registration();
  readonly register = vi.fn<(path: string) => Promise<Registration>>(() => Promise.resolve(this.registration));
  takeOver(): void {
    this.dispatchEvent(new Event('controllerchange'));
  }
}

let workers: Workers;
const reload = vi.fn<() => void>();
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

/** The page keeps itself, served by a worker or not. */
async function started(served: boolean, waiting = false): Promise<Registration> {
  if (served) workers.controller = new Worker();
  if (waiting) workers.registration.waiting = new Worker();
  keepForOffline();
  await settle();
  return workers.registration;
}

beforeEach(() => {
  workers = new Workers();
  reload.mockClear();
  versions.setState(first, true);
  Object.defineProperty(navigator, 'serviceWorker', { value: workers, configurable: true });
  vi.spyOn(window.location, 'reload').mockImplementation(reload);
  vi.spyOn(document, 'readyState', 'get').mockReturnValue('complete');
});
afterEach(() => {
  vi.restoreAllMocks();
  Reflect.deleteProperty(navigator, 'serviceWorker');
});

describe('a new version', () => {
  test('is not there at first, and using what there is loads the page again', async () => {
    await started(true);
    expect(workers.register).toHaveBeenCalledExactlyOnceWith('./sw.js');
    expect(now().ready).toBe(false);
    now().use();
    expect(reload).toHaveBeenCalledTimes(1);
  });

  test('that waits already is offered, and can be put off', async () => {
    await started(true, true);
    expect(now().ready).toBe(true);
    now().later();
    expect(now().ready).toBe(false);
  });

  test('that waits is no new one for a page that no worker serves', async () => {
    await started(false, true);
    expect(now().ready).toBe(false);
  });

  test('is offered when it is installed, not before', async () => {
    const registration = await started(true);
    registration.installing = new Worker();
    registration.dispatchEvent(new Event('updatefound'));
    registration.installing.become('activating');
    expect(now().ready).toBe(false);
    registration.installing.become('installed');
    expect(now().ready).toBe(true);
  });

  test('that is the first of all is not offered', async () => {
    const registration = await started(false);
    registration.installing = new Worker();
    registration.dispatchEvent(new Event('updatefound'));
    registration.installing.become('installed');
    expect(now().ready).toBe(false);
  });

  test('asked for takes over, and the page is loaded again when it has', async () => {
    const registration = await started(true, true);
    now().use();
    expect(registration.waiting?.postMessage.mock.calls[0]?.[0]).toEqual({ type: 'SKIP_WAITING' });
    expect(reload).not.toHaveBeenCalled();
    workers.takeOver();
    expect(reload).toHaveBeenCalledTimes(1);
  });

  test('that another tab had take over is offered, and only loaded when it is asked for', async () => {
    await started(true);
    workers.takeOver();
    expect(now().ready).toBe(true);
    expect(reload).not.toHaveBeenCalled();
    now().use();
    expect(reload).toHaveBeenCalledTimes(1);
  });

  test('the first worker that serves the page is none, the next one is', async () => {
    await started(false);
    workers.takeOver();
    expect(now().ready).toBe(false);
    workers.takeOver();
    expect(now().ready).toBe(true);
  });

  test('is looked for when the page is looked at again, with a network or without', async () => {
    const registration = await started(true);
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    expect(registration.update).not.toHaveBeenCalled();
    visibility.mockReturnValue('visible');
    document.dispatchEvent(new Event('visibilitychange'));
    expect(registration.update).toHaveBeenCalledTimes(1);
    await settle();
  });
});

describe('keeping the page', () => {
  test('waits until the page is loaded', async () => {
    vi.spyOn(document, 'readyState', 'get').mockReturnValue('loading');
    await started(true);
    expect(workers.register).not.toHaveBeenCalled();
    window.dispatchEvent(new Event('load'));
    expect(workers.register).toHaveBeenCalledTimes(1);
  });

  test('that the browser refuses, or can not do, is no failure', async () => {
    workers.register.mockRejectedValueOnce(new DOMException('no', 'SecurityError'));
    await started(true, true);
    expect(now().ready).toBe(false);
    Reflect.deleteProperty(navigator, 'serviceWorker');
    expect(keepForOffline).not.toThrow();
  });
});
