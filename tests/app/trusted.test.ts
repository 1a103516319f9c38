/** Which addresses the page runs scripts from. */
import { describe, expect, test } from 'vitest';
import { ownAddress } from '../../app/trusted.ts';

const PAGE = 'https://host.test/tools/iommufd/index.html?x#d1=abc';

describe('the address of a script', () => {
  test.each(['./sw.js', 'assets/worker-1.js', 'https://host.test/tools/iommufd/assets/a.js'])(
    '%s is the page’s own',
    (address) => {
      expect(ownAddress(address, PAGE)).toBe(address);
    },
  );

  test.each([
    '../sw.js',
    '/sw.js',
    'https://elsewhere.test/tools/iommufd/a.js',
    'https://host.test.elsewhere.test/tools/iommufd/',
    'data:text/javascript,1',
    'blob:https://host.test/tools/iommufd/1',
  ])('%s is not, and is refused', (address) => {
    expect(() => ownAddress(address, PAGE)).toThrow(/is not a file of the page/);
  });
});
