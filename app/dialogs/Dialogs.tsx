import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { ui, type DialogName } from '../store/ui.ts';

interface Closable {
  readonly onClose: () => void;
}

// What few open at first is loaded when it is opened.
const DIALOGS: Readonly<Record<DialogName, React.ComponentType<Closable>>> = {
  gallery: lazy(async () => ({ default: (await import('./Gallery.tsx')).Gallery })),
  documents: lazy(async () => ({ default: (await import('./Documents.tsx')).Documents })),
  share: lazy(async () => ({ default: (await import('./Share.tsx')).Share })),
  palette: lazy(async () => ({ default: (await import('./Palette.tsx')).Palette })),
  shortcuts: lazy(async () => ({ default: (await import('./Reference.tsx')).Shortcuts })),
  rulesets: lazy(async () => ({ default: (await import('./RuleSets.tsx')).RuleSets })),
  glossary: lazy(async () => ({ default: (await import('./Reference.tsx')).Glossary })),
};

const CallForm = lazy(async () => ({ default: (await import('./CallForm.tsx')).CallForm }));

const NodeMenu = lazy(async () => ({ default: (await import('./NodeMenu.tsx')).NodeMenu }));

const Problem = lazy(async () => ({ default: (await import('./Problem.tsx')).Problem }));

/** Whatever is open over the page. */
export function Dialogs() {
  const dialog = useStore(ui, (state) => state.dialog);
  const draft = useStore(ui, (state) => state.draft);
  const problem = useStore(ui, (state) => state.problem);
  const menu = useStore(ui, (state) => state.menu);
  const closeMenu = useStore(ui, (state) => state.closeMenu);
  const show = useStore(ui, (state) => state.show);
  const closeForm = useStore(ui, (state) => state.closeForm);
  const dismissProblem = useStore(ui, (state) => state.dismissProblem);
  const Open = dialog === null ? null : DIALOGS[dialog];
  return (
    <Suspense fallback={null}>
      {Open !== null && (
        <Open
          onClose={() => {
            show(null);
          }}
        />
      )}
      {draft !== null && <CallForm key={draft.op} draft={draft} onClose={closeForm} />}
      {menu !== null && <NodeMenu key={menu.ref} place={menu} onClose={closeMenu} />}
      {problem !== null && <Problem {...problem} onClose={dismissProblem} />}
    </Suspense>
  );
}
