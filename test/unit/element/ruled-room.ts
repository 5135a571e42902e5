import { ChatError, type Message, type Right } from '../../../src/client/index.js';
import { FakeRoom } from './fake-room.js';

/**
 * A room of a backend with tokens, where things can be changed. What it is asked for stands in `calls` and is done at once, unless
 * `refuse` names the code of an error, which `isForeign` says is none of the backend's, or `holds` says to wait for `answer()`.
 */
export class RuledRoom extends FakeRoom {
  refuse: ChatError['code'] | undefined;
  isForeign = false;
  holds = false;
  answer: () => void = () => {};

  constructor(rights: readonly Right[], options: ConstructorParameters<typeof FakeRoom>[0] = {}) {
    super(options);
    this.rule({ rights, settings: { frozen: false, slow: 0 }, banned: [] });
  }

  edit(timestamp: number, text: string): Promise<Message> {
    return this.#do(`edit ${text}`, () =>
      this.replace(this.#at(timestamp), { text, editedAt: timestamp + 1 }),
    );
  }

  delete(timestamp: number): Promise<Message> {
    const message = this.#at(timestamp);
    return this.#do(`delete ${message.text}`, () => this.replace(message, { text: '', deleted: true }));
  }

  ban(userId: string): Promise<void> {
    return this.#do(`ban ${userId}`, () => this.rule({ banned: [...(this.banned ?? []), userId] }));
  }

  unban(userId: string): Promise<void> {
    return this.#do(`unban ${userId}`, () => this.rule({ banned: [] }));
  }

  freeze(frozen: boolean): Promise<void> {
    return this.#do(`freeze ${frozen}`, () =>
      this.rule({ settings: { frozen, slow: this.settings?.slow ?? 0 } }),
    );
  }

  slow(seconds: number): Promise<void> {
    const { frozen = false } = this.settings ?? {};
    return this.#do(`slow ${seconds}`, () => this.rule({ settings: { frozen, slow: seconds } }));
  }

  #at(timestamp: number): Message {
    const message = this.messages.find((other) => other.timestamp === timestamp);
    if (!message) throw new Error(`there is no message at ${timestamp}`);
    return message;
  }

  async #do<Done>(call: string, done: () => Done): Promise<Done> {
    this.calls.push(call);
    if (this.holds) {
      await new Promise<void>((resolve) => {
        this.answer = resolve;
      });
    }
    const cause = this.isForeign ? new Error('HTTP status 403') : undefined;
    if (this.refuse) throw new ChatError(this.refuse, `unable to ${call}; no`, { cause });
    return done();
  }
}
