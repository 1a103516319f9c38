/** What an action does, as data, and the one place where it is done. */
import type { Op } from '../../src/index.ts';
import { settings, type Pace, type SidePanel } from '../store/settings.ts';
import { refsOf } from '../view/refs.ts';
import type { ConnectEvent } from '../workspace/connecting.ts';
import { currentState } from '../workspace/playground.ts';
import type { Asked, DialogName } from '../workspace/ui.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { saveDocument } from './download.ts';

export type Effect =
  | { readonly do: 'travel'; readonly to: number }
  | { readonly do: 'mark'; readonly position: number | null }
  | { readonly do: 'play'; readonly on: boolean }
  | { readonly do: 'connect'; readonly event: ConnectEvent }
  | { readonly do: 'select-all' }
  | { readonly do: 'select-none' }
  | { readonly do: 'dismiss' }
  | { readonly do: 'undo-move' }
  | { readonly do: 'tidy' }
  | { readonly do: 'ask'; readonly what: Asked }
  | { readonly do: 'show'; readonly dialog: DialogName }
  | { readonly do: 'fill-in'; readonly op: Op }
  | { readonly do: 'save' }
  | { readonly do: 'toggle-panel'; readonly panel: SidePanel }
  | { readonly do: 'toggle-theme' }
  | { readonly do: 'set-pace'; readonly pace: Pace };

/** Does it in the workspace; what is the page's, on the page. */
export function perform({ playground, ui }: Workspace, effect: Effect): void {
  const { travel, mark, connect, select, dismiss, undoMove, tidy } = playground.getState();
  const { play, ask, show, fillIn } = ui.getState();
  switch (effect.do) {
    case 'travel':
      travel(effect.to);
      break;
    case 'mark':
      mark(effect.position);
      break;
    case 'play':
      play(effect.on);
      break;
    case 'connect':
      connect(effect.event);
      break;
    case 'select-all':
      select(...refsOf(currentState(playground.getState())));
      break;
    case 'select-none':
      select();
      mark(null);
      break;
    case 'dismiss':
      dismiss();
      break;
    case 'undo-move':
      undoMove();
      break;
    case 'tidy':
      tidy();
      ask('fit');
      break;
    case 'ask':
      ask(effect.what);
      break;
    case 'show':
      show(effect.dialog);
      break;
    case 'fill-in':
      fillIn(effect.op);
      break;
    case 'save':
      saveDocument(playground.getState().document);
      break;
    case 'toggle-panel':
      settings.getState().togglePanel(effect.panel);
      break;
    case 'toggle-theme':
      settings.getState().toggleTheme();
      break;
    case 'set-pace':
      settings.getState().setPace(effect.pace);
      break;
  }
}
