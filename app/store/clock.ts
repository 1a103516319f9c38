/** When things happen. */
export interface Clock {
  /** The time in milliseconds since 1970. */
  readonly now: () => number;
  /** Does the task after so many milliseconds. Answers how to call it off. */
  readonly after: (milliseconds: number, task: () => void) => () => void;
  /** Does the task as soon as the next picture is on the screen, and soon in any case. */
  readonly afterFrame: (task: () => void) => void;
}

/** A page that is not shown draws no frames. */
const LONGEST_FRAME_MS = 60;

/** The browser's clock. */
export const browserClock: Clock = {
  now: () => Date.now(),
  after: (milliseconds, task) => {
    const timer = setTimeout(task, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  },
  afterFrame: (task) => {
    let done = false;
    const once = (): void => {
      if (!done) task();
      done = true;
    };
    // The callback of a frame runs before the picture is drawn; a task after it runs behind the picture.
    requestAnimationFrame(() => setTimeout(once, 0));
    setTimeout(once, LONGEST_FRAME_MS);
  },
};
