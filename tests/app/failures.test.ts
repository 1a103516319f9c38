/** Errors that nobody has caught. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { sayOnce, watchErrors, type Tell } from '../../app/store/failures.ts';
import { detailsOf } from '../../app/ui/errors.ts';

let stop = (): void => undefined;
afterEach(() => {
  stop();
});

function watched() {
  const tell = vi.fn<Tell>();
  stop = watchErrors(sayOnce(tell, detailsOf));
  return tell;
}

const thrown = (error: unknown, message = ''): void => {
  window.dispatchEvent(new ErrorEvent('error', { error, message }));
};

describe('an error that nobody has caught', () => {
  test('is said with its details', () => {
    const tell = watched();
    thrown(new Error('no state'));
    expect(tell).toHaveBeenCalledExactlyOnceWith(
      'The page made a mistake',
      expect.stringContaining('Your document is still here.'),
      expect.stringContaining('Error: no state'),
    );
  });

  test('is said once when it comes twice in a row, and again after another one', () => {
    const tell = watched();
    const first = new Error('no state');
    thrown(first);
    thrown(first);
    expect(tell).toHaveBeenCalledTimes(1);
    thrown(new Error('no frame'));
    thrown(first);
    expect(tell).toHaveBeenCalledTimes(3);
  });

  test('is said when it is a promise that failed', () => {
    const tell = watched();
    window.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason: 'storage is full' }));
    expect(tell.mock.calls[0]?.[2]).toBe('storage is full');
  });

  test('is not what a browser says about a loop of ResizeObserver', () => {
    const tell = watched();
    thrown(undefined, 'ResizeObserver loop completed with undelivered notifications.');
    expect(tell).not.toHaveBeenCalled();
    thrown(undefined, 'Script error.');
    expect(tell).toHaveBeenCalledTimes(1);
  });
});
