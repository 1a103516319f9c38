/** Compiles the command line tools and runs one: node scripts/run.mjs NAME [ARGUMENT…]. */
import { pathToFileURL } from 'node:url';
import { ensureInstalled, root, run } from './setup.mjs';

const [name, ...rest] = process.argv.slice(2);
ensureInstalled();
run(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '-b', 'scripts']);
process.argv = [process.execPath, name, ...rest];
await import(pathToFileURL(`${root}build/scripts/${name}.js`).href);
