import { answerOf, refName, step } from '../../src/index.ts';
import { useKernelState, usePlayground, useRules, useUi } from '../workspace/context.ts';
import type { MenuPlace } from '../workspace/ui.ts';
import { MenuList } from '../ui/MenuList.tsx';
import { offersFor } from '../view/offers.ts';

/** An object's own menu: what can be done with it now, and what each call would answer. */
export function NodeMenu({ place, onClose }: { readonly place: MenuPlace; readonly onClose: () => void }) {
  const state = useKernelState();
  const rules = useRules();
  const run = usePlayground((playground) => playground.run);
  const fillIn = useUi((open) => open.fillIn);
  const { calls, forms } = offersFor(state, place.ref);
  const name = refName(place.ref);
  return (
    <MenuList
      label={`Actions on ${name}`}
      heading={name}
      at={place}
      mono
      onClose={onClose}
      entries={[
        ...forms.map((offer) => ({
          id: offer.label,
          text: offer.label,
          onSelect: () => {
            fillIn(offer.op, offer.fields);
          },
        })),
        ...calls.map(({ label, command }) => {
          const outcome = step(rules, state, command);
          return {
            id: label,
            text: label,
            aside: answerOf(outcome),
            refused: !outcome.result.ok,
            onSelect: () => {
              run(command);
            },
          };
        }),
      ]}
    />
  );
}
