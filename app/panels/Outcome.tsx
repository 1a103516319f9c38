import { useMemo } from 'react';
import {
  changeLine,
  EVIDENCE_WORDS,
  explain,
  printCommand,
  refName,
  refOfId,
  repairs,
  ruleFacts,
  step,
  type Explanation,
  type Rung,
  type Repair,
} from '../../src/index.ts';
import { useFrame, useKernelState, usePlayground, useRules } from '../workspace/context.ts';
import { About, Compared, Hazards, Note } from './OutcomeParts.tsx';
import { ErrnoChip, LegalChip, Tag } from '../ui/Tags.tsx';
import { ArrowRight, CheckIcon, ChevronDown, FailedIcon, NotReachedIcon } from '../ui/icons.tsx';

const ICONS = { passed: CheckIcon, failed: FailedIcon, 'not-reached': NotReachedIcon } as const;

/** Where a refusal was decided, and how that is known. */
function Origin({ rule }: { readonly rule: string }) {
  const { source, layer } = ruleFacts(useRules(), rule);
  if (source === null) return null;
  return (
    <div className="mt-1 flex items-end justify-between gap-2 pl-6 font-mono text-label text-text2">
      <span className="min-w-0 break-words">
        {source.function}()
        <br />
        {source.file}
      </span>
      <span className="shrink-0 text-right font-sans">
        <span className="block font-semibold text-text">{layer}</span>
        <span title={EVIDENCE_WORDS[source.evidence].long}>{EVIDENCE_WORDS[source.evidence].short}</span>
      </span>
    </div>
  );
}

function RungRow({ rung }: { readonly rung: Rung }) {
  const Icon = ICONS[rung.state];
  const failed = rung.state === 'failed';
  return (
    <li className={`px-2 py-1 ${failed ? 'rounded-card bg-ref-soft py-2' : ''}`}>
      <div className={`flex items-start gap-2.5 text-small ${failed ? 'font-semibold text-ref-text' : 'text-text2'}`}>
        <Icon
          size={14}
          className="mt-px shrink-0"
          aria-label={rung.state === 'not-reached' ? 'not reached' : rung.state}
        />
        <span className={`min-w-0 flex-1 ${failed ? 'text-text' : ''}`}>{rung.text}</span>
        <span className="max-w-[45%] shrink-0 text-right font-mono text-label break-words">{rung.value}</span>
      </div>
      {failed && <Origin rule={rung.rule} />}
    </li>
  );
}

/** More passed checks than this before a failed one are folded away. */
const MOST_PASSED = 4;

function Rungs({ rungs }: { readonly rungs: readonly Rung[] }) {
  return rungs.map((rung, index) => <RungRow key={`${rung.rule}:${rung.text}:${index}`} rung={rung} />);
}

function Ladder({ explanation }: { readonly explanation: Explanation }) {
  const { ladder } = explanation;
  if (ladder.length === 0)
    return <p className="text-small text-text2">Nothing is checked: this call always succeeds.</p>;
  const failed = ladder.findIndex((rung) => rung.state === 'failed');
  const fold = failed < 0 ? ladder.length : failed;
  const folded = fold > MOST_PASSED;
  return (
    <>
      {folded && (
        <details className="group px-2 py-1">
          <summary className="flex cursor-pointer list-none items-center gap-2.5 text-small text-text2 touch:min-h-11">
            <CheckIcon size={14} className="shrink-0" aria-hidden />
            {fold} checks passed
            <ChevronDown size={14} className="transition-transform group-open:rotate-180" aria-hidden />
          </summary>
          <ol aria-label="Passed checks" className="m-0 -mx-2 list-none p-0">
            <Rungs rungs={ladder.slice(0, fold)} />
          </ol>
        </details>
      )}
      <ol aria-label="Checks" className="m-0 list-none p-0">
        <Rungs rungs={folded ? ladder.slice(fold) : ladder} />
      </ol>
    </>
  );
}

function Candidates({ explanation }: { readonly explanation: Explanation }) {
  if (explanation.candidates.length === 0) return null;
  return (
    <section className="mt-3">
      <h3 className="text-label font-semibold text-text2">Automatic search</h3>
      <ul className="m-0 mt-1 list-none p-0 text-small">
        {explanation.candidates.map((candidate) => (
          <li key={candidate.hwpt} className="py-0.5">
            <span className="font-semibold">hwpt {candidate.hwpt}</span>
            {candidate.fresh && <span className="text-text2"> (new)</span>}
            {': '}
            {candidate.errno !== null && <code className="text-ref-text">{candidate.errno} </code>}
            <span className="text-text2">{candidate.why}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Repairs({ found }: { readonly found: readonly Repair[] }) {
  const run = usePlayground((state) => state.run);
  if (found.length === 0) return null;
  return (
    <section>
      <h3 className="text-label font-semibold text-text2">Smallest repairs</h3>
      <ul className="m-0 mt-1 list-none space-y-2 p-0">
        {found.map((repair) => (
          <li key={repair.commands.map(printCommand).join(';')}>
            <button
              type="button"
              title={repair.commands.map(printCommand).join('\n')}
              onClick={() => {
                run(...repair.commands);
              }}
              className="flex w-full items-center gap-2 rounded-button border border-line2 bg-panel px-3 py-2 text-left touch:min-h-11 hover:bg-sunken"
            >
              <span className="min-w-0 flex-1">
                <span className="block text-small font-semibold">{repair.title}</span>
                <span className="line-clamp-2 text-label text-text2">{repair.effect}</span>
              </span>
              <ArrowRight size={14} className="shrink-0 text-accent" aria-hidden />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface AsideProps {
  readonly explanation: Explanation;
  readonly found: readonly Repair[];
  /** The call was not made yet. */
  readonly predicted: boolean;
}

function Aside({ explanation, found, predicted }: AsideProps) {
  const rules = useRules();
  const rule = explanation.rule === null ? null : ruleFacts(rules, explanation.rule);
  return (
    <div className="space-y-3">
      <Repairs found={found} />
      {rule !== null && rule.thread.length > 0 && (
        <section>
          <h3 className="text-label font-semibold text-text2">Argued in the thread</h3>
          <p className="mt-0.5 text-small">
            {rule.thread.length === 1 ? 'Message' : 'Messages'} {rule.thread.map((n) => `#${n}`).join(', ')} on patch
            08/17 of the v4 nesting series (2023)
          </p>
        </section>
      )}
      {rule !== null && (
        <div className="flex flex-wrap gap-1">
          <Tag>{rule.id}</Tag>
          {rule.releases !== null && <Tag>{rule.releases}</Tag>}
        </div>
      )}
      {explanation.decisions.length > 0 && (
        <section>
          <h3 className="text-label font-semibold text-text2">Decided on the way</h3>
          {explanation.decisions.map((sentence) => (
            <p key={sentence} className="mt-0.5 text-small text-text2">
              {sentence}
            </p>
          ))}
        </section>
      )}
      {explanation.changes.length > 0 && (
        <section>
          <h3 className="text-label font-semibold text-text2">{predicted ? 'What would change' : 'What changed'}</h3>
          <ul className="m-0 list-none p-0 font-mono text-label text-text2">
            {explanation.changes.map((change) => (
              <li key={changeLine(change)} className="py-px break-words">
                {changeLine(change)}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

/** The explanation to show: of the connection being drawn, or of the call at the cursor. */
function useShown() {
  const frame = useFrame();
  const state = useKernelState();
  const rules = useRules();
  const connecting = usePlayground((playground) => playground.connecting);
  const device = connecting?.device ?? null;
  const over = connecting?.over ?? null;
  return useMemo(() => {
    if (device !== null && over !== null) {
      const command = { op: 'device_attach', device, ptId: over } as const;
      const outcome = step(rules, state, command);
      const ref = refOfId(state, over);
      return {
        explanation: explain(rules, state, command, outcome),
        predicted: `If you drop on ${ref === null ? `object ${over}` : refName(ref)}`,
        found: [],
        note: undefined,
        before: state,
        after: outcome.next,
      };
    }
    if (frame === null) return null;
    const { command, note } = frame.entry;
    const explanation = explain(rules, frame.before, command, frame.outcome);
    const found = frame.outcome.result.ok ? [] : repairs(rules, frame.outcome.next, command);
    return { explanation, predicted: null, found, note, before: frame.before, after: frame.outcome.next };
  }, [device, over, state, rules, frame]);
}

/** Why: the checks of the last call, in the kernel's order, and what became of it. */
export function Outcome() {
  const shown = useShown();
  return (
    <section aria-label="Outcome" tabIndex={0} className="h-full min-h-0 overflow-y-auto px-4 py-3">
      <Compared />
      {shown === null ? (
        <p className="text-small text-text2">Make a call, and its checks stand here with the values that they saw.</p>
      ) : (
        <>
          <header className="flex flex-wrap items-center gap-2.5">
            {shown.explanation.answer === '0' ? (
              <LegalChip text={shown.predicted === null ? '0' : 'legal'} />
            ) : (
              <ErrnoChip errno={shown.explanation.answer} predicted={shown.predicted !== null} />
            )}
            <h2 className="text-head font-semibold">{shown.predicted ?? shown.explanation.title}</h2>
          </header>
          <p className="mt-2 text-body">
            {shown.predicted !== null && shown.explanation.answer === '0' && (
              <span className="text-text2">Afterwards: </span>
            )}
            {shown.explanation.sentence}
          </p>
          {shown.predicted === null && <About />}
          {shown.predicted === null && <Note note={shown.note ?? ''} />}
          <Hazards before={shown.before} after={shown.after} />
          <div className="mt-3 grid gap-x-6 gap-y-4 @min-[460px]:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
            <div>
              <Ladder explanation={shown.explanation} />
              <Candidates explanation={shown.explanation} />
            </div>
            <Aside explanation={shown.explanation} found={shown.found} predicted={shown.predicted !== null} />
          </div>
        </>
      )}
    </section>
  );
}
