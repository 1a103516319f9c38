/** What a text is: a document, a trace, or a trace on each line; and how much is read. */
import { describe, expect, test, vi } from 'vitest';
import { MOST_BYTES, openFile, openText, readAll } from '../../../app/store/files.ts';
import { ONE, textOf } from './origin.ts';

const TRACE = {
  name: 'short',
  rules: { cc: 'mainline', driverRefusesMappedDomain: true },
  units: [],
  devices: [],
  memory: [],
  steps: [],
  state: [],
};
const LINE = JSON.stringify(TRACE);

/** A stream of chunks of these sizes; says whether it was called off. */
function chunks(...sizes: readonly number[]) {
  const cancel = vi.fn<() => void>();
  let next = 0;
  const stream = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        const size = sizes[next];
        next += 1;
        if (size === undefined) controller.close();
        else controller.enqueue(new Uint8Array(size).fill(next));
      },
      cancel,
    },
    { highWaterMark: 0 },
  );
  return { stream, cancel };
}

describe('a stream', () => {
  test('is collected in order, up to the limit', async () => {
    const { stream, cancel } = chunks(1, 2, 1);
    expect([...((await readAll(stream, 4)) ?? [])]).toEqual([1, 2, 2, 3]);
    expect(cancel).not.toHaveBeenCalled();
  });

  test('beyond the limit is called off, and nothing of it is given', async () => {
    const { stream, cancel } = chunks(1, 2, 1, 1);
    expect(await readAll(stream, 2)).toBe(null);
    expect(cancel).toHaveBeenCalledTimes(1);
  });
});

describe('a text', () => {
  test('with a format is a document, and the reader says what is wrong with it', () => {
    expect(openText('a.json', textOf(ONE))).toEqual({ ok: true, value: { kind: 'document', document: ONE } });
    expect(openText('a.json', JSON.stringify({ ...(JSON.parse(textOf(ONE)) as object), version: 99 }))).toMatchObject({
      ok: false,
      error: expect.stringMatching(/^a\.json: .*version 99/),
    });
  });

  test('with one trace is a document that shows it', () => {
    expect(openText('a.json', LINE)).toMatchObject({
      ok: true,
      value: { kind: 'document', document: { name: 'short' } },
    });
  });

  test.each(['null', '7', '"text"', '[]', '{"other":1}'])('that is neither says so: %s', (text) => {
    expect(openText('a.json', text)).toMatchObject({
      ok: false,
      error: expect.stringMatching(/^a\.json is neither a document .* nor a kernel trace: /),
    });
  });

  test('with a trace on each line gives all of them, empty lines or not', () => {
    const opened = openText('a.jsonl', `${LINE}\n\n  \n${JSON.stringify({ ...TRACE, name: 'second' })}\n`);
    expect(opened).toMatchObject({
      ok: true,
      value: { kind: 'traces', file: 'a.jsonl', traces: [{ name: 'short' }, { name: 'second' }] },
    });
  });

  test('with a bad line says which, counted from 1', () => {
    expect(openText('a.jsonl', `${LINE}\n\n{`)).toMatchObject({
      ok: false,
      error: expect.stringMatching(/^a\.jsonl, line 3: /),
    });
  });

  test.each(['', '\n \n'])('without anything is empty: %j', (text) => {
    expect(openText('a.jsonl', text)).toEqual({ ok: false, error: 'a.jsonl is empty' });
  });
});

describe('a file', () => {
  const sized = (size: number): File => Object.defineProperty(new File([LINE], 'a.json'), 'size', { value: size });

  test('of 64 MiB is read, and a larger one is not', async () => {
    expect(MOST_BYTES).toBe(67_108_864);
    expect(await openFile(sized(MOST_BYTES))).toMatchObject({ ok: true });
    expect(await openFile(sized(MOST_BYTES + 1))).toEqual({ ok: false, error: 'a.json is larger than 64 MiB' });
  });

  test.each([
    [0x1f, 0x00],
    [0x00, 0x8b],
  ])('that begins with %i and %i is not packed', async (first, second) => {
    const opened = await openFile(new File([new Uint8Array([first, second])], 'a.bin'));
    expect(opened).toMatchObject({ ok: false, error: expect.not.stringMatching(/gzip/) });
  });
});
