import type { ReactiveController, ReactiveControllerHost } from 'lit';
import {
  type ChatError,
  type ChatErrorCode,
  codePoints,
  LIMITS,
  type Message,
  type Timeline,
} from '../client/index.js';
import type { Note } from './languages/strings.js';
import { barOf } from './rights.js';
import type { RoomController } from './room.js';
import { draftKeys, eraseDrafts, readDraft, writeDraft } from './stored-draft.js';
import { storedAt, timelineOf } from './timeline.js';

interface Entry {
  readonly text: string;
  /** Whether it was handed to the room, which does not show it yet. */
  readonly isWaiting?: boolean;
  /** Whether it came back by itself just now, maybe under a key or a click that was meant for the edit before it. */
  readonly isUnasked?: boolean;
  readonly note?: Note;
}

/** A stored message that gets another text. */
interface Edited {
  /** The room's own key, and that of the message's text. */
  readonly place: string;
  readonly key: string;
  /** As it was when the edit began. */
  readonly message: Message;
}

const EMPTY: Entry = { text: '' };

/** Longer than a key or a click is on its way that was meant for what stood here before. */
const UNASKED_MS = 1_000;

/** What a refused edit means. */
const MEANT = { not_found: 'gone', forbidden: 'uneditable' } as const;

type Host = ReactiveControllerHost & { readonly api: string };

/** Lets the text be seen at once: a key that is pressed before the next frame goes on from there. */
type Show = () => void;

/**
 * What is typed and not yet shown as a message: one text for each user and room, and one for a message that gets another text, which
 * stands before the first meanwhile. A reload, and a crash, leave them; what was typed for a message goes when that is deleted.
 */
export class Draft implements ReactiveController {
  readonly #host: Host;
  readonly #room: RoomController;
  readonly #show: Show;
  readonly #entries = new Map<string, Entry>();
  /** What was looked through for deleted messages. */
  #timeline: Timeline | undefined;
  #edited: Edited | undefined;

  constructor(host: Host, room: RoomController, show: Show) {
    this.#host = host;
    this.#room = room;
    this.#show = show;
    host.addController(this);
  }

  /** Deleted text stays nowhere on this device, also where an edit of it was begun on another page. */
  hostUpdate(): void {
    const timeline = timelineOf(this.#room.source);
    if (timeline === this.#timeline) return;
    const place = this.#keyOf();
    if (!place) return;
    this.#timeline = timeline;
    const prefix = `${place.slice(0, -1)},`;
    const edits = [...this.#entries.keys(), ...draftKeys()].filter((key) => key.startsWith(prefix));
    const timestampOf = (key: string): number => Number(key.slice(prefix.length, -1));
    this.#erase(edits.filter((key) => storedAt(timeline, timestampOf(key))?.deleted));
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

  /** Why nothing can be written for now, whatever is typed. */
  get bar(): ChatErrorCode | undefined {
    return this.#room.source && barOf(this.#room.source);
  }

  /** When slow mode lets the next message be sent. An edit need not wait. */
  get sendableAt(): number {
    return (!this.editing && this.#room.source?.sendableAt) || 0;
  }

  get sendable(): boolean {
    const { isWaiting, isUnasked } = this.#entry;
    const isFree = !isWaiting && !isUnasked && !this.bar && this.sendableAt <= Date.now();
    return isFree && this.text.trim() !== '' && this.left >= 0;
  }

  /** The message that gets another text, also while the room does not hold it. */
  get editing(): Message | undefined {
    const edited = this.#edited;
    if (!edited || edited.place !== this.#keyOf()) return undefined;
    return storedAt(timelineOf(this.#room.source), edited.message.timestamp) ?? edited.message;
  }

  type(text: string): void {
    this.#keep(this.#key, { text });
  }

  /** Tells something until the next input, or nothing any more. */
  note(note: Note | undefined): void {
    const { note: _, ...entry } = this.#entry;
    this.#keep(this.#key, { ...entry, ...(note && { note }) });
  }

  edit(message: Message): void {
    const place = this.#keyOf();
    const key = this.#keyOf(message.timestamp);
    if (!place || !key) return;
    this.#edited = { place, key, message };
    this.#entries.delete(key);
    this.#changed();
  }

  /** Leaves the message as it is; what was typed before stands here again. */
  cancel(): void {
    if (this.editing) this.#leave(this.#key);
  }

  /** Hands the text to the room. The room showing it lets go of it here; while it does not, it stays. */
  async send(): Promise<void> {
    const { source } = this.#room;
    const { editing, text } = this;
    const key = this.#key;
    if (!source || !key || !this.sendable) return;
    const typed = text.trim();
    if (editing) {
      if (typed === editing.text) this.cancel();
      else await this.#save(key, text, source.edit?.(editing.timestamp, typed));
      return;
    }
    const before = timelineOf(source);
    const sent = source.send(typed).then(
      () => undefined,
      ({ code }: ChatError): Note => (code === 'outbox_full' ? code : 'unsendable'),
    );
    if (timelineOf(source) !== before) {
      this.#keep(key, EMPTY);
      return;
    }
    this.#keep(key, { text, isWaiting: true });
    const note = await sent;
    if (this.#waits(key, text)) this.#keep(key, note ? { text, note } : EMPTY);
  }

  async #save(key: string, text: string, saved: Promise<Message> | undefined): Promise<void> {
    this.#keep(key, { text, isWaiting: true });
    const note = await this.#room.act(saved, MEANT);
    if (note === 'gone') this.#erase([key]);
    if (!this.#waits(key, text)) return;
    if (note) this.#keep(key, { ...this.#entries.get(key), text, isWaiting: false });
    else this.#leave(key);
  }

  /** Forgets what was typed for messages that are gone. Where that was under way, what was typed before is not to be sent by mistake. */
  #erase(keys: readonly string[]): void {
    eraseDrafts(keys);
    for (const key of keys) this.#entries.delete(key);
    const edited = this.#edited;
    if (!edited || !keys.includes(edited.key)) return;
    this.#edited = undefined;
    const { place } = edited;
    this.#keep(place, { ...this.#entryOf(place), isUnasked: true, note: 'gone' });
    setTimeout(() => this.#keep(place, { ...this.#entryOf(place), isUnasked: false }), UNASKED_MS);
  }

  #leave(key: string | undefined): void {
    if (this.#edited?.key === key) this.#edited = undefined;
    this.#keep(key, EMPTY);
  }

  /** Whether it still stands as it was handed to the room. */
  #waits(key: string, text: string): boolean {
    const entry = this.#entries.get(key);
    return entry?.isWaiting === true && entry.text === text;
  }

  get #key(): string | undefined {
    return this.editing ? this.#edited?.key : this.#keyOf();
  }

  /** Of what is typed for the room, or for a message in it. */
  #keyOf(...timestamp: readonly number[]): string | undefined {
    const { source } = this.#room;
    return source && JSON.stringify([this.#host.api, source.user.id, source.id, ...timestamp]);
  }

  get #entry(): Entry {
    const key = this.#key;
    return key ? this.#entryOf(key, this.editing?.text) : EMPTY;
  }

  /** `text` stands there as long as nothing is typed. */
  #entryOf(key: string, text = ''): Entry {
    const entry = this.#entries.get(key) ?? { text: readDraft(key) || text };
    this.#entries.set(key, entry);
    return entry;
  }

  #keep(key: string | undefined, entry: Entry): void {
    if (!key) return;
    // Another box of this room may have typed: only what is typed here replaces that.
    if (entry.text !== this.#entries.get(key)?.text) writeDraft(key, entry.text);
    this.#entries.set(key, entry);
    this.#changed();
  }

  #changed(): void {
    this.#host.requestUpdate();
    this.#show();
  }
}
