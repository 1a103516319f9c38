import { useEffect } from 'react';

/**
 * Stands in for the package `react-style-singleton`: rules for the whole page, there while any component asks for them. It hands them to the
 * browser as a sheet, where the package writes a `<style>`, which the page's policy does not allow.
 *
 * @returns a component that takes the rules; the first of several decides
 */
export function styleSingleton() {
  let users = 0;
  let sheet: CSSStyleSheet | null = null;
  return function Sheet({ styles }: { readonly styles: string }): null {
    useEffect(() => {
      users += 1;
      if (sheet === null) {
        sheet = new CSSStyleSheet();
        sheet.replaceSync(styles);
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      }
      return () => {
        users -= 1;
        if (users > 0) return;
        document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
        sheet = null;
      };
    }, [styles]);
    return null;
  };
}
