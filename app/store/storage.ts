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
