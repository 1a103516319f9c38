/** The browser's small storage, where it may be forbidden: then nothing is kept, and nothing fails. */
export const storage = {
  /** The text under the key, or null. */
  getItem(key: string): string | null {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  /** Keeps the text until it is replaced, or only until the page is left. */
  setItem(key: string, text: string): void {
    try {
      localStorage.setItem(key, text);
    } catch {
      // What was chosen holds until the page is left.
    }
  },
};

/** Sizes of panels as they are kept: each panel's part of the room. */
function areSizes(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    return Object.values(value).every((size) => typeof size === 'number' && size >= 0 && size <= 100);
  } catch {
    return false;
  }
}

/** The same for the sizes of panels; what is no longer readable there counts as not kept. */
export const panelSizes = {
  ...storage,
  /** The kept sizes under the key as JSON, or null. */
  getItem(key: string): string | null {
    const text = storage.getItem(key);
    return text !== null && areSizes(text) ? text : null;
  },
};
