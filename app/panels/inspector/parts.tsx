import type { ReactNode } from 'react';
import { answerOf, objectAt, printCommand, refName, refOf, step, type ObjectRef } from '../../../src/index.ts';
import { useKernelState, usePlayground, useRules, useUi } from '../../workspace/context.ts';
import { offersFor } from '../../view/offers.ts';

interface SectionProps {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A part of the inspector with its heading. */
export function Section({ title, aside, children }: SectionProps) {
  return (
    <section className="border-t border-line px-4 py-3">
      <header className="mb-1.5 flex items-baseline justify-between gap-2">
        <h3 className="text-small font-semibold text-text2">{title}</h3>
        {aside !== undefined && <span className="font-mono text-label text-text2">{aside}</span>}
      </header>
      {children}
    </section>
  );
}

/** Kernel fields with their values. */
export function Fields({ of }: { readonly of: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="m-0 space-y-1">
      {of.map(([name, value]) => (
        <div key={name} className="flex items-baseline justify-between gap-3 font-mono text-small">
          <dt className="min-w-0 break-words text-text2">{name}</dt>
          <dd className="m-0 text-right font-semibold break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const ROW =
  'flex min-h-7 w-full items-center justify-between gap-2 rounded-tag border border-line px-2 py-1 text-left touch:min-h-11 hover:border-line2 hover:bg-sunken';

interface CallButtonProps {
  readonly label: string;
  /** The calls as lines. */
  readonly title: string;
  readonly answer: string;
  readonly refused: boolean;
  readonly onClick: () => void;
}

/** A call that is made when it is pressed, with what it would answer. */
export function CallButton({ label, title, answer, refused, onClick }: CallButtonProps) {
  return (
    <button type="button" title={title} className={ROW} onClick={onClick}>
      <span className="min-w-0 font-mono text-label break-words">{label}</span>
      <span className={`shrink-0 font-mono text-label ${refused ? 'font-semibold text-ref-text' : 'text-text2'}`}>
        {answer}
      </span>
    </button>
  );
}

/** Calls that can be made on the object, each with what it would answer now. */
export function CanDoNow({ refTo }: { readonly refTo: ObjectRef }) {
  const state = useKernelState();
  const rules = useRules();
  const run = usePlayground((playground) => playground.run);
  const fillIn = useUi((open) => open.fillIn);
  const { calls, forms } = offersFor(state, refTo);
  return (
    <Section title="Can do now">
      <ul className="m-0 list-none space-y-1 p-0">
        {forms.map((offer) => (
          <li key={offer.label}>
            <button
              type="button"
              className={ROW}
              onClick={() => {
                fillIn(offer.op, offer.fields);
              }}
            >
              <span className="font-mono text-label">{offer.label}</span>
            </button>
          </li>
        ))}
        {calls.map(({ label, command }) => {
          const outcome = step(rules, state, command);
          return (
            <li key={label}>
              <CallButton
                label={label}
                title={printCommand(command)}
                answer={answerOf(outcome)}
                refused={!outcome.result.ok}
                onClick={() => {
                  run(command);
                }}
              />
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

/** A link to the node of an object id. */
export function RefLink({ id }: { readonly id: number }) {
  const state = useKernelState();
  const select = usePlayground((playground) => playground.select);
  const object = objectAt(state, id);
  if (object === undefined) return id;
  const ref = refOf(object);
  return (
    <button
      type="button"
      className="text-accent underline-offset-2 hover:underline"
      onClick={() => {
        select(ref);
      }}
    >
      {refName(ref)}
    </button>
  );
}
