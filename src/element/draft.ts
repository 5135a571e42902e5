import type { ReactiveControllerHost } from 'lit';
import { type ChatError, codePoints, LIMITS } from '../client/index.js';
import type { RoomController } from './room.js';
import { readDraft, writeDraft } from './stored-draft.js';
import type { Note } from './strings.js';

interface Entry {
  readonly text: string;
  /** Whether it was handed to the room, which does not show it yet. */
  readonly isWaiting?: boolean;
  readonly note?: Note;
}

const EMPTY: Entry = { text: '' };

type Host = ReactiveControllerHost & { readonly api: string };

/** What is typed and not yet shown as a message: one text for each user and room. A reload, and a crash, leave it. */
export class Draft {
  readonly #host: Host;
  readonly #room: RoomController;
  readonly #entries = new Map<string, Entry>();

  constructor(host: Host, room: RoomController) {
    this.#host = host;
    this.#room = room;
  }

  get text(): string {
    return this.#entry.text;
  }

  /** What is to be told until the next input. */
  get told(): Note | undefined {
    return this.#entry.note;
  }

  /** Characters until the limit; negative beyond it. */
  get left(): number {
    return LIMITS.text - codePoints(this.text.trim());
  }

  get sendable(): boolean {
    return !this.#entry.isWaiting && this.text.trim() !== '' && this.left >= 0;
  }

  type(text: string): void {
    this.#keep(this.#key, { text });
  }

  note(note: Note): void {
    this.#keep(this.#key, { ...this.#entry, note });
  }

  /** Hands the text to the room. The room showing it lets go of it here; while it does not, it stays. */
  async send(): Promise<void> {
    const { source } = this.#room;
    const key = this.#key;
    if (!source || !key || !this.sendable) return;
    const { text } = this;
    const { messages } = source;
    const sent = source.send(text.trim()).then(
      () => undefined,
      ({ code }: ChatError): Note => (code === 'outbox_full' ? code : 'unsendable'),
    );
    if (source.messages !== messages) {
      this.#keep(key, EMPTY);
      return;
    }
    this.#keep(key, { text, isWaiting: true });
    const note = await sent;
    const now = this.#entries.get(key);
    if (now?.isWaiting && now.text === text) this.#keep(key, note ? { text, note } : EMPTY);
  }

  get #key(): string | undefined {
    const { source } = this.#room;
    return source && JSON.stringify([this.#host.api, source.user.id, source.id]);
  }

  get #entry(): Entry {
    const key = this.#key;
    if (!key) return EMPTY;
    let entry = this.#entries.get(key);
    if (!entry) {
      entry = { text: readDraft(key) };
      this.#entries.set(key, entry);
    }
    return entry;
  }

  #keep(key: string | undefined, entry: Entry): void {
    if (!key) return;
    // Another box of this room may have typed: only what is typed here replaces that.
    if (entry.text !== this.#entries.get(key)?.text) writeDraft(key, entry.text);
    this.#entries.set(key, entry);
    this.#host.requestUpdate();
  }
}
