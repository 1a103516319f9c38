/** The files of traces. */
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { traceFromLine, type Trace } from '../../src/index.ts';

const folder = new URL('.', import.meta.url);

/** Their names, with the folder of their kernel before. */
export const FILES = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.jsonl.gz'))
  .toSorted();

/** The lines of a file: a trace each, as JSON. */
export function linesOf(file: string): string[] {
  return gunzipSync(readFileSync(new URL(file, folder)))
    .toString('utf8')
    .trim()
    .split('\n');
}

/** The traces of a file. */
export function tracesOf(file: string): Trace[] {
  return linesOf(file).map((line) => {
    const trace = traceFromLine(line);
    if (!trace.ok) throw new Error(`${file}: ${trace.error}`);
    return trace.value;
  });
}
