import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      // Without a browser the files of a project share their modules: to load them anew for each file takes longer than its tests. A test
      // that leaves something behind is found by `--sequence.shuffle.files`.
      { test: { name: 'rules', include: ['tests/rules/**/*.test.ts'], isolate: false } },
      {
        test: {
          name: 'engine',
          include: ['tests/{engine,text,properties,conformance,checks}/**/*.test.ts'],
          isolate: false,
          testTimeout: 60_000,
        },
      },
      {
        extends: './vite.config.ts',
        test: {
          name: 'app',
          include: ['tests/{app,view}/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
          isolate: false,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: 'tests/e2e/global-setup.ts',
          // Files run side by side, each in a browser of its own, when the tests without a browser are done.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          // A state of the page is waited for as long as it takes on a busy machine.
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
