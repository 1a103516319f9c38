/** Files: what can't be read gets its own sentence, and what is opened can be kept. */
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { documentToJson, scenarioDocument, SCENARIOS, type Trace } from '../../../src/index.ts';
import { openFile, openTrace } from '../../../app/store/files.ts';

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
  const trace: Trace = { name: 'short', rules: document.rules, machine: document.machine, steps: [], state: [] };

  test('becomes a document that can be read again', () => {
    expect(openTrace(trace)).toMatchObject({ ok: true, value: { name: 'short' } });
  });

  test('that could not be read again is refused when it is opened', async () => {
    const name = 'x'.repeat(10_001);
    expect(openTrace({ ...trace, name })).toMatchObject({ ok: false, error: expect.stringMatching(/name must be/) });
    const text = JSON.stringify({
      name,
      rules: { cc: 'mainline', driverRefusesMappedDomain: true },
      units: [],
      devices: [],
      memory: [],
      steps: [],
      state: [],
    });
    expect(await openFile(new File([text], 'long.json'))).toMatchObject({
      ok: false,
      error: expect.stringMatching(/long\.json: The trace can't be a document: name must be/),
    });
  });
});
