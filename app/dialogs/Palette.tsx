import { Command } from 'cmdk';
import { scenarioDocument, SCENARIOS } from '../../src/index.ts';
import { ACTIONS, isEnabled, type Action } from '../commands/actions.ts';
import { keyText } from '../commands/keys.ts';
import { useAct, useSnapshot } from '../commands/useActions.ts';
import { usePlayground } from '../workspace/context.ts';
import { Dialog } from '../ui/Dialog.tsx';

const GROUPS: readonly Action['group'][] = ['Document', 'Time', 'Canvas', 'Page', 'Calls', 'Machine'];

const ITEM =
  'flex cursor-pointer items-center justify-between gap-3 rounded-tag px-2 py-1.5 text-body touch:min-h-11 data-[disabled=true]:opacity-50 data-[selected=true]:bg-accent-soft';

/** How well a title answers what was typed: its beginning before that of a word, that before the rest; letters must follow each other. */
function rank(title: string, typed: string): number {
  const text = title.toLowerCase();
  const parts = text.split(/[\s_:]+/);
  const words = typed.toLowerCase().trim().split(/\s+/);
  const scores = words.map((word) =>
    text.startsWith(word) ? 1 : parts.some((part) => part.startsWith(word)) ? 0.8 : text.includes(word) ? 0.5 : 0,
  );
  return Math.min(...scores);
}

/** Every action by name. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const act = useAct();
  const now = useSnapshot();
  const open = usePlayground((state) => state.open);
  return (
    <Dialog open title="Actions" onClose={onClose}>
      <Command label="Actions" loop filter={rank}>
        <Command.Input
          autoFocus
          placeholder="What do you want to do?"
          className="h-9 w-full rounded-button border border-line2 bg-panel px-3 text-body outline-none"
        />
        <Command.List className="mt-2 max-h-[50vh] overflow-y-auto">
          <Command.Empty className="p-3 text-small text-text2">Nothing is called that.</Command.Empty>
          {GROUPS.map((group) => (
            <Command.Group
              key={group}
              heading={group}
              className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-label [&_[cmdk-group-heading]]:font-semibold [&_[cmdk-group-heading]]:text-text2"
            >
              {ACTIONS.filter((action) => action.group === group && action.id !== 'palette').map((action) => (
                <Command.Item
                  key={action.id}
                  value={action.title}
                  disabled={!isEnabled(action, now)}
                  className={ITEM}
                  onSelect={() => {
                    onClose();
                    act(action.id);
                  }}
                >
                  {action.title}
                  {action.keys?.[0] !== undefined && (
                    <kbd className="rounded-tag border border-line2 px-1.5 font-mono text-label text-text2">
                      {keyText(action.keys[0])}
                    </kbd>
                  )}
                </Command.Item>
              ))}
            </Command.Group>
          ))}
          <Command.Group
            heading="Scenarios"
            className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-label [&_[cmdk-group-heading]]:font-semibold [&_[cmdk-group-heading]]:text-text2"
          >
            {SCENARIOS.map((scenario) => (
              <Command.Item
                key={scenario.id}
                value={`Scenario ${scenario.title}`}
                className={ITEM}
                onSelect={() => {
                  onClose();
                  open(scenarioDocument(scenario));
                }}
              >
                {scenario.title}
              </Command.Item>
            ))}
          </Command.Group>
        </Command.List>
      </Command>
    </Dialog>
  );
}
