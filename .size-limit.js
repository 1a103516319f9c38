/** What a browser has to load before the first picture: the page's script and what it preloads. */
import { readFileSync } from 'node:fs';

const page = readFileSync(new URL('dist/index.html', import.meta.url), 'utf8');
const scripts = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map((match) => `dist/${match[1]}`);

export default [{ name: 'critical path', path: scripts, limit: '250 kB', gzip: true }];
