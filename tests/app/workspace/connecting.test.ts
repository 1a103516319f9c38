/** Connecting a device: every event in every state. */
import { describe, expect, test } from 'vitest';
import { connected, type Choice, type ConnectEvent, type Connecting } from '../../../app/workspace/connecting.ts';

const TARGETS: readonly Choice[] = [
  { id: 5, legal: false },
  { id: 6, legal: true },
  { id: 9, legal: false },
];
const drawing: Connecting = { device: 1, over: null, by: 'drawing' };
const choosing: Connecting = { device: 1, over: 6, by: 'choosing' };

const after = (now: Connecting | null, event: ConnectEvent, targets = TARGETS) => connected(now, event, () => targets);

describe('a connection that is drawn', () => {
  test('follows the pointer, and is the very same while it is over the same target', () => {
    expect(after(null, { kind: 'draw', device: 1 })).toEqual({ next: drawing, attach: null });
    const over = after(drawing, { kind: 'over', target: 5 }).next;
    expect(over).toEqual({ ...drawing, over: 5 });
    expect(after(over, { kind: 'over', target: 5 }).next).toBe(over);
    expect(after(over, { kind: 'over', target: null }).next).toEqual(drawing);
  });

  test('attaches where it is dropped, refused or not, and nowhere on nothing', () => {
    expect(after(drawing, { kind: 'drop', target: 5 })).toEqual({ next: null, attach: { device: 1, ptId: 5 } });
    expect(after(drawing, { kind: 'drop', target: null })).toEqual({ next: null, attach: null });
    expect(after({ ...drawing, over: 9 }, { kind: 'drop' })).toEqual({ next: null, attach: { device: 1, ptId: 9 } });
  });

  test('does not turn to other targets by keys', () => {
    expect(after(drawing, { kind: 'turn', by: 1 }).next).toBe(drawing);
  });
});

describe('a target that is chosen', () => {
  test('is the first legal one, else the first; without targets nothing begins', () => {
    expect(after(null, { kind: 'choose', device: 1 }).next).toEqual(choosing);
    expect(after(null, { kind: 'choose', device: 1 }, [{ id: 5, legal: false }]).next).toEqual({
      ...choosing,
      over: 5,
    });
    expect(after(null, { kind: 'choose', device: 1 }, []).next).toBe(null);
  });

  test.each([
    [1, 9],
    [-1, 5],
  ] as const)('turns by %i to target %i', (by, id) => {
    expect(after(choosing, { kind: 'turn', by }).next?.over).toBe(id);
  });

  test('turns round at the ends', () => {
    expect(after({ ...choosing, over: 9 }, { kind: 'turn', by: 1 }).next?.over).toBe(5);
    expect(after({ ...choosing, over: 5 }, { kind: 'turn', by: -1 }).next?.over).toBe(9);
    expect(after(choosing, { kind: 'turn', by: 1 }, []).next).toBe(choosing);
  });

  test('is attached to by a drop', () => {
    expect(after(choosing, { kind: 'drop' })).toEqual({ next: null, attach: { device: 1, ptId: 6 } });
  });
});

test.each([null, drawing, choosing])('cancelling %j ends it and makes no call', (now) => {
  expect(after(now, { kind: 'cancel' })).toEqual({ next: null, attach: null });
});

test.each<ConnectEvent>([
  { kind: 'over', target: 5 },
  { kind: 'turn', by: 1 },
  { kind: 'drop' },
  { kind: 'drop', target: 5 },
])('%j does nothing when nothing is connected', (event) => {
  expect(after(null, event)).toEqual({ next: null, attach: null });
});
