import { useStore } from 'zustand';
import { BLANK, READY_MACHINES, SCENARIOS, scenarioDocument } from '../../src/index.ts';
import { usePlayground } from '../store/context.ts';
import { settings } from '../store/settings.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { Menu, MenuHeading, MenuItem } from '../ui/Menu.tsx';
import { ChevronDown, MoonIcon, PlusIcon, RedoIcon, SunIcon, UndoIcon } from '../ui/icons.tsx';
import { OpenFile } from './OpenFile.tsx';
import { RuleSetSwitch } from './RuleSetSwitch.tsx';

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

function Documents() {
  const name = usePlayground((state) => state.document.name);
  const open = usePlayground((state) => state.open);
  const startOn = usePlayground((state) => state.startOn);
  return (
    <Menu
      trigger={
        <Button look="quiet" className="min-w-0 !px-2 font-semibold !text-text">
          <span className="truncate">{name}</span>
          <ChevronDown size={14} className="shrink-0" aria-hidden />
        </Button>
      }
    >
      <MenuHeading>Scenarios</MenuHeading>
      {SCENARIOS.map((scenario) => (
        <MenuItem
          key={scenario.id}
          onSelect={() => {
            open(scenarioDocument(scenario));
          }}
          detail={scenario.story}
        >
          {scenario.title}
        </MenuItem>
      ))}
      <MenuHeading>Start on a machine</MenuHeading>
      {[...READY_MACHINES, BLANK].map((ready) => (
        <MenuItem
          key={ready.id}
          onSelect={() => {
            startOn(ready.title, ready.machine);
          }}
          detail={ready.summary}
        >
          <PlusIcon size={13} aria-hidden className="mr-1 inline" />
          {ready.title}
        </MenuItem>
      ))}
    </Menu>
  );
}

/** What is open, which kernel answers, and the page's own settings. */
export function TopBar() {
  const position = usePlayground((state) => state.position);
  const length = usePlayground((state) => state.frames.length);
  const undo = usePlayground((state) => state.undo);
  const redo = usePlayground((state) => state.redo);
  const theme = useStore(settings, (state) => state.theme);
  const toggleTheme = useStore(settings, (state) => state.toggleTheme);
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line bg-panel px-3">
      <Logo />
      <h1 className="sr-only text-head font-semibold whitespace-nowrap xl:not-sr-only">IOMMUFD playground</h1>
      <span className="mx-1 hidden h-5 w-px bg-line xl:block" />
      <Documents />
      <div className="ml-auto flex items-center gap-1.5">
        <RuleSetSwitch />
        <IconButton name="Undo" onClick={undo} disabled={position < 0} className="!hidden sm:!inline-flex">
          <UndoIcon size={16} aria-hidden />
        </IconButton>
        <IconButton name="Redo" onClick={redo} disabled={position + 1 >= length} className="!hidden sm:!inline-flex">
          <RedoIcon size={16} aria-hidden />
        </IconButton>
        <OpenFile />
        <IconButton name={theme === 'light' ? 'Dark theme' : 'Light theme'} onClick={toggleTheme}>
          {theme === 'light' ? <MoonIcon size={16} aria-hidden /> : <SunIcon size={16} aria-hidden />}
        </IconButton>
      </div>
    </header>
  );
}
