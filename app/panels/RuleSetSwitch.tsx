import {
  answerOf,
  choiceTitle,
  isSeriesId,
  KERNELS,
  SERIES,
  SERIES_IDS,
  seriesAbout,
  withSeries,
} from '../../src/index.ts';
import { usePlayground, useUi } from '../workspace/context.ts';
import { IconButton } from '../ui/Button.tsx';
import { CloseIcon, HelpIcon } from '../ui/icons.tsx';

/** Which kernel answers. Switching replays every call. */
export function RuleSetSwitch() {
  const rules = usePlayground((state) => state.document.rules);
  const setRules = usePlayground((state) => state.setRules);
  const show = useUi((state) => state.show);
  return (
    <div className="flex items-center">
      <label className="flex h-8 items-center gap-2 rounded-button border touch:h-11.5 border-line2 bg-panel pl-3 text-body">
        <span className="hidden text-text2 md:inline">Rules</span>
        <select
          aria-label="Rule set"
          value={seriesAbout(rules, 'attach') ?? ''}
          onChange={({ target: { value } }) => {
            setRules(withSeries(rules, 'attach', isSeriesId(value) ? value : null));
          }}
          className="h-full max-w-28 cursor-pointer rounded-button bg-panel pr-1 font-medium text-text sm:max-w-none"
        >
          <option value="">{KERNELS[rules.kernel].title}</option>
          {SERIES_IDS.filter((id) => SERIES[id].about === 'attach').map((id) => (
            <option key={id} value={id}>
              {SERIES[id].title}
            </option>
          ))}
        </select>
      </label>
      <IconButton
        name="How the kernels differ"
        className="!hidden sm:!inline-flex"
        onClick={() => {
          show('rulesets');
        }}
      >
        <HelpIcon size={16} aria-hidden />
      </IconButton>
    </div>
  );
}

/** After a switch: how many answers are different, and which. */
export function RuleSwitchNotice() {
  const ruleSwitch = usePlayground((state) => state.ruleSwitch);
  const frames = usePlayground((state) => state.frames);
  const travel = usePlayground((state) => state.travel);
  const rules = usePlayground((state) => state.document.rules);
  const closeNotice = usePlayground((state) => state.closeNotice);
  if (ruleSwitch === null) return null;
  const changed = frames.flatMap((frame, index) =>
    ruleSwitch.answers.get(frame.node) === answerOf(frame) ? [] : [{ frame, index }],
  );
  return (
    <div
      role="status"
      className="flex shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-t border-accent bg-accent-soft py-0.5 pr-1 pl-4 text-small"
    >
      <span>
        Replayed under <b>{choiceTitle(rules)}</b>:{' '}
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
      <IconButton name="Close the notice" className="ml-auto !size-7 touch:!size-11" onClick={closeNotice}>
        <CloseIcon size={14} aria-hidden />
      </IconButton>
    </div>
  );
}
