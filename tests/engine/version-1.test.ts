/** Documents of the first format, made by the page before there was a second one: they open, and answer as they did. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { answerOf, choiceOf, documentFromJson, documentToJson, framesOf, type Document } from '../../src/index.ts';

const FOLDER = new URL('../fixtures/version-1/', import.meta.url);
const ANSWERS = JSON.parse(readFileSync(new URL('answers.json', FOLDER), 'utf8')) as Readonly<Record<string, string[]>>;

function documentOf(name: string): Document {
  const read = documentFromJson(JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')));
  if (!read.ok) throw new Error(read.error);
  return read.value;
}

test('every document of the folder has its answers', () => {
  const names = readdirSync(FOLDER).flatMap((file) =>
    file === 'answers.json' ? [] : (/^(.*)\.json$/.exec(file)?.[1] ?? []),
  );
  expect(names.toSorted()).toEqual(Object.keys(ANSWERS).toSorted());
  expect(names.length).toBe(11);
});

describe.each(Object.entries(ANSWERS))('%s', (name, answers) => {
  test('answers as it did, by the same rules', () => {
    const frames = framesOf(documentOf(name));
    expect(
      frames.map((frame) => (frame.result.ok ? answerOf(frame) : `${answerOf(frame)} ${frame.result.rule}`)),
    ).toEqual(answers);
  });

  test('is written in the second format, and reads back from it', () => {
    const document = documentOf(name);
    const json = documentToJson(document);
    expect(json).toMatchObject({ version: 2, rules: { kernel: 'linux-6.12' } });
    expect(documentFromJson(JSON.parse(JSON.stringify(json)))).toEqual({ ok: true, value: document });
  });
});

test.each([
  ['mainline-check', choiceOf('linux-6.12')],
  ['mainline-maps-later', choiceOf('linux-6.12', 'maps-later')],
  ['v4-redirect-check', choiceOf('linux-6.12', 'v4-redirect')],
  ['attach-upgrade-maps-later', choiceOf('linux-6.12', 'attach-upgrade', 'maps-later')],
])('the rules of %s are a kernel and series', (name, rules) => {
  expect(documentOf(name).rules).toEqual(rules);
});

test('the branches, the notes and the cursor of before are there', () => {
  const document = documentOf('branches');
  expect(document.nodes.filter((node) => node.note !== undefined).length).toBeGreaterThan(1);
  expect(document.nodes.some((node, index) => node.parent !== index - 1 && index > 0)).toBe(true);
  expect(document.cursor).toBe(10);
});
