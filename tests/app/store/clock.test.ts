/** The browser's clock: what is to happen later happens once, and can be called off. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { browserClock } from '../../../app/store/clock.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'requestAnimationFrame'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the clock', () => {
  test('says the time', () => {
    vi.setSystemTime(1_700_000_000_000);
    expect(browserClock.now()).toBe(1_700_000_000_000);
  });

  test('does a task when it is time, and none that was called off', () => {
    const [one, other] = [vi.fn<() => void>(), vi.fn<() => void>()];
    browserClock.after(1000, one);
    browserClock.after(1000, other)();
    vi.advanceTimersByTime(999);
    expect(one).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(one).toHaveBeenCalledTimes(1);
    expect(other).not.toHaveBeenCalled();
  });

  test('does a task once, behind the next picture', () => {
    const task = vi.fn<() => void>();
    browserClock.afterFrame(task);
    expect(task).not.toHaveBeenCalled();
    vi.advanceTimersByTime(20);
    expect(task).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1000);
    expect(task).toHaveBeenCalledTimes(1);
  });

  test('does it soon where no picture is drawn', () => {
    vi.stubGlobal('requestAnimationFrame', () => 0);
    const task = vi.fn<() => void>();
    browserClock.afterFrame(task);
    vi.advanceTimersByTime(59);
    expect(task).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(task).toHaveBeenCalledTimes(1);
  });
});
