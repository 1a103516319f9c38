import { RULE_SET_IDS, RULE_SETS } from '../../src/index.ts';
import { usePlayground } from '../store/context.ts';
import { Dialog } from '../ui/Dialog.tsx';

/** What each rule set is, what it was checked against, and which messages argue it. */
export function RuleSets({ onClose }: { readonly onClose: () => void }) {
  const rules = usePlayground((state) => state.document.rules);
  const setRules = usePlayground((state) => state.setRules);
  return (
    <Dialog open title="Rule sets" wide onClose={onClose}>
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
    </Dialog>
  );
}
