/** npm run --silent why -- FILE TRACE [STEP]: the page's explanation of a step of a trace, in text. */
import { conform, explain, explanationText, initialState, printCommand, rulesFor } from '../src/index.ts';
import { giveUp, tracesOf } from './files.ts';

const [file, name, stepText] = process.argv.slice(2);
if (file === undefined || name === undefined) {
  giveUp('usage: npm run --silent why -- FILE TRACE [STEP] (STEP counts from 0; without it, every refused step)');
}

const names: string[] = [];
for (const trace of tracesOf(file)) {
  names.push(trace.name);
  if (trace.name !== name) continue;
  const { outcomes } = conform(trace);
  const wanted = stepText === undefined ? null : Number(stepText);
  if (wanted !== null && (!Number.isInteger(wanted) || wanted < 0 || wanted >= outcomes.length)) {
    giveUp(`${name} has steps 0 to ${outcomes.length - 1}, not ${stepText ?? ''}`);
  }
  let state = initialState(trace.machine);
  const rules = rulesFor(trace.rules);
  let printed = 0;
  for (const [index, outcome] of outcomes.entries()) {
    const step = trace.steps[index];
    if (step !== undefined && (wanted === null ? !outcome.result.ok : wanted === index)) {
      const explanation = explain(rules, state, step.command, outcome);
      if (printed > 0) console.log(`\n${'─'.repeat(72)}\n`);
      console.log(explanationText(rules, `step ${index}: ${printCommand(step.command)}`, explanation));
      console.log(
        `\nThe kernel answered ${step.kernel.ret}${step.kernel.ret === explanation.answer ? ', the same.' : '.'}`,
      );
      printed += 1;
    }
    state = outcome.next;
  }
  if (printed === 0) console.log(`${name}: no step is refused; name a step from 0 to ${outcomes.length - 1}`);
  process.exit(0);
}
giveUp(`${file} has no trace ${name}${names.length > 0 ? `; the first are ${names.slice(0, 5).join(', ')}` : ''}`);
