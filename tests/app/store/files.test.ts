/** What is opened: what a text is, a document or traces; how much is read; and why a file can not be opened. */
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { documentToJson, scenarioDocument, SCENARIOS, type Trace } from '../../../src/index.ts';
import { MOST_BYTES, openFile, openText, openTrace, readAll } from '../../../app/store/files.ts';
import { ONE, textOf } from './origin.ts';

const document = scenarioDocument(SCENARIOS[0] ?? raise());
const json = JSON.stringify(documentToJson(document));

function raise(): never {
  throw new Error('there are no scenarios');
}

/** A file whose content can't be read, for the reason of the name. */
function broken(name: string): File {
  const file = new File(['x'], 'gone.json');
  const fail = (): Promise<ArrayBuffer> => Promise.reject(new DOMException('failed', name));
  return Object.assign(file, { slice: () => Object.assign(new Blob(['x']), { arrayBuffer: fail }) });
}

afterEach(() => {
  vi.unstubAllGlobals();
});

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

describe('a file', () => {
  test('with a document opens, packed or not', async () => {
    const expected = { ok: true, value: { kind: 'document', document } };
    expect(await openFile(new File([json], 'a.json'))).toEqual(expected);
    expect(await openFile(new File([gzipSync(json)], 'a.json.gz'))).toEqual(expected);
  });

  test.each([
    ['NotFoundError', /gone\.json can't be read: it is no longer there, or it is a folder/],
    ['NotReadableError', /gone\.json can't be read: the browser is not allowed to/],
    ['AbortError', /gone\.json can't be read: AbortError: failed/],
  ])('that fails with %s gets a sentence, not a rejection', async (name, sentence) => {
    expect(await openFile(broken(name))).toMatchObject({ ok: false, error: expect.stringMatching(sentence) });
  });

  test('that is no text, or half a gzip, says which', async () => {
    expect(await openFile(new File([new Uint8Array([0xff, 0xff])], 'a.bin'))).toMatchObject({
      error: expect.stringMatching(/it is not text/),
    });
    expect(await openFile(new File([gzipSync(json).subarray(0, 60)], 'a.gz'))).toMatchObject({
      error: expect.stringMatching(/not a whole gzip file/),
    });
  });

  test('that is packed asks to be unpacked where the browser can not do it', async () => {
    vi.stubGlobal('DecompressionStream', undefined);
    expect(await openFile(new File([gzipSync(json)], 'a.gz'))).toMatchObject({
      error: expect.stringMatching(/Unpack it first/),
    });
  });
});

describe('a trace', () => {
  const trace: Trace = {
    name: 'short',
    rules: document.rules,
    machine: document.machine,
    realDrivers: false,
    steps: [],
    state: [],
  };

  test('becomes a document that can be read again', () => {
    expect(openTrace(trace)).toMatchObject({ ok: true, value: { name: 'short' } });
  });

  test('that could not be read again is refused when it is opened', async () => {
    const name = 'x'.repeat(10_001);
    expect(openTrace({ ...trace, name })).toMatchObject({ ok: false, error: expect.stringMatching(/name must be/) });
    const text = JSON.stringify({ ...TRACE, name });
    expect(await openFile(new File([text], 'long.json'))).toMatchObject({
      ok: false,
      error: expect.stringMatching(/long\.json: The trace can't be a document: name must be/),
    });
  });
});

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
