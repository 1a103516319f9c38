/** npm start: installs what is missing, builds, serves the page on 127.0.0.1 and prints its address. */
import { ensureInstalled } from './setup.mjs';

ensureInstalled();
const { build, preview } = await import('vite');
await build({ logLevel: 'warn' });
const wanted = Number(process.env['PORT'] ?? 4173);
const server = await preview({ preview: { host: '127.0.0.1', port: wanted, strictPort: false } });
const { port } = server.httpServer.address();
console.log(`The IOMMUFD playground is at http://127.0.0.1:${port}/ (Ctrl-C ends it)`);
