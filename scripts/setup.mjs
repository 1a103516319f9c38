/** Puts everything in place that the other scripts need. Runs with Node alone. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a program in the project's folder, its output on standard error unless told otherwise. Ends the process when it fails. */
export function run(program, args, options = {}) {
  const result = spawnSync(program, args, { cwd: root, stdio: ['ignore', 2, 2], ...options });
  if (result.error !== undefined) throw result.error;
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** Ends the process with a message when Node is older than the project's tools need. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Node ${process.versions.node} is too old: this needs Node 20.19 or later.`);
  process.exit(1);
}

/** The versions that are installed, as far as npm noted them, against the lock file's. */
function upToDate() {
  const noted = new URL('../node_modules/.package-lock.json', import.meta.url);
  if (!existsSync(noted)) return false;
  const installed = JSON.parse(readFileSync(noted, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || installed[path]?.version === entry.version || entry.optional === true,
  );
}

/** Installs the packages of the lock file, unless they are there. */
export function ensureInstalled() {
  checkNode();
  if (upToDate()) return;
  console.error('Installing packages …');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

const CHROMIUM_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The path of a Chromium; installs Debian's when there is none. Null when that can't be done. */
export function ensureChromium() {
  const found = process.env['CHROMIUM'] ?? CHROMIUM_PLACES.find((path) => existsSync(path));
  if (found !== undefined) return found;
  console.error("Installing Debian's Chromium …");
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  for (const args of [
    ['apt-get', 'update'],
    ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium'],
  ]) {
    const [program, ...rest] = [...sudo, ...args];
    const result = spawnSync(program, rest, {
      stdio: ['ignore', 'ignore', 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (result.status !== 0) return null;
  }
  return CHROMIUM_PLACES.find((path) => existsSync(path)) ?? null;
}
