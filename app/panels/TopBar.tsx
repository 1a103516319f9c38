import { useStore } from 'zustand';
import { choiceTitle } from '../../src/index.ts';
import { action, isEnabled } from '../commands/actions.ts';
import { keyText } from '../commands/keys.ts';
import { useAct, useSnapshot } from '../commands/useActions.ts';
import { usePlayground, useUi } from '../workspace/context.ts';
import { settings } from '../store/settings.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { Menu } from '../ui/Menu.tsx';
import {
  ChevronDown,
  GlossaryIcon,
  InspectorPanelIcon,
  MenuIcon,
  LinkIcon,
  MoonIcon,
  OutlinePanelIcon,
  RedoIcon,
  SearchIcon,
  SunIcon,
  UndoIcon,
} from '../ui/icons.tsx';
import { OpenFile } from './OpenFile.tsx';
import { RuleSetSwitch } from './RuleSetSwitch.tsx';
import { KeepingStrip, SavedMark } from './SavedMark.tsx';

function Logo() {
  return (
    <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden className="shrink-0">
      <rect width="32" height="32" rx="9" fill="var(--cc)" />
      <g fill="none" stroke="#fff" strokeWidth="2.4" strokeLinecap="round">
        <path d="M7 11h4c6 0 4 10 10 10h4" />
        <path d="M7 21h4c6 0 4-10 10-10h4" />
      </g>
    </svg>
  );
}

const MENU = ['gallery', 'documents', 'open', 'save', 'share', 'shortcuts', 'glossary'] as const;

function DocumentMenu() {
  const act = useAct();
  const name = usePlayground((state) => state.document.name);
  return (
    <Menu
      label="Document"
      className="min-w-0 !px-2 font-semibold !text-text"
      entries={MENU.map(action).map((one) => ({
        id: one.id,
        text: one.title,
        ...(one.keys?.[0] === undefined ? {} : { aside: keyText(one.keys[0]) }),
        onSelect: () => {
          act(one.id);
        },
      }))}
    >
      <span className="truncate">{name === '' ? 'Untitled' : name}</span>
      <ChevronDown size={14} className="shrink-0" aria-hidden />
    </Menu>
  );
}

/** Shows and hides what stands beside the canvas. */
function PanelButtons() {
  const act = useAct();
  const shown = useStore(settings, (state) => state.shown);
  return (['outline', 'inspector'] as const).map((panel) => {
    const Icon = panel === 'outline' ? OutlinePanelIcon : InspectorPanelIcon;
    const { title, keys = [''] } = action(panel);
    return (
      <IconButton
        key={panel}
        name={title}
        title={`${title} (${keyText(keys[0] ?? '')})`}
        aria-pressed={shown[panel]}
        className="!hidden min-[1000px]:!inline-flex aria-pressed:text-text"
        onClick={() => {
          act(panel);
        }}
      >
        <Icon size={16} strokeWidth={shown[panel] ? 2 : 1.5} aria-hidden />
      </IconButton>
    );
  });
}

/** On a small window: what has no room in the bar. */
const MORE = [
  'palette',
  'redo',
  'play',
  'compare',
  'share',
  'gallery',
  'documents',
  'open',
  'save',
  'rulesets',
  'theme',
  'shortcuts',
  'glossary',
] as const;

function MoreMenu() {
  const act = useAct();
  const now = useSnapshot();
  const rules = usePlayground((state) => choiceTitle(state.document.rules));
  return (
    <Menu
      label="More"
      title="More"
      className="!px-3 min-[1000px]:!hidden"
      entries={MORE.map(action)
        .filter((one) => isEnabled(one, now))
        .map((one) => ({
          id: one.id,
          text: one.title,
          ...(one.id === 'rulesets' ? { aside: rules } : {}),
          onSelect: () => {
            act(one.id);
          },
        }))}
    >
      <MenuIcon size={18} aria-hidden />
      <span className="sr-only">More</span>
    </Menu>
  );
}

/** From where there is room for it. */
const FROM_TABLET = '!hidden min-[600px]:!inline-flex';
const FROM_DESK = '!hidden min-[1000px]:!inline-flex';

/** What is open, which kernel answers, and the page's own settings. */
export function TopBar() {
  const position = usePlayground((state) => state.position);
  const length = usePlayground((state) => state.frames.length);
  const undo = usePlayground((state) => state.undo);
  const redo = usePlayground((state) => state.redo);
  const show = useUi((state) => state.show);
  const theme = useStore(settings, (state) => state.theme);
  const toggleTheme = useStore(settings, (state) => state.toggleTheme);
  return (
    <>
      <header className="flex min-h-12 shrink-0 items-center gap-2 border-b border-line bg-panel px-3 touch:min-h-14 short:!min-h-11">
        <Logo />
        <h1 className="sr-only shrink-0 text-head font-semibold xl:not-sr-only xl:!whitespace-nowrap">
          IOMMUFD playground
        </h1>
        <span className="mx-1 hidden h-5 w-px bg-line xl:block" />
        <DocumentMenu />
        <SavedMark />
        <div className="ml-auto flex shrink-0 items-center justify-end gap-1.5">
          <div className="max-[599px]:not-focus-within:sr-only">
            <RuleSetSwitch />
          </div>
          <Button
            onClick={() => {
              show('palette');
            }}
            className={FROM_DESK}
          >
            <SearchIcon size={14} aria-hidden />
            <span className="text-text2">Actions</span>
            <kbd className="rounded-tag border border-line2 px-1 font-mono text-label whitespace-nowrap text-text2">
              {keyText('mod+k')}
            </kbd>
          </Button>
          <IconButton
            name="All actions"
            className={`${FROM_TABLET} min-[1000px]:!hidden`}
            onClick={() => {
              show('palette');
            }}
          >
            <SearchIcon size={16} aria-hidden />
          </IconButton>
          <IconButton name="Undo" onClick={undo} disabled={position < 0}>
            <UndoIcon size={16} aria-hidden />
          </IconButton>
          <IconButton name="Redo" onClick={redo} disabled={position + 1 >= length} className={FROM_DESK}>
            <RedoIcon size={16} aria-hidden />
          </IconButton>
          <OpenFile className={FROM_DESK} />
          <Button
            onClick={() => {
              show('share');
            }}
            title="Share: link, Markdown, script"
            className={FROM_TABLET}
          >
            <LinkIcon size={14} aria-hidden />
            Share
          </Button>
          <PanelButtons />
          <IconButton
            name="Glossary"
            className="!hidden xl:!inline-flex"
            onClick={() => {
              show('glossary');
            }}
          >
            <GlossaryIcon size={16} aria-hidden />
          </IconButton>
          <IconButton
            name={theme === 'light' ? 'Dark theme' : 'Light theme'}
            onClick={toggleTheme}
            className={FROM_DESK}
          >
            {theme === 'light' ? <MoonIcon size={16} aria-hidden /> : <SunIcon size={16} aria-hidden />}
          </IconButton>
          <MoreMenu />
        </div>
      </header>
      <KeepingStrip />
    </>
  );
}
