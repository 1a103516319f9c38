import { defineConfig } from 'vitest/config';

/**
 * The tests that `npm run mutate` runs: those without a browser that answer the same each time. The quick ones first: one that
 * fails ends the run, and the replay of kernel traces takes seconds.
 */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'engine', include: ['tests/{rules,engine,text}/**/*.test.ts'], isolate: false } },
      {
        extends: './vite.config.ts',
        test: { name: 'app', include: ['tests/{app,view}/**/*.test.{ts,tsx}'], environment: 'happy-dom' },
      },
      {
        test: {
          name: 'traces',
          include: ['tests/conformance/**/*.test.ts'],
          sequence: { groupOrder: 1 },
          isolate: false,
          testTimeout: 60_000,
        },
      },
    ],
  },
});
