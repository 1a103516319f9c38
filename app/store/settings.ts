/** What a person sets for the page, not for a document. */
import { createStore } from 'zustand/vanilla';
import { storage } from './storage.ts';

export type Theme = 'light' | 'dark';

/** A panel beside the canvas that can be put away. */
export type SidePanel = 'outline' | 'inspector';

/** Milliseconds from a call to the next while the timeline plays. */
export const PACES = { slow: 1600, normal: 800, fast: 300 } as const;
export type Pace = keyof typeof PACES;

const KEYS = {
  theme: 'iommufd-playground.theme',
  pace: 'iommufd-playground.pace',
  outline: 'iommufd-playground.outline',
  inspector: 'iommufd-playground.inspector',
} as const;

function storedTheme(): Theme | null {
  const value = storage.getItem(KEYS.theme);
  return value === 'light' || value === 'dark' ? value : null;
}

function storedPace(): Pace {
  const value = storage.getItem(KEYS.pace);
  return value === 'slow' || value === 'fast' ? value : 'normal';
}

function systemTheme(): Theme {
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

interface SettingsState {
  readonly theme: Theme;
  readonly pace: Pace;
  /** Which panels beside the canvas show. */
  readonly shown: Readonly<Record<SidePanel, boolean>>;
  readonly toggleTheme: () => void;
  readonly setPace: (pace: Pace) => void;
  readonly togglePanel: (panel: SidePanel) => void;
}

function show(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
}

/** The settings of this browser, shown on the page at once. */
export function createSettings() {
  const first = storedTheme() ?? systemTheme();
  show(first);
  return createStore<SettingsState>()((set, get) => ({
    theme: first,
    pace: storedPace(),
    shown: {
      outline: storage.getItem(KEYS.outline) !== 'hidden',
      inspector: storage.getItem(KEYS.inspector) !== 'hidden',
    },
    toggleTheme: () => {
      const theme = get().theme === 'light' ? 'dark' : 'light';
      show(theme);
      storage.setItem(KEYS.theme, theme);
      set({ theme });
    },
    setPace: (pace) => {
      storage.setItem(KEYS.pace, pace);
      set({ pace });
    },
    togglePanel: (panel) => {
      const shown = { ...get().shown, [panel]: !get().shown[panel] };
      storage.setItem(KEYS[panel], shown[panel] ? 'shown' : 'hidden');
      set({ shown });
    },
  }));
}

export const settings = createSettings();
