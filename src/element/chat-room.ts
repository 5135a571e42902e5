import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { GetToken, Message, RoomSource } from '../client/index.js';
import { adopt } from './adopt.js';
import { Countdown } from './countdown.js';
import { Draft } from './draft.js';
import { nextFrame } from './frame.js';
import { icon } from './icons.js';
import { keepKeys } from './keep-keys.js';
import { Keys } from './keys.js';
import { type Language, LanguageController } from './language.js';
import type { AllStrings } from './languages/strings.js';
import { Optional } from './optional.js';
import { renderComposer } from './parts/composer.js';
import { renderHeader } from './parts/header.js';
import { renderList } from './parts/list.js';
import { renderOutage } from './parts/outage.js';
import type { RenderMessage } from './render-message.js';
import { slowOf } from './rights.js';
import { RoomController } from './room.js';
import { ScrollController } from './scroll.js';
import { styles } from './styles/index.js';
import { placeAt, storedAt, timelineOf } from './timeline.js';
import { Unread } from './unread.js';

export type { MessagePlace, RenderMessage } from './render-message.js';

/**
 * One room's chat box.
 *
 * @attr {string} api - Where `GET` and `PUT /chat` are: an absolute http(s) address.
 * @attr {string} socket - The WebSocket address.
 * @attr {string} room - The room's id, in any script. Changing it changes the room.
 * @attr {string} user-id - Who writes. Without it the visitor is a guest, the same one for as long as the browser remembers.
 * @attr {string} name - The name that others see.
 * @attr {string} token - A room token, for a backend that wants one. It says the user's name and, without `user-id`, the user's id.
 * @attr {string} lang - The language of the box: `en`, `ko`, `ja`, `zh`, `es`, `fr`, `de` or `ar`; without it that of the page.
 * @attr {'inline' | 'launcher' | 'page'} mode - In its place in the page; a floating button that opens a panel, on phones a sheet; or all
 *   of its parent, of the screen where that has no height of its own.
 * @attr {'auto' | 'light' | 'dark'} theme - `auto` follows the page's `color-scheme`.
 * @attr {'all' | 'mentions' | 'off'} announce - Which of others' messages a screen reader reads as they come: all, those that name the user, or none.
 * @slot header - In place of the room's name and the state of its connection.
 * @slot footer - Under the composer.
 * @slot empty - In place of the words of a room without messages.
 * @slot avatar - With `data-user`, in place of that user's initial.
 * @cssproperty [--chat-accent] - The colour that others are derived from; THEMING.md has them all, and the parts.
 */
export class ChatRoomElement extends LitElement {
  static override readonly styles = styles;

  static override readonly properties: PropertyDeclarations = {
    api: {},
    socket: {},
    room: {},
    userId: { attribute: 'user-id' },
    name: {},
    mode: { reflect: true, useDefault: true },
    theme: { reflect: true, useDefault: true },
    announce: {},
    token: {},
    getToken: { attribute: false },
    source: { attribute: false },
    strings: { attribute: false },
    renderMessage: { attribute: false },
    open: { state: true },
  };

  /** Every element has the property `lang`; what is new is to follow its changes. */
  static override get observedAttributes(): string[] {
    // biome-ignore lint/complexity/noThisInStatic: Lit's own getter works on the class that it is asked of.
    return [...super.observedAttributes, 'lang'];
  }

  api = '';
  socket = '';
  room = '';
  userId = '';
  name = '';
  mode: 'inline' | 'launcher' | 'page' = 'inline';
  theme: 'auto' | 'light' | 'dark' = 'auto';
  announce: 'all' | 'mentions' | 'off' = 'all';
  token = '';
  /** Gets a room token each time that one is needed, for a box that lives longer than one is good for. Needs `user-id`, or `token`. */
  getToken: GetToken | undefined;
  /** A room to show instead of one made from the attributes. The element never closes it. */
  source: RoomSource | undefined;
  /** Words of the page's own, in place of those of the language: some or all, also for a language that the box does not speak. */
  strings: Partial<AllStrings> | undefined;
  /** Makes what stands in a message's bubble. */
  renderMessage: RenderMessage | undefined;

  private open = false;

  readonly #language = new LanguageController(this);
  readonly #room = new RoomController(this, this.#language, {
    message: (message) => this.#unread.arrived(message, this.#scroll.isEndInSight),
    note: (note) => this.#draft.note(note),
  });
  readonly #unread = new Unread(this);
  readonly #scroll = new ScrollController(this, this.#room, this.#unread, () =>
    this.#tools.loaded?.menu.close(),
  );
  readonly #keys = new Keys(this, this.#scroll);
  readonly #countdown = new Countdown(this, this.#room);
  readonly #draft = new Draft(this, this.#room, () => this.#showDraft());

  readonly #update = (): void => this.requestUpdate();
  readonly #links = new Optional(() => import('./links.js'), this.#update);
  readonly #avatars = new Optional(async () => {
    const { Avatars } = await import('./avatars.js');
    return new Avatars(this);
  }, this.#update);
  readonly #launcher = new Optional(async () => {
    const { Look, launcherStyles, panelStyles, renderLauncher } = await import('./launcher/launcher.js');
    adopt(this, launcherStyles);
    adopt(this, panelStyles);
    new Look(this, this.#room, this.#unread, () => this.open);
    return renderLauncher;
  }, this.#update);
  readonly #viewport = new Optional(
    async () => new (await import('./viewport.js')).Viewport(this),
    () => {},
  );
  readonly #tools = new Optional(async () => {
    const { Tools } = await import('./tools/tools.js');
    return new Tools(this, this.#room, this.#edit);
  }, this.#update);

  readonly #announcer = new Optional(async () => {
    const { Announcer } = await import('./announcer/announcer.js');
    return new Announcer(this, this.#room, this.#draft, this.#language);
  }, this.#update);

  constructor() {
    super();
    keepKeys(this);
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (name === 'lang') this.requestUpdate();
  }

  /**
   * Brings the message of this timestamp into sight. What is not loaded is loaded, with what stands around it; resolves with whether the
   * message is there. Rejects with a `ChatError` where it cannot be loaded.
   */
  async showMessage(timestamp: number): Promise<boolean> {
    const { source } = this.#room;
    if (!source) return false;
    if (!storedAt(timelineOf(source), timestamp)) await source.loadAround?.(timestamp);
    const timeline = timelineOf(source);
    if (source !== this.#room.source || !storedAt(timeline, timestamp)) return false;
    this.#scroll.show(placeAt(timeline, timestamp));
    await this.updateComplete;
    return true;
  }

  /** Opens the panel of a launcher, or closes it. The focus goes along. */
  async toggle(): Promise<void> {
    this.open = !this.open;
    await this.updateComplete;
    this.#focus(this.open ? 'textarea' : '.launcher');
  }

  /** A launcher is complete with its button. */
  protected override async getUpdateComplete(): Promise<boolean> {
    const isComplete = await super.getUpdateComplete();
    if (this.mode !== 'launcher' || this.#launcher.loaded) return isComplete;
    await this.#launcher.asked();
    return super.getUpdateComplete();
  }

  /** News is shown once a frame, however much of it comes. */
  protected override async scheduleUpdate(): Promise<void> {
    if (!this.hasUpdated) await this.#language.ready();
    else if (!this.#scroll.isBare) await nextFrame();
    super.scheduleUpdate();
  }

  /** Outside the document nothing has a size. */
  protected override shouldUpdate(): boolean {
    return this.isConnected;
  }

  /** What an update takes away, or moves, leaves the focus, if it had it, in the box: with its message, where that stays. */
  protected override performUpdate(): void {
    const root = this.shadowRoot;
    const focused = root?.activeElement;
    const row = focused?.closest<HTMLElement>('.row');
    super.performUpdate();
    this.#showDraft();
    if (!focused || root?.activeElement) return;
    if (!focused.isConnected) this.#tools.loaded?.menu.close();
    const rest = [focused as HTMLElement, row].find((element) => element?.isConnected);
    (rest ?? root?.querySelector<HTMLElement>('.list'))?.focus({ preventScroll: true });
  }

  protected override render(): TemplateResult {
    const language = this.#language.current;
    if (this.open || this.mode === 'page') this.#viewport.need();
    if (this.mode !== 'launcher') return this.#renderBox(language);
    const panel = this.#renderBox(language);
    return this.#launcher.need()?.(this.open, this.#unread.count, language, this.#onToggle, panel) ?? panel;
  }

  #renderBox(language: Language): TemplateResult {
    const { source } = this.#room;
    const panel = this.mode === 'launcher';
    return html`<section
      class="box"
      part="box"
      role=${panel ? 'dialog' : nothing}
      aria-label=${source?.id ?? nothing}
      lang=${language.locale}
      dir=${language.dir}
      ?hidden=${panel && !this.open}
      @keydown=${this.#onKeydown}
    >
      ${source ? this.#renderRoom(source, language) : this.#renderFlaw(language)}
      <slot name="announcer"></slot>
    </section>`;
  }

  #renderRoom(source: RoomSource, language: Language): TemplateResult {
    const { words } = language;
    const room = this.#room;
    const countdown = this.#countdown;
    const view = {
      room,
      source,
      scroll: this.#scroll,
      keys: this.#keys,
      unread: this.#unread.count,
      tools: this.#tools,
      links: this.#links,
      renderMessage: this.renderMessage,
      avatars: this.querySelector(':scope>[slot=avatar]') ? this.#avatars.need() : undefined,
    };
    const slow = slowOf(source);
    // While there is a connection: without one it could not come.
    if (source.status.current !== 'connecting') this.#announcer.need();
    return html`
      ${renderHeader(source, language, this.#tools.loaded)} ${renderOutage(source, countdown, words)}
      ${renderList({ ...view, language, countdown })}
      ${renderComposer({ draft: this.#draft, countdown, slow, words, send: this.#send, leave: this.#keys.toLast })}
      <slot name="footer"></slot><slot name="avatar" hidden @slotchange=${this.#update}></slot>
    `;
  }

  #renderFlaw({ words }: Language): TemplateResult | typeof nothing {
    const { flaw } = this.#room;
    if (!flaw) return nothing;
    return html`<div class="notice" part="notice" role="alert">${icon('alert')}<p>${words[flaw.kind](flaw.detail)}</p></div>`;
  }

  readonly #edit = async (message: Message): Promise<void> => {
    this.#draft.edit(message);
    await this.updateComplete;
    this.#focus('textarea');
  };

  readonly #send = (): void => {
    if (!this.#draft.editing) {
      this.#unread.reset();
      this.#scroll.toEnd();
    }
    void this.#draft.send();
  };

  readonly #onToggle = (): void => void this.toggle();

  readonly #onKeydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing || !this.open) return;
    event.stopPropagation();
    void this.toggle();
  };

  #showDraft(): void {
    const composer = this.renderRoot?.querySelector('textarea');
    // What is typed is there already; to set it again would move the cursor.
    if (composer && composer.value !== this.#draft.text) composer.value = this.#draft.text;
  }

  #focus(selector: string): void {
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
  }
}
