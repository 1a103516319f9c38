import { useEffect } from 'react';
import { refName, rulesFor } from '../../src/index.ts';
import { attachTargets, reasonOf } from '../view/targets.ts';
import { useWorkspace } from '../workspace/context.ts';
import { currentState, type Playground } from '../workspace/playground.ts';
import { act, actionOfKeys } from './actions.ts';
import { keyOf } from './keys.ts';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable="true"]') !== null;

const TURNS: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** Says what the kernel would answer at the target that is chosen now. */
function sayTarget(store: Playground): void {
  const state = store.getState();
  const { connecting } = state;
  if (connecting === null) return;
  const rules = rulesFor(state.document.rules);
  const now = currentState(state);
  const target = attachTargets(rules, now, connecting.device).find(({ id }) => id === connecting.over);
  if (target === undefined) return;
  state.announce(`${refName(target.ref)}: ${target.legal ? 'legal' : target.answer}, ${reasonOf(rules, now, target)}`);
}

/** While a connection is made: arrows, Enter, Escape. True when the key was for it. */
function forConnection(store: Playground, key: string): boolean {
  const { connecting, connect } = store.getState();
  if (connecting === null) return false;
  const turn = TURNS[key];
  if (key === 'Escape') connect({ kind: 'cancel' });
  else if (connecting.by !== 'choosing') return false;
  else if (key === 'Enter') connect({ kind: 'drop' });
  else if (turn !== undefined) {
    connect({ kind: 'turn', by: turn });
    sayTarget(store);
  } else return false;
  return true;
}

/** Gives the keys of the page to the registry's actions, for the workspace around the component. */
export function useKeys(): void {
  const workspace = useWorkspace();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { dialog, draft, problem } = workspace.ui.getState();
      const keys = keyOf(event);
      const covered = dialog !== null || draft !== null || problem !== null;
      if (event.defaultPrevented || (covered && keys !== 'mod+k')) return;
      if (workspace.playground.getState().replay !== null) return;
      if (isTyping(event.target) && !keys.startsWith('mod+')) return;
      // The command line's own undo is the text's.
      if (isTyping(event.target) && /^mod\+(z|shift\+z|y)$/.test(keys)) return;
      const action = actionOfKeys(keys);
      if (action !== undefined && act(workspace, action)) event.preventDefault();
    };
    // Before whatever has the focus: its own arrows and Enter wait until a target is chosen.
    const onChoice = (event: KeyboardEvent): void => {
      if (isTyping(event.target) || !forConnection(workspace.playground, event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('keydown', onChoice, { capture: true });
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onChoice, { capture: true });
      window.removeEventListener('keydown', onKey);
    };
  }, [workspace]);
}
