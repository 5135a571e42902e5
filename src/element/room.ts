import type { ReactiveController, ReactiveControllerHost } from 'lit';
import {
  ChatError,
  type ChatErrorCode,
  type Gap,
  type Message,
  type RoomSource,
  type User,
} from '../client/index.js';
import { guestId, guestTag } from './guest.js';
import type { LanguageController } from './language.js';
import type { Note } from './languages/strings.js';
import { leaseRoom } from './rooms.js';
import { type Flaw, findFlaw, type Settings, settingsOf, type Told } from './settings.js';
import { timelineOf } from './timeline.js';

type Host = ReactiveControllerHost & HTMLElement & Told & { readonly source: RoomSource | undefined };

type Fill = 'loading' | 'failed' | 'done';

type Meaning = Readonly<Partial<Record<ChatErrorCode, Note>>>;

/** A box that is taken out keeps its room so long: pages move boxes, and swap them as they navigate. */
export const GRACE_MS = 5_000;

/** What the room tells that is no part of what it holds. */
interface RoomListener {
  /** A message arrived that is not one's own. */
  message(message: Message): void;
  /** What is to be told of something that was not done; undefined takes that back. */
  note(note: Note | undefined): void;
}

/**
 * The room that the element shows: the one handed to it, or one opened from its attributes and closed again when they
 * change or the element leaves the document. Knows nothing of how it is shown.
 */
export class RoomController implements ReactiveController {
  /** Absent while an attribute keeps the room from being shown, and outside the document. */
  source: RoomSource | undefined;
  flaw: Flaw | undefined;
  /** Whether the page before the first message could not be had; it is not asked for again by itself. */
  olderFailed = false;
  /** How it goes with the gaps that the user wants filled, by what stays of a gap: its lower end. A change makes a new map. */
  fills: ReadonlyMap<number, Fill> = new Map();

  readonly #host: Host;
  readonly #language: LanguageController;
  readonly #listener: RoomListener;
  #shown: RoomSource | string | undefined;
  #token = '';
  #leave: () => void = () => {};
  #leaving: ReturnType<typeof setTimeout> | undefined;
  #loadingOlder = false;

  constructor(host: Host, language: LanguageController, listener: RoomListener) {
    this.#host = host;
    this.#language = language;
    this.#listener = listener;
    host.addController(this);
  }

  hostConnected(): void {
    clearTimeout(this.#leaving);
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#leaving = setTimeout(() => this.#show(undefined), GRACE_MS);
  }

  hostUpdate(): void {
    const { source, token } = this.#host;
    this.#show(source ?? JSON.stringify(settingsOf(this.#host)));
    if (token === this.#token) return;
    this.#token = token;
    // A room that goes on asks for it when it needs one; one that a token failed asks no more.
    if (!source && this.source?.status.current === 'failed') this.source.reconnect();
  }

  /** Loads the page before the first message, unless that is under way or failed. */
  async loadOlder(): Promise<void> {
    const { source } = this;
    if (!source?.loaded || !source.hasOlder || this.#loadingOlder || this.olderFailed) return;
    const messages = timelineOf(source);
    this.#loadingOlder = true;
    const failed = await source.loadOlder().then(
      // A page that brings nothing and ends nothing would be asked for for ever.
      () => source.hasOlder && timelineOf(source) === messages,
      () => true,
    );
    if (source !== this.source) return;
    this.#loadingOlder = false;
    this.olderFailed = failed;
    this.#host.requestUpdate();
  }

  retryOlder(): void {
    this.olderFailed = false;
    this.#host.requestUpdate();
    void this.loadOlder();
  }

  /** What is read comes near a gap: it is filled from there, unless that failed before. */
  approach(gap: Gap, from: 'start' | 'end'): void {
    if (this.fills.get(gap.after) !== 'failed') void this.fill(gap, from);
  }

  /** Loads the page at an end of a gap, the upper one if none is named, unless that is under way. */
  async fill(gap: Gap, from?: 'start' | 'end'): Promise<void> {
    const { source } = this;
    if (this.fills.get(gap.after) === 'loading') return;
    this.#mark(gap, 'loading');
    const fill = await gap.fill(from).then(
      () => 'done' as const,
      () => 'failed' as const,
    );
    if (source === this.source) this.#mark(gap, fill);
  }

  /** Sends a message again that failed. Its row says whether that did, too. */
  resend(id: string): void {
    this.source?.retry(id).catch(() => {});
  }

  /** Takes a message away that is not stored, unless it is being sent after all: then its row says what becomes of it. */
  discard(id: string): void {
    try {
      this.source?.discard(id);
    } catch {
      this.#listener.note('under_way');
    }
  }

  /**
   * Does what is asked of the room; if that fails, the user is told what this resolves with: the error's code, or what `meant` has for it.
   * A proxy's answer means nothing of that.
   */
  async act(asked: Promise<unknown> | undefined, meant: Meaning = {}): Promise<Note | undefined> {
    this.#listener.note(undefined);
    try {
      await asked;
      return undefined;
    } catch (error) {
      const { code, cause } = error as ChatError;
      const note = (cause === undefined && meant[code]) || code;
      this.#listener.note(note);
      return note;
    }
  }

  #mark({ after }: Gap, fill: Fill): void {
    this.fills = new Map(this.fills).set(after, fill);
    this.#host.requestUpdate();
  }

  #show(wanted: RoomSource | string | undefined): void {
    if (wanted === this.#shown) return;
    const leave = this.#leave;
    this.#leave = () => {};
    this.#shown = wanted;
    this.source = this.flaw = undefined;
    this.olderFailed = this.#loadingOlder = false;
    this.fills = new Map();
    if (typeof wanted === 'object') this.#enter(wanted);
    else if (wanted !== undefined) this.#open();
    // Last, so that the next room of the same user finds the client.
    leave();
  }

  #open(): void {
    const settings = settingsOf(this.#host);
    this.flaw = findFlaw(settings);
    if (this.flaw) return;
    try {
      const { room, end } = leaseRoom(this.#host, settings, () => this.#userOf(settings));
      this.#enter(room);
      const stop = this.#leave;
      this.#leave = () => {
        stop();
        end();
      };
      // What failed another box may be over for this one.
      if (room.status.current === 'failed') room.reconnect();
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      this.flaw = { kind: 'refused', detail: error.message };
    }
  }

  #enter(source: RoomSource): void {
    const update = () => this.#host.requestUpdate();
    const stops = [
      source.on('change', update),
      source.on('message', (message) => this.#listener.message(message)),
      source.on('error', ({ code }) => {
        if (code === 'storage_unavailable') this.#listener.note(code);
      }),
      source.on('status', ({ current }) => {
        // What the line kept from loading is worth another try once the line is back.
        if (current === 'connected') this.olderFailed = false;
        update();
      }),
    ];
    this.#leave = () => {
      for (const stop of stops) stop();
    };
    this.source = source;
  }

  #userOf({ userId, name }: Omit<Settings, 'room'>): User {
    if (userId) return { id: userId, name: name || [...userId].slice(0, 80).join('') };
    const id = guestId();
    return { id, name: name || this.#language.current.words.guest(guestTag(id)) };
  }
}
