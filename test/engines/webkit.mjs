import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { WebdriverLauncher } from '@web/test-runner-webdriver';
import { browser } from './browsers.mjs';

/** WebKitGTK's own browser, by its WebDriver, on a screen that nobody sees. */
export async function webkit() {
  const driver = browser('webkit');
  const port = await freePort();
  const screen = start('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp']);
  const [display] = await once(screen.stdout, 'data');
  start(driver, [`--port=${port}`], { DISPLAY: `:${String(display).trim()}` });
  return new WebKit({
    hostname: '127.0.0.1',
    port,
    path: '/',
    capabilities: {
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary: miniBrowser(), args: ['--automation'] },
      'wdio:enforceWebDriverClassic': true,
    },
  });
}

/** Speaks to the runner's commands as a Puppeteer page does: chords and viewports are nothing that it knows of WebDriver. */
class WebKit extends WebdriverLauncher {
  type = 'puppeteer';
  concurrency = 1;

  async initialize(config) {
    await super.initialize({ ...config, concurrency: 1 });
    this.name = 'WebKit';
  }

  /** One window for all files: each begins with that of the other engines, whatever the last one made of it. */
  async startSession(id, url) {
    await this.ensureManagerInitialized();
    await this.setViewport(800, 600);
    return super.startSession(id, url);
  }

  getPage(id) {
    return {
      keyboard: {
        type: async (text) => {
          for (const key of text) await this.sendKeys(id, [key]);
        },
        press: (chord) => this.sendKeys(id, chord.split('+')),
      },
      mouse: {
        move: (x, y) => this.sendMouseMove(id, x, y),
        click: (x, y, { button } = {}) => this.sendMouseClick(id, x, y, button),
        down: ({ button } = {}) => this.sendMouseDown(id, button),
        up: ({ button } = {}) => this.sendMouseUp(id, button),
        reset: () => this.resetMouse(id),
      },
      setViewport: ({ width, height }) => this.setViewport(width, height),
    };
  }

  /** A window has edges, whose size the page knows. */
  async setViewport(width, height) {
    const [across, down] = await this.driver.execute(
      'return [outerWidth - innerWidth, outerHeight - innerHeight]',
    );
    await this.driver.setWindowSize(width + across, height + down);
  }
}

/** A program that ends with this one. */
function start(file, args, env = {}) {
  const child = spawn(file, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  process.once('exit', () => child.kill());
  return child;
}

async function freePort() {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address();
  await once(server.close(), 'close');
  return port;
}

/** Debian keeps it where its libraries are. */
function miniBrowser() {
  const own = readdirSync('/usr/lib').map((folder) => `/usr/lib/${folder}/webkit2gtk-4.1/MiniBrowser`);
  return process.env.WEBKIT ?? own.find((path) => existsSync(path));
}
