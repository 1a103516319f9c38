import { DropdownMenu } from 'radix-ui';
import { step } from '../../src/index.ts';
import { useKernelState, usePlayground, useRules } from '../store/context.ts';
import { ui, type MenuPlace } from '../store/ui.ts';
import { offersFor } from '../view/offers.ts';

const ITEM =
  'flex cursor-pointer items-baseline justify-between gap-4 rounded-tag px-2 py-1.5 font-mono text-small outline-none data-highlighted:bg-accent-soft';

/** A node's own menu: what can be done with it now, and what each call would answer. */
export function NodeMenu({ place, onClose }: { readonly place: MenuPlace; readonly onClose: () => void }) {
  const state = useKernelState();
  const rules = useRules();
  const run = usePlayground((playground) => playground.run);
  const { calls, forms } = offersFor(state, place.ref);
  return (
    <DropdownMenu.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <DropdownMenu.Trigger asChild>
        <span className="fixed size-px" style={{ left: place.x, top: place.y }} aria-hidden tabIndex={-1} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="start"
          collisionPadding={8}
          aria-label={`Actions on ${place.ref.replace(':', ' ')}`}
          className="z-50 w-72 max-w-[95vw] rounded-card border border-line2 bg-raised p-1.5 shadow-float"
        >
          <DropdownMenu.Label className="px-2 py-1 text-label font-semibold text-text2">
            {place.ref.replace(':', ' ')}
          </DropdownMenu.Label>
          {forms.map((offer) => (
            <DropdownMenu.Item
              key={offer.label}
              className={ITEM}
              onSelect={() => {
                ui.getState().fillIn(offer.op, offer.fields);
              }}
            >
              {offer.label}
            </DropdownMenu.Item>
          ))}
          {calls.map(({ label, command }) => {
            const { result } = step(rules, state, command);
            return (
              <DropdownMenu.Item
                key={label}
                className={ITEM}
                onSelect={() => {
                  run(command);
                }}
              >
                {label}
                <span className={result.ok ? 'text-text2' : 'font-semibold text-ref-text'}>
                  {result.ok ? '0' : result.errno}
                </span>
              </DropdownMenu.Item>
            );
          })}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
