import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'rules', include: ['tests/rules/**/*.test.ts'] } },
      {
        test: {
          name: 'engine',
          include: ['tests/{engine,text,properties,conformance,checks}/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        extends: './vite.config.ts',
        test: { name: 'app', include: ['tests/{app,view}/**/*.test.{ts,tsx}'], environment: 'happy-dom' },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: 'tests/e2e/global-setup.ts',
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
