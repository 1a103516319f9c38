import { usePlayground } from '../../workspace/context.ts';
import { lazyPart } from '../../ui/lazyPart.tsx';
import { NothingSelected } from './NothingSelected.tsx';

// Nothing is selected at first.
const Selected = lazyPart({
  name: 'The inspector',
  load: () => import('./Selected.tsx'),
  pick: (module) => module.Selected,
});

/** What is selected, or how to select something. */
export function Inspector() {
  const selection = usePlayground((playground) => playground.selection);
  const selected = usePlayground((playground) => playground.selected);
  return (
    <section aria-label="Inspector" tabIndex={0} className="h-full overflow-y-auto bg-panel">
      {selected.length === 0 ? <NothingSelected /> : <Selected selected={selected} selection={selection} />}
    </section>
  );
}
