/** Builds the page and serves it for the tests in a browser. */
import { build, preview } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    address: string;
  }
}

export default async function serve(project: TestProject): Promise<() => Promise<void>> {
  const outDir = 'dist';
  // The test runner's own mode would build React for development.
  const mode = process.env['NODE_ENV'] ?? 'test';
  process.env['NODE_ENV'] = 'production';
  await build({ logLevel: 'error', build: { outDir, chunkSizeWarningLimit: 2000, manifest: true } });
  process.env['NODE_ENV'] = mode;
  const server = await preview({ preview: { host: '127.0.0.1', port: 0 }, build: { outDir } });
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('the page is not served');
  project.provide('address', `http://127.0.0.1:${address.port}/`);
  return async () => {
    await server.close();
  };
}
