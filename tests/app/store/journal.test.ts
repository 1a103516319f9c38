/** The journal: notes of all tabs, read back as they were written, and nothing lost that can't be read. */
import { describe, expect, test } from 'vitest';
import { createJournal } from '../../../app/store/journal.ts';
import { MemoryStorage, ONE, textOf } from './origin.ts';

const NOTE = { id: 'a', revisions: ['r1', 'r2'], document: ONE };
const KEY = 'iommufd-playground:journal:tab:a';
const ASIDE = 'iommufd-playground:damaged:tab:a';

const forbidden = () => {
  throw new DOMException('no', 'SecurityError');
};

/** The journal of a tab over a small storage. */
function journal(tab = 'tab', small = new MemoryStorage()) {
  return { small, ...createJournal(() => small, tab) };
}

describe('a note', () => {
  test('is read back by every tab, with its key and text', () => {
    const { small, write } = journal();
    expect(write(NOTE)).toBe(true);
    expect([...small.items.keys()]).toEqual([KEY]);
    expect(journal('other', small).notes()).toEqual([{ key: KEY, text: small.items.get(KEY), note: NOTE }]);
  });

  test('of one tab does not replace that of another, and is cleared by its own only', () => {
    const { small, write, clear } = journal();
    const other = journal('other', small);
    write(NOTE);
    other.write(NOTE);
    expect(small.length).toBe(2);
    clear('b');
    expect(small.length).toBe(2);
    clear('a');
    expect(
      journal('x', small)
        .notes()
        .map(({ key }) => key),
    ).toEqual(['iommufd-playground:journal:other:a']);
  });

  test('is found among what others keep there', () => {
    const { small, write, notes } = journal();
    small.setItem('iommufd-playground.theme', 'dark');
    write(NOTE);
    small.setItem('z', '');
    expect(notes()).toHaveLength(1);
  });

  test('that is too long is not written', () => {
    const { small, write } = journal();
    const long = (length: number) => ({ ...NOTE, document: { ...ONE, name: 'x'.repeat(length) } });
    const around = JSON.stringify({ id: 'a', revisions: NOTE.revisions, document: JSON.parse(textOf(ONE)) as unknown });
    const room = 2_000_000 - (around.length - ONE.name.length);
    expect(write(long(room + 1))).toBe(false);
    expect(small.length).toBe(0);
    expect(write(long(room))).toBe(true);
  });

  test('is not written where there is no room, and no storage is no failure', () => {
    const none = createJournal(forbidden, 'tab');
    expect(none.write(NOTE)).toBe(false);
    expect(none.notes()).toEqual([]);
    expect(none.aside()).toEqual([]);
    expect(() => {
      none.clear('a');
      none.remove(KEY, '');
      none.setAside(KEY, '');
    }).not.toThrow();
  });
});

describe('what can not be read', () => {
  test.each([
    '{',
    'null',
    '7',
    '"text"',
    JSON.stringify({ revisions: [], document: JSON.parse(textOf(ONE)) as unknown }),
    JSON.stringify({ id: 1, revisions: [], document: JSON.parse(textOf(ONE)) as unknown }),
    JSON.stringify({ id: 'a', revisions: 'r', document: JSON.parse(textOf(ONE)) as unknown }),
    JSON.stringify({ id: 'a', revisions: [], document: { format: 'another' } }),
  ])('is listed as such, with its text: %s', (text) => {
    const { small, notes } = journal();
    small.setItem(KEY, text);
    expect(notes()).toEqual([{ key: KEY, text, note: null }]);
  });

  test('is set aside as it was, out of the way of the notes', () => {
    const { small, notes, setAside, aside } = journal();
    small.setItem(KEY, '{');
    expect(aside()).toEqual([]);
    setAside(KEY, '{');
    expect(notes()).toEqual([]);
    expect(aside()).toEqual([{ key: ASIDE, text: '{' }]);
  });
});

test('a note is taken away only while it is what was read', () => {
  const { small, write, remove, notes } = journal();
  write(NOTE);
  const [read] = notes();
  write({ ...NOTE, revisions: ['r3'] });
  remove(KEY, read?.text ?? '');
  expect(small.length).toBe(1);
  remove(KEY, notes()[0]?.text ?? '');
  expect(small.length).toBe(0);
});

test('revisions are texts, whatever was written', () => {
  const { small, notes } = journal();
  small.setItem(KEY, JSON.stringify({ id: 'a', revisions: [1, 'r'], document: JSON.parse(textOf(ONE)) as unknown }));
  expect(notes()[0]?.note?.revisions).toEqual(['1', 'r']);
});
