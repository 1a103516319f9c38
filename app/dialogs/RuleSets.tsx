import {
  clashOf,
  KERNELS,
  SERIES,
  SERIES_IDS,
  seriesAbout,
  withSeries,
  type RuleChoice,
  type SeriesId,
} from '../../src/index.ts';
import { usePlayground } from '../workspace/context.ts';
import { Dialog } from '../ui/Dialog.tsx';

interface OptionProps {
  readonly checked: boolean;
  readonly choose: () => void;
  readonly title: string;
  readonly origin: string;
  readonly summary: string;
  readonly checkedBy: string;
  readonly thread: readonly number[];
}

function Option({ checked, choose, title, origin, summary, checkedBy, thread }: OptionProps) {
  return (
    <label
      className={`flex cursor-pointer gap-3 rounded-card border p-3 ${checked ? 'border-accent bg-accent-soft' : 'border-line hover:bg-sunken'}`}
    >
      <input type="radio" name="rule-set" className="mt-1 accent-(--accent)" checked={checked} onChange={choose} />
      <span>
        <span className="font-semibold">{title}</span> <span className="text-text2">{origin}</span>
        <span className="block text-small">{summary}</span>
        <span className="block text-label text-text2">
          {checkedBy} Messages {thread.map((n) => `#${n}`).join(', ')}.
        </span>
      </span>
    </label>
  );
}

/** The kernel alone, or one of the series about attaching laid on it. */
function AttachSeries({
  rules,
  setRules,
}: {
  readonly rules: RuleChoice;
  readonly setRules: (rules: RuleChoice) => void;
}) {
  const chosen = seriesAbout(rules, 'attach');
  const kernel = KERNELS[rules.kernel];
  const choose = (id: SeriesId | null) => () => {
    setRules(withSeries(rules, 'attach', id));
  };
  return (
    <fieldset className="m-0 space-y-2 border-0 p-0">
      <legend className="sr-only">Kernel</legend>
      <Option
        checked={chosen === null}
        choose={choose(null)}
        title={kernel.title}
        origin="mainline since 6.7"
        summary={kernel.summary}
        checkedBy={kernel.checked}
        thread={kernel.thread}
      />
      {SERIES_IDS.map((id) => SERIES[id])
        .filter(({ about }) => about === 'attach')
        .map(({ id, title, origin, summary, checked, thread }) => (
          <Option
            key={id}
            checked={chosen === id}
            choose={choose(id)}
            title={title}
            origin={origin}
            summary={summary}
            checkedBy={checked}
            thread={thread}
          />
        ))}
    </fieldset>
  );
}

/** What the kernel and each series are, what they were checked against, and which messages argue them. */
export function RuleSets({ onClose }: { readonly onClose: () => void }) {
  const rules = usePlayground((state) => state.document.rules);
  const setRules = usePlayground((state) => state.setRules);
  const mapped = SERIES['maps-later'];
  const refuses = seriesAbout(rules, 'mapped-domain') === null;
  const other = withSeries(rules, 'mapped-domain', refuses ? 'maps-later' : null);
  const clash = clashOf(other);
  return (
    <Dialog open title="Rule sets" wide onClose={onClose}>
      <AttachSeries rules={rules} setRules={setRules} />
      <label className="mt-3 flex cursor-pointer gap-3 rounded-card border border-line p-3 hover:bg-sunken">
        <input
          type="checkbox"
          className="mt-1 accent-(--accent)"
          checked={refuses}
          disabled={clash !== null}
          onChange={() => {
            setRules(other);
          }}
        />
        <span>
          <span className="font-semibold">The intel driver refuses mapped page tables</span>
          <span className="block text-small">
            A fix of late 2023: asked to start enforcing, the driver says no once the page table has ever been mapped.
            Without it, older entries keep no snoop bit.
          </span>
          <span className="block text-label text-text2">
            {mapped.checked} Messages {mapped.thread.map((n) => `#${n}`).join(', ')}.
          </span>
          {clash !== null && (
            <span className="block text-small text-ref-text">
              It stays: the patch {rules.patch?.name} would not fit, {clash}.
            </span>
          )}
        </span>
      </label>
      {rules.patch !== null && (
        <p className="mt-3 text-small">
          A patch is laid on top: <b>{rules.patch.name}</b>. It came with the document.
        </p>
      )}
    </Dialog>
  );
}
