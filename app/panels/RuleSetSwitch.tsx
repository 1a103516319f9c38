import { useState } from 'react';
import { isRuleSetId, RULE_SET_IDS, RULE_SETS } from '../../src/index.ts';
import { usePlayground } from '../store/context.ts';
import { answerOf } from '../store/frames.ts';
import { IconButton } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { HelpIcon } from '../ui/icons.tsx';

/** Which kernel answers. Switching replays every call. */
export function RuleSetSwitch() {
  const rules = usePlayground((state) => state.document.rules);
  const setRules = usePlayground((state) => state.setRules);
  const [about, setAbout] = useState(false);
  return (
    <div className="flex items-center">
      <label className="flex h-8 items-center gap-2 rounded-button border border-line2 bg-panel pl-3 text-body">
        <span className="hidden text-text2 md:inline">Rules</span>
        <select
          aria-label="Rule set"
          value={rules.cc}
          onChange={(event) => {
            if (isRuleSetId(event.target.value)) setRules({ ...rules, cc: event.target.value });
          }}
          className="h-full max-w-28 cursor-pointer rounded-button bg-panel pr-1 font-medium text-text sm:max-w-none"
        >
          {RULE_SET_IDS.map((id) => (
            <option key={id} value={id}>
              {RULE_SETS[id].title}
            </option>
          ))}
        </select>
      </label>
      <IconButton
        name="How the kernels differ"
        className="!hidden sm:!inline-flex"
        onClick={() => {
          setAbout(true);
        }}
      >
        <HelpIcon size={16} aria-hidden />
      </IconButton>
      <Dialog
        open={about}
        title="Rule sets"
        wide
        onClose={() => {
          setAbout(false);
        }}
      >
        <RuleSets />
      </Dialog>
    </div>
  );
}

function RuleSets() {
  const rules = usePlayground((state) => state.document.rules);
  const setRules = usePlayground((state) => state.setRules);
  return (
    <>
      <fieldset className="m-0 space-y-2 border-0 p-0">
        <legend className="sr-only">Kernel</legend>
        {RULE_SET_IDS.map((id) => {
          const info = RULE_SETS[id];
          return (
            <label
              key={id}
              className={`flex cursor-pointer gap-3 rounded-card border p-3 ${rules.cc === id ? 'border-accent bg-accent-soft' : 'border-line hover:bg-sunken'}`}
            >
              <input
                type="radio"
                name="rule-set"
                className="mt-1 accent-(--accent)"
                checked={rules.cc === id}
                onChange={() => {
                  setRules({ ...rules, cc: id });
                }}
              />
              <span>
                <span className="font-semibold">{info.title}</span> <span className="text-text2">{info.kernel}</span>
                <span className="block text-small">{info.summary}</span>
                <span className="block text-label text-text2">
                  {info.checked} Messages {info.thread.map((n) => `#${n}`).join(', ')}.
                </span>
              </span>
            </label>
          );
        })}
      </fieldset>
      <label className="mt-3 flex cursor-pointer gap-3 rounded-card border border-line p-3 hover:bg-sunken">
        <input
          type="checkbox"
          className="mt-1 accent-(--accent)"
          checked={rules.driverRefusesMappedDomain}
          onChange={(event) => {
            setRules({ ...rules, driverRefusesMappedDomain: event.target.checked });
          }}
        />
        <span>
          <span className="font-semibold">The intel driver refuses mapped page tables</span>
          <span className="block text-small">
            A fix of late 2023: asked to start enforcing, the driver says no once the page table has ever been mapped.
            Without it, older entries keep no snoop bit.
          </span>
          <span className="block text-label text-text2">
            Checked against kernel traces, with and without. Messages #3, #9, #12, #18.
          </span>
        </span>
      </label>
    </>
  );
}

/** After a switch: how many answers are different, and which. */
export function RuleSwitchNotice() {
  const ruleSwitch = usePlayground((state) => state.ruleSwitch);
  const frames = usePlayground((state) => state.frames);
  const travel = usePlayground((state) => state.travel);
  const rules = usePlayground((state) => state.document.rules);
  if (ruleSwitch === null) return null;
  const changed = frames.flatMap((frame, index) =>
    ruleSwitch.answers.get(frame.node) === answerOf(frame) ? [] : [{ frame, index }],
  );
  const to = `${rules.cc}${rules.driverRefusesMappedDomain ? '' : ', mapped page tables upgraded'}`;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b border-line bg-accent-soft px-4 py-1.5 text-small"
    >
      <span>
        Replayed under <b>{to}</b>:{' '}
        {changed.length === 0
          ? 'every call answers as before.'
          : changed.length === 1
            ? 'one answer is different.'
            : `${changed.length} answers are different.`}
      </span>
      {changed.slice(0, 6).map(({ frame, index }) => (
        <button
          key={frame.node}
          type="button"
          className="rounded-tag border border-line2 bg-panel px-1.5 font-mono text-label hover:bg-sunken"
          onClick={() => {
            travel(index);
          }}
        >
          {index + 1}: {ruleSwitch.answers.get(frame.node)} → {answerOf(frame)}
        </button>
      ))}
    </div>
  );
}
