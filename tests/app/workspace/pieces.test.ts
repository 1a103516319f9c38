/** Long work in pieces: how much is done at once, who is told, and how it is given up. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { inPieces, soon, type Progress } from '../../../app/workspace/pieces.ts';

/** Work of so many steps, each of which takes so many milliseconds. */
function* work(total: number, step = (): void => undefined): Generator<Progress, string, undefined> {
  for (let done = 1; done <= total; done += 1) {
    step();
    yield { done, total };
  }
  return 'the end';
}

/** Runs the work; `go` runs the piece that waits. */
function started(steps: Generator<Progress, string, undefined>) {
  const finished = vi.fn<(result: string) => void>();
  const said = vi.fn<(progress: Progress) => void>();
  const tasks: (() => void)[] = [];
  const stop = inPieces(steps, finished, said, (task) => tasks.push(task));
  return { finished, said, tasks, stop, go: () => tasks.shift()?.() };
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('work', () => {
  test('of fewer than 32 steps is done at once, and nobody is told how far it is', () => {
    const { finished, said, tasks } = started(work(31));
    expect(finished).toHaveBeenCalledExactlyOnceWith('the end');
    expect(said).not.toHaveBeenCalled();
    expect(tasks).toEqual([]);
  });

  test('of 32 steps waits, says how far it is, and ends in the next piece', () => {
    const { finished, said, go } = started(work(32));
    expect(finished).not.toHaveBeenCalled();
    expect(said).toHaveBeenCalledExactlyOnceWith({ done: 32, total: 32 });
    go();
    expect(finished).toHaveBeenCalledExactlyOnceWith('the end');
  });

  test('goes on for twelve milliseconds in a piece, and is told of before each pause', () => {
    let clock = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => clock);
    const { finished, said, tasks, go } = started(
      work(50, () => {
        clock += 4;
      }),
    );
    go();
    expect(said.mock.calls.map(([{ done }]) => done)).toEqual([32, 35]);
    expect(tasks).toHaveLength(1);
    while (tasks.length > 0) go();
    expect(said.mock.calls.map(([{ done }]) => done)).toEqual([32, 35, 38, 41, 44, 47, 50]);
    expect(finished).toHaveBeenCalledTimes(1);
  });

  test('that is given up is not gone on with, and nobody hears of it any more', () => {
    const step = vi.fn<() => void>();
    const { finished, said, stop, go } = started(work(100, step));
    stop();
    go();
    expect(step).toHaveBeenCalledTimes(32);
    expect(said).toHaveBeenCalledTimes(1);
    expect(finished).not.toHaveBeenCalled();
  });

  test('waits for the page by itself when nobody says how', () => {
    vi.useFakeTimers();
    const finished = vi.fn<(result: string) => void>();
    inPieces(work(33), finished, () => undefined);
    expect(finished).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(finished).toHaveBeenCalledTimes(1);
  });
});

test('soon is not at once', () => {
  vi.useFakeTimers();
  const task = vi.fn<() => void>();
  soon(task);
  expect(task).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(task).toHaveBeenCalledTimes(1);
});
