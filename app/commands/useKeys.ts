import { useEffect } from 'react';
import { refName, rulesFor } from '../../src/index.ts';
import { usePlaygroundStore } from '../store/context.ts';
import { currentState, type Playground } from '../store/playground.ts';
import { ui } from '../store/ui.ts';
import { attachTargets, reasonOf } from '../view/targets.ts';
import { actionOfKey, keyOf } from './actions.ts';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable="true"]') !== null;

/** While a target is chosen by keyboard: arrows, Enter, Escape. True when the key was for it. */
function chooseTarget(store: Playground, key: string): boolean {
  const state = store.getState();
  const { connecting } = state;
  if (connecting === null) return false;
  if (key === 'Escape') {
    state.connect(null);
    return true;
  }
  if (connecting.keyboard !== true) return false;
  if (key === 'Enter') {
    state.connect(null);
    if (connecting.over !== null) state.run({ op: 'device_attach', device: connecting.device, ptId: connecting.over });
    return true;
  }
  const step = key === 'ArrowDown' || key === 'ArrowRight' ? 1 : key === 'ArrowUp' || key === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return false;
  const rules = rulesFor(state.document.rules);
  const targets = attachTargets(rules, currentState(state), connecting.device);
  const at = targets.findIndex((target) => target.id === connecting.over);
  const next = targets[(at + step + targets.length) % targets.length];
  if (next !== undefined) {
    state.connect({ ...connecting, over: next.id });
    state.announce(
      `${refName(next.ref)}: ${next.legal ? 'legal' : next.answer}, ${reasonOf(rules, currentState(state), next)}`,
    );
  }
  return true;
}

/** Gives the keys of the page to the registry's actions. */
export function useKeys(): void {
  const store = usePlaygroundStore();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { dialog, draft, problem } = ui.getState();
      const key = keyOf(event);
      const covered = dialog !== null || draft !== null || problem !== null;
      if (event.defaultPrevented || (covered && key !== 'mod+k')) return;
      if (isTyping(event.target) && !key.startsWith('mod+')) return;
      // The command line's own undo is the text's.
      if (isTyping(event.target) && /^mod\+(z|shift\+z|y)$/.test(key)) return;
      const action = actionOfKey(key);
      if (action === undefined || action.enabled?.(store) === false) return;
      event.preventDefault();
      action.run(store);
    };
    // Before whatever has the focus: its own arrows and Enter wait until a target is chosen.
    const onChoice = (event: KeyboardEvent): void => {
      if (isTyping(event.target) || !chooseTarget(store, event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('keydown', onChoice, { capture: true });
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onChoice, { capture: true });
      window.removeEventListener('keydown', onKey);
    };
  }, [store]);
}
