import { expect, type Frame, type Page } from 'playwright/test';
import type { Room, RoomSource } from '../../../src/client/index.js';
import { Box } from '../../e2e/box.js';

/** A page that shows one room, seen as its user does, and through the room that its script has. */
export class Tab {
  readonly page: Page;
  readonly box: Box;
  readonly frame: Frame;

  constructor(page: Page, frame: Frame = page.mainFrame()) {
    this.page = page;
    this.box = new Box(frame.locator('chat-room'));
    this.frame = frame;
  }

  /** What `look` finds in the page's room. */
  async view<Value>(look: (room: Room) => Value | Promise<Value>): Promise<Value> {
    const room = await this.frame.waitForFunction<Room>('globalThis.room');
    return (await room.evaluate(look)) as Value;
  }

  /** The room as the page has it now, for `assertInvariants`. */
  async reader(): Promise<RoomSource> {
    const held = await this.view(({ id, user, messages, gaps, hasOlder }) => {
      return { id, user, messages, gaps: gaps.map(({ after, before }) => ({ after, before })), hasOlder };
    });
    return held as unknown as RoomSource;
  }

  texts(): Promise<string[]> {
    return this.view(({ messages }) => messages.map(({ text }) => text));
  }

  /** What the room has told the page: its states, and its other events by their names. */
  told(): Promise<string[]> {
    return this.frame.evaluate<string[]>('globalThis.told ?? []');
  }

  /** Resolves once the room has told this, now or before. */
  async tells(what: string): Promise<void> {
    await expect.poll(() => this.told()).toContain(what);
  }

  /** Resolves once the room has these stored messages and no other. */
  async holds(texts: readonly string[]): Promise<void> {
    const stored = () =>
      this.view(({ messages }) => messages.filter(({ status }) => status === 'sent').map(({ text }) => text));
    await expect.poll(stored).toEqual(texts);
  }

  /** The page's process dies. */
  async crash(): Promise<void> {
    const crashed = this.page.waitForEvent('crash');
    const browser = await this.page.context().newCDPSession(this.page);
    // It answers no more.
    browser.send('Page.crash').catch(() => {});
    await crashed;
    await this.page.close();
  }

  /** What the SDK keeps on the device, by its keys. */
  kept(): Promise<Record<string, unknown>> {
    return this.frame.evaluate(readKept);
  }

  /** Resolves once the device keeps so many unsent messages. */
  async keeps(count: number): Promise<void> {
    const unsent = async (): Promise<number> => {
      const kept = Object.entries(await this.kept());
      const [, list] = kept.find(([key]) => key.startsWith('outbox ')) ?? [];
      return Array.isArray(list) ? list.length : 0;
    };
    await expect.poll(unsent).toBe(count);
  }

  /** Stops the page's clock, which was faked before it opened, `milliseconds` from now. What is due by then happens once. */
  async pause(milliseconds = 1_000): Promise<void> {
    const now = await this.page.evaluate(() => Date.now());
    await this.page.clock.pauseAt(now + milliseconds);
  }
}

/** Runs in the page. */
function readKept(): Promise<Record<string, unknown>> {
  return new Promise((resolve) => {
    const opening = indexedDB.open('chat-room-element');
    // It is the SDK's to make.
    opening.onupgradeneeded = () => opening.transaction?.abort();
    opening.onerror = () => resolve({});
    opening.onsuccess = () => {
      const found: Record<string, unknown> = {};
      const cursor = opening.result.transaction('kept').objectStore('kept').openCursor();
      cursor.onsuccess = () => {
        const { result: at } = cursor;
        if (at) {
          found[String(at.key)] = at.value;
          at.continue();
        } else {
          opening.result.close();
          resolve(found);
        }
      };
    };
  });
}
