/** The inspector's view of several objects that are selected together. */
import { useMemo } from 'react';
import { printCommand, refName, steps, type Command, type ObjectRef } from '../../../src/index.ts';
import { useKernelState, usePlayground, useRules } from '../../workspace/context.ts';
import { offersForAll } from '../../view/offers.ts';
import { MEMORY, type ViewRef } from '../../view/refs.ts';
import { CallButton, Section } from './parts.tsx';

const nameOf = (ref: ViewRef): string => (ref === MEMORY ? 'memory' : refName(ref));

/** A call for each of them in turn, with what they would answer. */
function CallForEach({ label, commands }: { readonly label: string; readonly commands: readonly Command[] }) {
  const state = useKernelState();
  const rules = useRules();
  const run = usePlayground((playground) => playground.run);
  const refused = useMemo(
    () => steps(rules, state, commands).flatMap(({ result }) => (result.ok ? [] : [result.errno])),
    [rules, state, commands],
  );
  return (
    <CallButton
      label={`${label}, each`}
      title={commands.map(printCommand).join('\n')}
      answer={refused.length === 0 ? '0' : `${refused.length} × ${[...new Set(refused)].join(', ')}`}
      refused={refused.length > 0}
      onClick={() => {
        run(...commands);
      }}
    />
  );
}

/** What is selected, and the calls that can be made on each of it. */
export function ManyDetails({ selected }: { readonly selected: readonly ViewRef[] }) {
  const state = useKernelState();
  const select = usePlayground((playground) => playground.select);
  const alsoSelect = usePlayground((playground) => playground.alsoSelect);
  const refs = useMemo(() => selected.filter((ref): ref is ObjectRef => ref !== MEMORY), [selected]);
  const offers = useMemo(() => offersForAll(state, refs), [state, refs]);
  return (
    <>
      <Section title="Selected" aside={String(selected.length)}>
        <ul className="m-0 flex list-none flex-wrap gap-1 p-0">
          {selected.map((ref) => (
            <li key={ref} className="flex items-center rounded-tag bg-sunken text-small">
              <button
                type="button"
                className="px-2 py-0.5 hover:text-accent touch:py-2"
                title="Select this one alone"
                onClick={() => {
                  select(ref);
                }}
              >
                {nameOf(ref)}
              </button>
              <button
                type="button"
                aria-label={`Leave ${nameOf(ref)} out`}
                className="rounded-tag px-1.5 py-0.5 text-text3 hover:text-text touch:px-3 touch:py-2"
                onClick={() => {
                  alsoSelect(ref);
                }}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
        <p className="mt-2 text-label text-text3">Cards that are selected together move together.</p>
      </Section>
      <Section title="Can do with all of them">
        {offers.length === 0 ? (
          <p className="text-small text-text3">There is no call that all of them take.</p>
        ) : (
          <div className="space-y-1">
            {offers.map(({ label, commands }) => (
              <CallForEach key={label} label={label} commands={commands} />
            ))}
          </div>
        )}
      </Section>
    </>
  );
}
