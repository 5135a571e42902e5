import { expect, type Page } from 'playwright/test';
import type { ChatRoomElement } from '../../../src/element/chat-room.js';
import { Box } from '../../e2e/box.js';

/** What a page sees of what it must not do. */
interface Watched {
  readonly violations: string[];
  readonly attacked?: unknown;
}

/** The page of the strict site, watched: nothing that strangers write may run, load or break its policy. */
export class StrictPage {
  readonly page: Page;
  readonly box: Box;
  /** Dialogs, windows, errors and requests that should not be. */
  readonly #alarms: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    this.box = Box.on(page);
  }

  /** Opens the page; requests may go to addresses that begin with one of `allowed`. */
  static async open(page: Page, url: string, allowed: readonly string[]): Promise<StrictPage> {
    const strict = new StrictPage(page);
    const alarms = strict.#alarms;
    page.on('request', (request) => {
      if (![url, ...allowed].some((start) => request.url().startsWith(start))) alarms.push(request.url());
    });
    page.on('dialog', async (dialog) => {
      alarms.push(dialog.message());
      await dialog.dismiss();
    });
    page.on('pageerror', ({ message }) => alarms.push(message));
    page.on('popup', (popup) => alarms.push(`a window: ${popup.url()}`));
    await page.addInitScript(() => {
      const violations: string[] = [];
      Object.assign(globalThis, { violations });
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        violations.push(`${violatedDirective} ${blockedURI}`),
      );
    });
    await page.goto(url);
    return strict;
  }

  /** Shows a room, or the same room to another user. */
  async turnTo(fields: Partial<Pick<ChatRoomElement, 'room' | 'userId'>>): Promise<void> {
    await this.box.root.evaluate((box, to) => Object.assign(box, to), fields);
    await this.box.connected();
  }

  /** The texts of all messages, as they come by from the first to the last. Nothing that harms stands anywhere on the way. */
  async texts(): Promise<string[]> {
    const seen = await this.page.evaluateHandle(() => new Set<Element>());
    const texts: (string | null)[] = [];
    await this.box.log.press('Home');
    await this.#laidOut();
    for (let isEnd = false; !isEnd; ) {
      const found = await this.box.log.evaluate((log, known) => {
        const rows = [...log.querySelectorAll('p.text')].filter((row) => !known.has(row));
        for (const row of rows) known.add(row);
        const rest = log.scrollHeight - log.clientHeight - log.scrollTop;
        return { texts: rows.map(({ textContent }) => textContent), isEnd: rest < 1 };
      }, seen);
      await this.assertHarmless();
      texts.push(...found.texts);
      isEnd = found.isEnd;
      await this.down();
    }
    return texts.map(String);
  }

  /** Half a list further down. */
  async down(): Promise<void> {
    await this.box.log.evaluate((log) => {
      log.scrollTop += log.clientHeight / 2;
    });
    await this.#laidOut();
  }

  /** One frame brings what is in sight, the next one what is around. */
  async #laidOut(): Promise<void> {
    await this.page.evaluate(async () => {
      for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    });
  }

  /** Nothing ran, nothing was loaded, nothing is there but text, and links that are safe. */
  async assertHarmless(): Promise<void> {
    const { links, ...found } = await this.box.root.evaluate((box) => {
      const elements = [...(box.shadowRoot as ShadowRoot).querySelectorAll('*')];
      const names = (of: readonly Element[]) => [...new Set(of.map(({ localName }) => localName))];
      return {
        attributes: elements
          .flatMap(({ attributes }) => [...attributes].map(({ name }) => name))
          .filter((name) => /^(on.*|style|src.*|srcdoc|formaction|action|xlink:href)$/.test(name)),
        inTexts: names(
          elements.filter((element) => element.matches('p.text *, bdi *') && !element.matches('a')),
        ),
        links: elements
          .filter((element) => element instanceof HTMLAnchorElement)
          .map(({ protocol, rel, target }) => `${protocol} ${rel} ${target}`),
        outside: names([...document.body.querySelectorAll(':scope > :not(chat-room)')]),
      };
    });
    expect(found).toEqual({ attributes: [], inTexts: [], outside: [] });
    for (const link of links)
      expect(link).toMatch(/^(https?|mailto): noopener noreferrer nofollow ugc _blank$/);
    const { violations, attacked } = await this.#watched();
    expect({ violations, attacked }).toEqual({ violations: [], attacked: undefined });
    expect(this.#alarms).toEqual([]);
  }

  /** Breaks the policy on purpose: one that is not in force is never broken either. */
  async assertInForce(): Promise<void> {
    const refused = await this.page.evaluate(async () => {
      const told = new Promise((resolve) => document.addEventListener('securitypolicyviolation', resolve));
      new Image().src = '/pixel.png';
      await told;
      try {
        document.body.innerHTML = '<b>';
        return 'nothing';
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(refused).toBe('TypeError');
    const { violations } = await this.#watched();
    expect(violations[0]).toMatch(/^img-src /);
  }

  #watched(): Promise<Watched> {
    return this.page.evaluate(() => {
      const { violations, attacked } = globalThis as unknown as Watched;
      return { violations, attacked };
    });
  }
}
