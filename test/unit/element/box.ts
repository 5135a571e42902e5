import { fixtureSync, nextFrame } from '@open-wc/testing';
import { useFakeTimers } from 'sinon';
import '../../../src/element/define.js';
import type { ChatRoomElement } from '../../../src/element/chat-room.js';
import type { FakeRoom } from './fake-room.js';

/** What one test leaves in storage is no draft of the next one's. */
afterEach(() => localStorage.clear());

/** One `<chat-room>` as its user meets it: found by role and name, never by class. */
export class Box {
  readonly element: ChatRoomElement;

  constructor(element: ChatRoomElement) {
    this.element = element;
  }

  /** Puts a box that shows `source`, or what the attributes say, into the page. */
  static async show(source?: FakeRoom, attributes: Readonly<Record<string, string>> = {}): Promise<Box> {
    const element = document.createElement('chat-room');
    for (const [name, value] of Object.entries({ lang: 'en', ...attributes })) {
      element.setAttribute(name, value);
    }
    element.source = source;
    fixtureSync<HTMLDivElement>('<div></div>').append(element);
    const box = new Box(element);
    await box.settled();
    return box;
  }

  /** All that was to happen at once has happened: updates, and what follows from sizes. */
  async settled(): Promise<void> {
    do {
      while (!(await this.element.updateComplete));
      await nextFrame();
      // What a box loads when it first needs it.
      await import('../../../src/element/announcer/announcer.js');
      await import('../../../src/element/avatars.js');
      await import('../../../src/element/links.js');
      await import('../../../src/element/launcher/launcher.js');
      await import('../../../src/element/tools/tools.js');
      await import('../../../src/element/viewport.js');
      await nextFrame();
    } while (this.element.isUpdatePending);
  }

  /** Takes the box out of the page, where it has been for so many milliseconds by its own clock. */
  takeOut(ms: number): void {
    const clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldClearNativeTimers: true });
    this.element.remove();
    clock.tick(ms);
    clock.restore();
  }

  get text(): string {
    return (this.get('section').textContent ?? '').replaceAll(/\s+/g, ' ').trim();
  }

  get list(): HTMLElement {
    return this.get('[role="log"]');
  }

  get composer(): HTMLTextAreaElement {
    return this.get<HTMLTextAreaElement>('textarea');
  }

  /** What is told about the text being typed. */
  get hint(): string {
    return this.get(`#${this.composer.getAttribute('aria-describedby')}`).textContent ?? '';
  }

  /** What the header says of the connection. */
  get state(): string {
    return this.get('header .state').textContent ?? '';
  }

  get alert(): string | undefined {
    return this.find('[role="alert"]')?.textContent?.trim();
  }

  get rows(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>('.row')];
  }

  get texts(): string[] {
    return this.rows.map((row) => row.querySelector('p')?.textContent ?? '');
  }

  /** What stands in the list, top to bottom. */
  get lines(): string[] {
    const { children } = this.list.firstElementChild as Element;
    return [...children].map(({ textContent }) => textContent.replaceAll(/\s+/g, ' ').trim());
  }

  hasFocus(element: Element): boolean {
    return this.element.shadowRoot?.activeElement === element;
  }

  button(name: string | RegExp): HTMLButtonElement {
    const found = this.findButton(name);
    if (!found) throw new Error(`no button is named ${name}`);
    return found;
  }

  findButton(name: string | RegExp): HTMLButtonElement | undefined {
    const buttons = [...this.element.renderRoot.querySelectorAll('button')];
    return buttons.find((button) => {
      const label = button.getAttribute('aria-label') ?? button.textContent?.trim() ?? '';
      return typeof name === 'string' ? label === name : name.test(label);
    });
  }

  get<E extends HTMLElement = HTMLElement>(selector: string): E {
    const found = this.find<E>(selector);
    if (!found) throw new Error(`no element matches ${selector}`);
    return found;
  }

  find<E extends HTMLElement = HTMLElement>(selector: string): E | null {
    return this.element.renderRoot.querySelector<E>(selector);
  }

  async type(text: string): Promise<void> {
    this.composer.value = text;
    this.composer.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await this.settled();
  }

  async click(name: string | RegExp): Promise<void> {
    this.button(name).click();
    await this.settled();
  }

  /** Presses a key in the composer; true if the browser would go on to do what the key does there. */
  async press(key: string, init: KeyboardEventInit = {}): Promise<boolean> {
    const event = { key, bubbles: true, composed: true, cancelable: true, ...init };
    const goesOn = this.composer.dispatchEvent(new KeyboardEvent('keydown', event));
    await this.settled();
    return goesOn;
  }

  /** What can be chosen in the menu that is open; undefined while none is. */
  get choices(): string[] | undefined {
    const menu = this.find('[role="menu"]');
    const items = menu?.querySelectorAll('[role^="menuitem"]');
    return items && [...items].map(({ textContent }) => textContent.trim());
  }

  /** Opens the menu of the row with this text, or of the room, and chooses one thing after another. */
  async choose(text: string | undefined, ...choices: readonly string[]): Promise<void> {
    const place = text === undefined ? this.get('header') : this.row(text);
    const more = place.querySelector<HTMLElement>('[aria-haspopup="menu"]');
    if (!more) throw new Error(`nothing can be done with ${text ?? 'the room'}`);
    more.click();
    await this.settled();
    for (const choice of choices) await this.click(choice);
  }

  /** Whether there is a menu for the row with this text. */
  hasMenu(text: string): boolean {
    return this.row(text).querySelector('[aria-haspopup="menu"]') !== null;
  }

  row(text: string): HTMLElement {
    const found = this.rows.find((row) => row.querySelector('p')?.textContent === text);
    if (!found) throw new Error(`no row says ${text}`);
    return found;
  }

  async scrollTo(top: number): Promise<void> {
    this.list.scrollTop = top;
    await this.settled();
  }

  get isAtEnd(): boolean {
    const { scrollTop, scrollHeight, clientHeight } = this.list;
    return Math.abs(scrollHeight - clientHeight - scrollTop) <= 1;
  }
}
