/** Links: what is written is what is read, by the same limits. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { EMPTY_MACHINE, newDocument, scenarioDocument, SCENARIOS, type Document } from '../../../src/index.ts';
import { decodeLink, encodeLink, LONGEST_LINK } from '../../../app/store/share.ts';

/** A log that hardly packs: each call has another address. */
function bulky(calls: number): Document {
  let seed = 1;
  const random = (): bigint => {
    seed = (seed * 48271) % 2147483647;
    return BigInt(seed);
  };
  const nodes = Array.from({ length: calls }, (_, index) => ({
    parent: index === 0 ? null : index - 1,
    command: {
      op: 'ioas_unmap' as const,
      ioas: 1,
      iova: (random() << 31n) + random(),
      length: (random() << 31n) + random(),
    },
  }));
  return { ...newDocument('bulky', EMPTY_MACHINE), nodes, tip: calls - 1, cursor: null };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('links', () => {
  test('every scenario comes back from its link', async () => {
    for (const scenario of SCENARIOS) {
      const document = scenarioDocument(scenario);
      const link = await encodeLink(document);
      expect(link.ok && (await decodeLink(link.value))).toEqual({ ok: true, value: document });
    }
  });

  test('a link that is made can be opened, and what could not be opened is not made', async () => {
    const longest = { opened: 0, refused: 0 };
    for (let calls = 16_000; calls <= 32_000; calls += 4_000) {
      const link = await encodeLink(bulky(calls));
      if (link.ok) {
        longest.opened += 1;
        expect(link.value.length).toBeLessThanOrEqual(LONGEST_LINK);
        expect(await decodeLink(link.value)).toMatchObject({ ok: true });
      } else {
        longest.refused += 1;
        expect(link.error).toMatch(/too large for a link/);
      }
    }
    expect(longest.opened).toBeGreaterThan(0);
    expect(longest.refused).toBeGreaterThan(0);
  }, 60_000);

  test('a document that the reader refuses gets the reason instead of a link', async () => {
    const document = { ...newDocument('x'.repeat(10_001), EMPTY_MACHINE) };
    expect(await encodeLink(document)).toMatchObject({ ok: false, error: expect.stringMatching(/name must be/) });
  });

  test('a browser that cannot pack says so, and does not call the link damaged', async () => {
    vi.stubGlobal('CompressionStream', undefined);
    vi.stubGlobal('DecompressionStream', undefined);
    const reason = { ok: false, error: expect.stringMatching(/This browser can't pack/) };
    expect(await encodeLink(newDocument('x', EMPTY_MACHINE))).toEqual(reason);
    expect(await decodeLink('#d1=abc')).toEqual(reason);
  });
});
