import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { traceFromLine, type Trace } from '../src/index.ts';

/** Prints a message on standard error and ends with status 2: the input, not the engine, is at fault. */
export function giveUp(message: string): never {
  console.error(message);
  process.exit(2);
}

const GZIP = [0x1f, 0x8b];

/** The traces of a `.jsonl` or `.jsonl.gz` file, or of a file with one trace. Ends the process on a malformed one. */
export function* tracesOf(file: string): Generator<Trace> {
  for (const [index, line] of linesOf(file).entries()) {
    if (line.trim() === '') continue;
    const trace = traceFromLine(line);
    if (!trace.ok) giveUp(`${file}:${index + 1}: ${trace.error}`);
    yield trace.value;
  }
}

function linesOf(file: string): string[] {
  let text: string;
  try {
    const raw = readFileSync(file);
    const packed = raw[0] === GZIP[0] && raw[1] === GZIP[1];
    text = (packed ? gunzipSync(raw) : raw).toString('utf8');
  } catch (error) {
    return giveUp(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    // One trace over several lines, as an editor lays it out, is one line to us.
    return [JSON.stringify(JSON.parse(text))];
  } catch {
    return text.split('\n');
  }
}
