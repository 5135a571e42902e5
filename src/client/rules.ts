import type { Item, RoomSettings } from '../contract/index.js';

/** Something that was set, and the place in the log where it was. */
interface Word {
  readonly at: number;
  readonly value: number;
}

/** What moderators set for a room, as far as it was read: of two words on the same the one higher in the log is the newer. */
export class Rules {
  readonly #user: string;
  readonly #words = new Map<keyof RoomSettings, Word>();
  readonly #bans = new Map<string, Word>();
  #settings: RoomSettings | undefined;
  #banned: readonly string[] = Object.freeze([]);
  /** The place of the user's newest message. */
  #sentAt = 0;
  /** How far the server's clock is ahead of the device's, as far as it shows: no device's clock is right. */
  #ahead = 0;

  /** `user` is the id of whom slow mode may make wait. */
  constructor(user: string) {
    this.#user = user;
  }

  /** The same object while nothing changed; `undefined` until something was read of it. */
  get settings(): RoomSettings | undefined {
    return this.#settings;
  }

  /** A frozen snapshot; the same array while nothing changed. */
  get banned(): readonly string[] {
    return this.#banned;
  }

  /** When slow mode lets the user send again, by the device's clock; `undefined` where it does not hold them up. */
  get sendableAt(): number | undefined {
    const slow = this.#settings?.slow;
    return slow && this.#sentAt ? this.#sentAt + slow * 1_000 - this.#ahead : undefined;
  }

  /**
   * Items of the log, in any order and any number of times; `written` is when, by the device's clock, where that is known. Whether they
   * changed anything.
   */
  take(items: readonly Item[], written?: number): boolean {
    for (const { kind, timestamp, user_id, subject = '', seconds: value = 0 } of items) {
      this.#passed(timestamp, written);
      switch (kind) {
        case undefined:
          if (user_id === this.#user) this.#sentAt = Math.max(this.#sentAt, timestamp);
          break;
        case 'freeze':
        case 'unfreeze':
          newest(this.#words, 'frozen', { at: timestamp, value: kind === 'freeze' ? 1 : 0 });
          break;
        case 'slow':
          newest(this.#words, 'slow', { at: timestamp, value });
          break;
        case 'ban':
        case 'unban':
          if (subject) newest(this.#bans, subject, { at: timestamp, value: kind === 'ban' ? 1 : 0 });
      }
    }
    return items.some(({ kind }) => kind !== undefined) && this.#update();
  }

  /** As the server had it when its log ended at this timestamp. Whether that is another than before. */
  hear({ frozen, slow }: RoomSettings, at: number): boolean {
    this.#passed(at);
    newest(this.#words, 'frozen', { at, value: frozen ? 1 : 0 });
    newest(this.#words, 'slow', { at, value: slow });
    return this.#update();
  }

  /** The server's clock stood there at some time between `written` and now: what is known of it need not be wrong beyond that. */
  #passed(timestamp: number, written = 0): void {
    this.#ahead = Math.max(timestamp - Date.now(), Math.min(this.#ahead, timestamp - written));
  }

  #update(): boolean {
    const { settings, banned } = this;
    const frozen = this.#words.get('frozen')?.value === 1;
    const slow = this.#words.get('slow')?.value ?? 0;
    if (this.#words.size > 0 && (settings?.frozen !== frozen || settings.slow !== slow)) {
      this.#settings = Object.freeze({ frozen, slow });
    }
    const out = [...this.#bans].filter(([, { value }]) => value === 1).map(([user]) => user);
    if (JSON.stringify(out) !== JSON.stringify(banned)) this.#banned = Object.freeze(out);
    return settings !== this.#settings || banned !== this.#banned;
  }
}

function newest<Key>(words: Map<Key, Word>, key: Key, word: Word): void {
  if (word.at >= (words.get(key)?.at ?? 0)) words.set(key, word);
}
