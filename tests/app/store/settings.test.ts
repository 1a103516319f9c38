/** Settings of this browser: what was chosen comes back, and what can't be read or kept does no harm. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSettings } from '../../../app/store/settings.ts';
import { panelSizes, storage } from '../../../app/store/storage.ts';

const theme = (): string | undefined => document.documentElement.dataset['theme'];
const systemIs = (dark: boolean): void => {
  vi.spyOn(window, 'matchMedia').mockImplementation(
    (query) => ({ matches: dark && query === '(prefers-color-scheme: dark)' }) as MediaQueryList,
  );
};

beforeEach(() => {
  localStorage.clear();
  systemIs(false);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('the theme', () => {
  test.each([
    ['light', false],
    ['dark', true],
  ])('is %s as the system is, when none was chosen', (expected, dark) => {
    systemIs(dark);
    expect(createSettings().getState().theme).toBe(expected);
    expect(theme()).toBe(expected);
  });

  test('that was chosen is shown at once, and wins over the system’s the next time', () => {
    const settings = createSettings();
    settings.getState().toggleTheme();
    expect(settings.getState().theme).toBe('dark');
    expect(theme()).toBe('dark');
    expect(createSettings().getState().theme).toBe('dark');
    systemIs(true);
    settings.getState().toggleTheme();
    expect(theme()).toBe('light');
    expect(createSettings().getState().theme).toBe('light');
  });

  test('that is none is the system’s', () => {
    localStorage.setItem('iommufd-playground.theme', 'pink');
    systemIs(true);
    expect(createSettings().getState().theme).toBe('dark');
  });
});

describe('the pace', () => {
  test('is normal, until another one is chosen', () => {
    expect(createSettings().getState().pace).toBe('normal');
    for (const pace of ['slow', 'fast', 'normal'] as const) {
      const settings = createSettings();
      settings.getState().setPace(pace);
      expect(settings.getState().pace).toBe(pace);
      expect(createSettings().getState().pace).toBe(pace);
    }
    localStorage.setItem('iommufd-playground.pace', 'warp');
    expect(createSettings().getState().pace).toBe('normal');
  });
});

describe('panels', () => {
  test('show, until they are put away; each by itself, also the next time', () => {
    const settings = createSettings();
    expect(settings.getState().shown).toEqual({ outline: true, inspector: true });
    settings.getState().togglePanel('outline');
    expect(settings.getState().shown).toEqual({ outline: false, inspector: true });
    expect(createSettings().getState().shown).toEqual({ outline: false, inspector: true });
    settings.getState().togglePanel('inspector');
    settings.getState().togglePanel('outline');
    expect(createSettings().getState().shown).toEqual({ outline: true, inspector: false });
  });
});

describe('the small storage', () => {
  test('that is forbidden keeps nothing and fails nothing', () => {
    vi.stubGlobal('localStorage', {
      getItem: () => {
        throw new DOMException('no', 'SecurityError');
      },
      setItem: () => {
        throw new DOMException('no', 'SecurityError');
      },
    });
    expect(storage.getItem('a')).toBe(null);
    expect(() => {
      storage.setItem('a', 'b');
    }).not.toThrow();
    const settings = createSettings();
    settings.getState().toggleTheme();
    expect(settings.getState().theme).toBe('dark');
  });

  test.each(['{"a":0,"b":100,"c":33.5}', '{}'])('gives sizes of panels back: %s', (text) => {
    panelSizes.setItem('sizes', text);
    expect(panelSizes.getItem('sizes')).toBe(text);
  });

  test.each(['{', '[50,50]', 'null', '7', '{"a":-1}', '{"a":101}', '{"a":"50"}', '{"a":50,"b":null}'])(
    'gives no sizes where they can not be read: %s',
    (text) => {
      storage.setItem('sizes', text);
      expect(panelSizes.getItem('sizes')).toBe(null);
    },
  );

  test('gives no sizes where none are kept', () => {
    expect(panelSizes.getItem('other')).toBe(null);
  });
});
