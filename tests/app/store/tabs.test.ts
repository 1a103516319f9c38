/** The other tabs: who is there, what each shows, and what is no message of a tab. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createTabs, type Channel } from '../../../app/store/tabs.ts';
import type { Clock } from '../../../app/store/clock.ts';

let hear: (message: unknown) => void;
let sent: object[];
let timers: { readonly milliseconds: number; readonly task: () => void }[];
const kept = vi.fn<(id: string, revision: string) => void>();
const changed = vi.fn<() => void>();
const closed = vi.fn<() => void>();

const clock: Clock = {
  now: () => 0,
  after: (milliseconds, task) => {
    const timer = { milliseconds, task };
    timers.push(timer);
    return () => {
      timers = timers.filter((one) => one !== timer);
    };
  },
  afterFrame: (task) => {
    task();
  },
};
const channel: Channel = {
  send: (message) => sent.push(message),
  listen: (take) => {
    hear = take;
  },
  close: closed,
};
const tabs = () => createTabs(channel, 'own', clock, { kept, changed });
const waits = (): number[] => timers.map(({ milliseconds }) => milliseconds);
/** What waits for so long happens. */
function pass(milliseconds: number): void {
  const due = timers.filter((timer) => timer.milliseconds === milliseconds);
  timers = timers.filter((timer) => timer.milliseconds !== milliseconds);
  for (const { task } of due) task();
}
const shows = (tab: string, id: string) => ({ tab, kind: 'shows', id });

beforeEach(() => {
  sent = [];
  timers = [];
  vi.clearAllMocks();
});

describe('what a tab says', () => {
  test('names the tab', () => {
    const { show, kept: say, leave } = tabs();
    show('a');
    say('a', 'r1');
    leave();
    expect(sent).toEqual([
      { tab: 'own', kind: 'shows', id: 'a' },
      { tab: 'own', kind: 'kept', id: 'a', revision: 'r1' },
      { tab: 'own', kind: 'left' },
    ]);
  });

  test('answers who asks, once it shows something', () => {
    const { show } = tabs();
    hear({ tab: 'b', kind: 'who' });
    expect(sent).toEqual([]);
    show('a');
    hear({ tab: 'b', kind: 'who' });
    expect(sent).toEqual([shows('own', 'a'), shows('own', 'a')]);
  });
});

describe('what other tabs show', () => {
  test('is counted for each document, and changes are told once', () => {
    const { showing } = tabs();
    hear(shows('b', 'x'));
    hear(shows('c', 'x'));
    hear(shows('d', 'y'));
    expect([showing('x'), showing('y'), showing('z')]).toEqual([2, 1, 0]);
    expect(changed).toHaveBeenCalledTimes(3);
    hear(shows('b', 'x'));
    expect(changed).toHaveBeenCalledTimes(3);
    hear(shows('b', 'y'));
    expect([showing('x'), showing('y')]).toEqual([1, 2]);
    expect(changed).toHaveBeenCalledTimes(4);
  });

  test('goes when they leave; one that was not known leaves nothing', () => {
    const { showing } = tabs();
    hear(shows('b', 'x'));
    hear({ tab: 'c', kind: 'left' });
    expect(changed).toHaveBeenCalledTimes(1);
    hear({ tab: 'b', kind: 'left' });
    expect(showing('x')).toBe(0);
    expect(changed).toHaveBeenCalledTimes(2);
  });

  test('is not what this tab says itself', () => {
    const { showing } = tabs();
    hear(shows('own', 'x'));
    expect(showing('x')).toBe(0);
    expect(changed).not.toHaveBeenCalled();
  });

  test('a document that one of them kept is told with its revision', () => {
    tabs();
    hear({ tab: 'b', kind: 'kept', id: 'x', revision: 'r1' });
    expect(kept).toHaveBeenCalledExactlyOnceWith('x', 'r1');
  });
});

describe('asking who is there', () => {
  test('forgets who does not answer in two seconds, and tells it', () => {
    const { ask, showing } = tabs();
    hear(shows('b', 'x'));
    hear(shows('c', 'x'));
    changed.mockClear();
    ask();
    expect(sent).toEqual([{ tab: 'own', kind: 'who' }]);
    hear(shows('c', 'x'));
    pass(2000);
    expect(showing('x')).toBe(1);
    expect(changed).toHaveBeenCalledTimes(1);
  });

  test('tells nothing when all answer', () => {
    const { ask } = tabs();
    hear(shows('b', 'x'));
    changed.mockClear();
    ask();
    hear(shows('b', 'x'));
    pass(2000);
    expect(changed).not.toHaveBeenCalled();
  });

  test('is done once at a time, and again afterwards', () => {
    const { ask } = tabs();
    ask();
    ask();
    expect(sent).toHaveLength(1);
    pass(2000);
    ask();
    expect(sent).toHaveLength(2);
  });

  test('is done every fifteen seconds while another tab is known, and not while none is', () => {
    const { ask } = tabs();
    ask();
    pass(2000);
    expect(waits()).toEqual([]);
    hear(shows('b', 'x'));
    expect(waits()).toEqual([15_000]);
    hear(shows('b', 'y'));
    hear(shows('c', 'y'));
    expect(waits()).toEqual([15_000]);
    pass(15_000);
    expect(waits()).toEqual([2000]);
    hear(shows('b', 'y'));
    pass(2000);
    expect(waits()).toEqual([15_000]);
  });

  test('ends when the tab is closed', () => {
    const { close } = tabs();
    hear(shows('b', 'x'));
    close();
    expect(waits()).toEqual([]);
    expect(closed).toHaveBeenCalledTimes(1);
  });
});

test.each([
  null,
  undefined,
  'shows',
  {},
  { tab: 1, kind: 'shows', id: 'x' },
  { tab: 'b', kind: 'shows' },
  { tab: 'b', kind: 'shows', id: 5 },
  { tab: 'b', kind: 'kept', id: 'x' },
  { tab: 'b', kind: 'kept', id: 'x', revision: 5 },
  { tab: 'b', kind: 'other', id: 'x', revision: 'r' },
])('%j is no message', (message) => {
  tabs();
  hear(message);
  expect(changed).not.toHaveBeenCalled();
  expect(kept).not.toHaveBeenCalled();
  expect(sent).toEqual([]);
});

test('without a way to the others nobody is asked, and nobody is there', () => {
  const alone = createTabs(null, 'own', clock, { kept, changed });
  alone.show('a');
  alone.kept('a', 'r');
  alone.ask();
  alone.leave();
  alone.close();
  expect(timers).toEqual([]);
  expect(alone.showing('a')).toBe(0);
});
