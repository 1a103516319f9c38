/** Reading documents: what does not fit together is refused with the place. */
import { describe, expect, test } from 'vitest';
import { append, documentFromJson, documentToJson, machineFromJson, newDocument } from '../../src/index.ts';
import { command, stateAfter } from '../calls.ts';

const call = command('ioas_alloc');
const { machine } = stateAfter(['plug_unit unit=0']);

/** Two branches: entries 0 1 2, and 0 3. */
function branched(): Readonly<Record<string, unknown>> {
  const long = append(newDocument('Branches', machine), call, call, call);
  return documentToJson(append({ ...long, cursor: 0 }, call)) as Readonly<Record<string, unknown>>;
}

describe('the cursor', () => {
  test.each([null, 0, 3])('may stand on the way to the tip: %s', (cursor) => {
    expect(documentFromJson({ ...branched(), tip: 3, cursor })).toMatchObject({ ok: true, value: { tip: 3, cursor } });
  });

  test.each([1, 2])('may not stand on another branch: %i', (cursor) => {
    expect(documentFromJson({ ...branched(), tip: 3, cursor })).toEqual({
      ok: false,
      error: 'cursor is not on the way to tip',
    });
  });

  test('may not stand behind the tip', () => {
    expect(documentFromJson({ ...branched(), tip: 0, cursor: 3 })).toMatchObject({ ok: false });
  });
});

describe('the address width of a unit', () => {
  const withWidth = (addressWidth: unknown): unknown => ({
    units: [{ id: 0, driver: 'intel', ...FLAGS, addressWidth, name: '' }],
    devices: [],
    memory: [],
  });
  const FLAGS = { coherent: true, enforceCacheCoherency: true, dirtyTracking: false, nesting: true };

  test.each([30, 64])('may be %i', (width) => {
    expect(machineFromJson(withWidth(width))).toMatchObject({ ok: true });
  });

  test.each([29, 65, 0, -48, 48.5, '48', null])('may not be %s', (width) => {
    expect(machineFromJson(withWidth(width))).toMatchObject({
      ok: false,
      error: expect.stringContaining('addressWidth must be a number from 30 to 64') as unknown,
    });
  });
});

describe('a field that is missing', () => {
  /** The value once without each of its fields, at every depth. */
  function* lacking(value: unknown): Generator<{ readonly field: string; readonly value: unknown }> {
    if (typeof value !== 'object' || value === null) return;
    for (const [field, inner] of Object.entries(value)) {
      if (!Array.isArray(value)) {
        const { [field]: _, ...rest } = value as Readonly<Record<string, unknown>>;
        yield { field, value: rest };
      }
      for (const less of lacking(inner)) {
        const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>;
        copy[field] = less.value;
        yield { field: less.field, value: copy };
      }
    }
  }

  test('is never called "undefined"', () => {
    const refused: string[] = [];
    for (const { field, value } of lacking(branched())) {
      const read = documentFromJson(value);
      if (read.ok) continue;
      expect(read.error).toContain(field);
      refused.push(read.error);
    }
    expect(refused.length).toBeGreaterThan(10);
    expect(refused.filter((error) => error.includes('undefined'))).toEqual([]);
  });
});
