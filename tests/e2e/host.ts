/** A static host as anyone may have it: files of a folder under a path, and no more. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

export interface Host {
  /** The page's address, with the path. */
  readonly address: string;
  /** Serves another folder at the same address. */
  readonly deploy: (folder: string) => void;
  /** Ends it, open connections included. */
  readonly stop: () => Promise<void>;
}

/** Serves `folder` on 127.0.0.1, below `path`, which begins and ends with a slash. */
export async function host(folder: string, path = '/'): Promise<Host> {
  let served = folder;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const name = pathname.startsWith(path) ? normalize(pathname.slice(path.length)) : '..';
    const file = join(served, name === '.' || name === '' ? 'index.html' : name);
    readFile(name.startsWith('..') ? '' : file).then(
      (content) => {
        response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
        response.end(content);
      },
      () => {
        response.writeHead(404, { 'content-type': 'text/plain' });
        response.end('not here');
      },
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('the page is not served');
  return {
    address: `http://127.0.0.1:${at.port}${path}`,
    deploy: (next) => {
      served = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
