/** The browsers besides Chromium that the tests drive: where they are, and what installs them. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const BROWSERS = {
  firefox: {
    variable: 'FIREFOX',
    paths: ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'],
    packages: ['firefox-esr'],
  },
  webkit: {
    variable: 'WEBKIT_DRIVER',
    paths: ['/usr/bin/WebKitWebDriver'],
    packages: ['webkit2gtk-driver', 'xvfb'],
  },
};

/** The path of a browser, or of its driver. Installs Debian's if none is there. */
export function browser(name) {
  const { variable, paths, packages } = BROWSERS[name];
  const find = () => process.env[variable] ?? paths.find((path) => existsSync(path));
  if (!find()) install(packages);
  const found = find();
  if (found) return found;
  throw new Error(
    `unable to start ${name}; none is installed; run "apt-get install ${packages.join(' ')}" or set ${variable} to its path`,
  );
}

function install(packages) {
  const options = { stdio: ['ignore', 'ignore', 'pipe'], timeout: 300_000 };
  console.error(`No browser found: apt-get install ${packages.join(' ')}`);
  try {
    execFileSync('apt-get', ['update'], options);
    execFileSync('apt-get', ['install', '--yes', '--no-install-recommends', ...packages], options);
  } catch {
    // What is missing is told by whoever looks for it.
  }
}
