/** npm run bench [-- FILE…]: how fast the engine is, over these traces or those of the conformance tests. Machines are noisy, so ratios within one run are what to look at. */
import { readdirSync } from 'node:fs';
import {
  EMPTY_MACHINE,
  initialState,
  parseCommand,
  replay,
  choiceOf,
  rulesFor,
  step,
  type Command,
  type State,
} from '../src/index.ts';
import { tracesOf } from './files.ts';

const RULES = rulesFor(choiceOf('linux-6.12'));

function seconds(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/** The best of several runs: what the machine can do when nothing else disturbs it. */
function best(runs: number, work: () => void): number {
  let least = Infinity;
  for (let run = 0; run < runs; run += 1) least = Math.min(least, seconds(work));
  return least;
}

function command(line: string): Command {
  const parsed = parseCommand(line);
  if (!parsed.ok) throw new Error(`${line}: ${parsed.error.message}`);
  return parsed.command;
}

function must(state: State, one: Command): State {
  const outcome = step(RULES, state, one);
  if (!outcome.result.ok) throw new Error(`${one.op}: ${outcome.result.errno}`);
  return outcome.next;
}

function benchSteps(): void {
  const folder = new URL('../../tests/conformance/', import.meta.url).pathname;
  const given = process.argv.slice(2);
  const own = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.jsonl.gz'))
    .map((file) => `${folder}${file}`);
  const plays = (given.length > 0 ? given : own)
    .flatMap((file) => [...tracesOf(file)])
    .map((trace) => ({
      rules: rulesFor(trace.rules),
      machine: trace.machine,
      commands: trace.steps.map((one) => one.command),
    }));
  const steps = plays.reduce((sum, play) => sum + play.commands.length, 0);
  if (steps === 0) throw new Error('there are no traces to replay');
  const time = best(12, () => {
    for (const { rules, machine, commands } of plays) replay(rules, machine, commands);
  });
  console.log(`steps over the traces: ${Math.round(steps / time).toLocaleString('en')} a second (${steps} steps)`);
}

const PAGE = 0x1000n;

/** A page table on an IOAS with `count` areas, one page each with a hole behind it. */
function crowded(count: number): State {
  let state = initialState(EMPTY_MACHINE);
  for (const line of [
    'add_memory start=0x100000000000 last=0x10ffffffffff',
    'plug_unit unit=0',
    'plug_device device=0 unit=0 group=0',
    'ioas_alloc',
    'device_bind device=0',
    'hwpt_alloc dev_id=2 pt_id=1',
  ]) {
    state = must(state, command(line));
  }
  const map = command('ioas_map ioas=1 iova=0x10000 length=0x1000');
  if (map.op !== 'ioas_map') throw new Error('not a map');
  for (let area = 0n; area < BigInt(count); area += 1n)
    state = must(state, { ...map, iova: 0x10000n + area * 2n * PAGE });
  return state;
}

function benchAreas(): void {
  const calls = {
    'ioas_map, fixed': (at: bigint): readonly Command[] => [
      {
        op: 'ioas_map',
        ioas: 1,
        fixed: true,
        prot: 'rw',
        iova: 0x11000n + at * 2n * PAGE,
        userVa: 0x1000_0000_0000n,
        length: PAGE,
      },
    ],
    'ioas_map, chosen': (): readonly Command[] => [
      { op: 'ioas_map', ioas: 1, fixed: false, prot: 'rw', iova: 0n, userVa: 0x1000_0000_0000n, length: 2n * PAGE },
    ],
    ioas_unmap: (at: bigint): readonly Command[] => [
      { op: 'ioas_unmap', ioas: 1, iova: 0x10000n + at * 2n * PAGE, length: PAGE },
    ],
    translate: (at: bigint): readonly Command[] => [{ op: 'translate', hwpt: 3, iova: 0x10000n + at * 2n * PAGE }],
  } as const;
  const small = crowded(1_000);
  const large = crowded(100_000);
  for (const [name, make] of Object.entries(calls)) {
    const cost = (state: State, count: number): number =>
      best(15, () => {
        for (let call = 0; call < 500; call += 1) {
          const at = BigInt((call * 7919) % count);
          for (const one of make(at)) must(state, one);
        }
      }) / 500;
    const few = cost(small, 1_000);
    const many = cost(large, 100_000);
    const micros = (value: number): string => (value * 1e6).toFixed(2);
    console.log(
      `${name}: ${micros(few)} µs at 1,000 areas, ${micros(many)} µs at 100,000: ratio ${(many / few).toFixed(2)}`,
    );
  }
}

function benchUndo(): void {
  const lines = ['add_memory start=0x100000000000 last=0x1000ffffffff', 'plug_unit unit=0'];
  for (let device = 0; device < 40; device += 1) lines.push(`plug_device device=${device} unit=0 group=${device}`);
  lines.push('ioas_alloc');
  for (let device = 0; device < 40; device += 1) lines.push(`device_bind device=${device}`);
  for (let table = 0; table < 59; table += 1) lines.push('hwpt_alloc dev_id=2 pt_id=1');
  let state = initialState(EMPTY_MACHINE);
  for (const line of lines) state = must(state, command(line));
  const objects = state.objects.count;
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const kept: State[] = [];
  for (let call = 0; call < 1000; call += 1) {
    const device = call % 40;
    const attach: Command = { op: 'device_attach', device, ptId: 42 + ((call * 7) % 59) };
    state =
      call % 3 === 0
        ? must(state, {
            op: 'ioas_map',
            ioas: 1,
            fixed: false,
            prot: 'rw',
            iova: 0n,
            userVa: 0x1000_0000_0000n,
            length: PAGE,
          })
        : must(state, attach);
    kept.push(state);
  }
  globalThis.gc?.();
  const size = (process.memoryUsage().heapUsed - before) / 1024 / 1024;
  const exact = globalThis.gc === undefined ? ' (run with --expose-gc for an exact figure)' : '';
  console.log(`undo: ${kept.length} states of a machine with ${objects} objects take ${size.toFixed(1)} MiB${exact}`);
}

benchSteps();
benchAreas();
benchUndo();
