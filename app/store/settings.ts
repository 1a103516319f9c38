/** What a person sets for the page, not for a document. */
import { createStore } from 'zustand/vanilla';

export type Theme = 'light' | 'dark';

const KEY = 'iommufd-playground.theme';

function storedTheme(): Theme | null {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : null;
  } catch {
    // Storage may be forbidden; the system's choice then serves.
    return null;
  }
}

function systemTheme(): Theme {
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

interface SettingsState {
  readonly theme: Theme;
  readonly toggleTheme: () => void;
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
    toggleTheme: () => {
      const theme = get().theme === 'light' ? 'dark' : 'light';
      show(theme);
      try {
        localStorage.setItem(KEY, theme);
      } catch {
        // Without storage the choice holds until the page is left.
      }
      set({ theme });
    },
  }));
}

export const settings = createSettings();
