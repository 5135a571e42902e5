/**
 * Finds the Chromium that the tests drive, or installs one. In this order: `CHROMIUM` (a path), Playwright's own, the system's,
 * Playwright's download, Debian's package. Run by itself it prints the path.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';

const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** As root Chromium has no sandbox; the rest keeps a test browser from calling home. */
const args = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export function launchOptions() {
  const executablePath = find();
  if (executablePath) return { executablePath, args };
  throw new Error('unable to start a browser; none is installed; run `node test/browser.mjs` to install one');
}

export function find() {
  const own = process.env.CHROMIUM;
  if (own) return own;
  return [chromium.executablePath(), ...SYSTEM].find((path) => existsSync(path));
}

const INSTALLERS = [
  [['npx', 'playwright', 'install', '--with-deps', 'chromium']],
  [
    ['apt-get', 'update'],
    [
      'apt-get',
      'install',
      '--yes',
      '--no-install-recommends',
      'chromium',
      'fonts-noto-cjk',
      'fonts-noto-color-emoji',
    ],
  ],
];

function install() {
  for (const steps of INSTALLERS) {
    try {
      for (const [command, ...rest] of steps) {
        console.error(`No browser found: ${command} ${rest.join(' ')}`);
        execFileSync(command, rest, { stdio: ['ignore', 'ignore', 'pipe'], timeout: 300_000 });
      }
      if (find()) return;
    } catch {
      // The next installer may do.
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (!find()) install();
  const path = find();
  if (!path) {
    console.error('unable to install a browser; install Chromium or Chrome and set CHROMIUM to its path');
    process.exit(1);
  }
  console.log(path);
}
