/** npm run --silent conformance -- FILE…: replays kernel traces and prints where the engine differs. */
import { conform } from '../src/index.ts';
import { giveUp, tracesOf } from './files.ts';

const files = process.argv.slice(2);
if (files.length === 0) giveUp('usage: npm run --silent conformance -- FILE… (.jsonl or .jsonl.gz)');

let traces = 0;
let steps = 0;
let mismatches = 0;
let states = 0;
for (const file of files) {
  for (const trace of tracesOf(file)) {
    traces += 1;
    steps += trace.steps.length;
    if (trace.state !== null) states += 1;
    for (const { step, field, expected, actual } of conform(trace).differences) {
      mismatches += 1;
      const where = step === null ? 'final state' : `step ${step} (${trace.steps[step]?.command.op ?? '?'})`;
      console.log(`${trace.name}: ${where}: ${field}: expected ${expected}, actual ${actual}`);
    }
  }
}
const without = traces - states;
const compared = without === 0 ? '' : `; ${states} traces had a final state, ${without} had none to compare`;
console.log(`${traces} traces, ${steps} steps, ${mismatches} mismatches${compared}`);
process.exitCode = traces > 0 && mismatches === 0 ? 0 : 1;
