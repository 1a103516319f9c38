import { usePlayground, useUi } from '../workspace/context.ts';
import type { ComponentType } from 'react';
import type { DialogName } from '../workspace/ui.ts';
import { lazyPart } from '../ui/lazyPart.tsx';
import { Problem } from './Problem.tsx';
import { Replaying } from './Replaying.tsx';

interface Closable {
  readonly onClose: () => void;
}

const reference = () => import('./Reference.tsx');

// What few open at first is loaded when it is opened.
const DIALOGS: Readonly<Record<DialogName, ComponentType<Closable>>> = {
  gallery: lazyPart({ name: 'The gallery', load: () => import('./Gallery.tsx'), pick: (module) => module.Gallery }),
  documents: lazyPart({
    name: 'The list of documents',
    load: () => import('./Documents.tsx'),
    pick: (module) => module.Documents,
  }),
  share: lazyPart({ name: 'The sharing dialog', load: () => import('./Share.tsx'), pick: (module) => module.Share }),
  palette: lazyPart({
    name: 'The list of actions',
    load: () => import('./Palette.tsx'),
    pick: (module) => module.Palette,
  }),
  shortcuts: lazyPart({ name: 'The list of keys', load: reference, pick: (module) => module.Shortcuts }),
  rulesets: lazyPart({
    name: 'The comparison of the kernels',
    load: () => import('./RuleSets.tsx'),
    pick: (module) => module.RuleSets,
  }),
  glossary: lazyPart({ name: 'The glossary', load: reference, pick: (module) => module.Glossary }),
};

const CallForm = lazyPart({
  name: 'The form',
  load: () => import('./CallForm.tsx'),
  pick: (module) => module.CallForm,
});

const NodeMenu = lazyPart({
  name: 'The menu',
  load: () => import('./NodeMenu.tsx'),
  pick: (module) => module.NodeMenu,
});

/** Whatever is open over the page. */
export function Dialogs() {
  const dialog = useUi((state) => state.dialog);
  const draft = useUi((state) => state.draft);
  const problem = useUi((state) => state.problem);
  const menu = useUi((state) => state.menu);
  const closeMenu = useUi((state) => state.closeMenu);
  const show = useUi((state) => state.show);
  const closeForm = useUi((state) => state.closeForm);
  const dismissProblem = useUi((state) => state.dismissProblem);
  const replaying = usePlayground((state) => state.replay !== null);
  const Open = dialog === null ? null : DIALOGS[dialog];
  return (
    <>
      {Open !== null && (
        <Open
          onClose={() => {
            show(null);
          }}
        />
      )}
      {draft !== null && <CallForm key={draft.op} draft={draft} onClose={closeForm} />}
      {menu !== null && <NodeMenu key={menu.ref} place={menu} onClose={closeMenu} />}
      {replaying && <Replaying />}
      {problem !== null && <Problem {...problem} onClose={dismissProblem} />}
    </>
  );
}
