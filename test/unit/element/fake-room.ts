import {
  ChatError,
  type Gap,
  type Message,
  type Right,
  type RoomEvents,
  type RoomSettings,
  type RoomSource,
  type RoomState,
  type RoomStatus,
  type User,
} from '../../../src/client/index.js';

/**
 * A room in memory, whose test says what happens. How to use it, most common first:
 *
 * - `new FakeRoom({ messages })` is loaded and connected; `new FakeRoom({ loaded: false })` is still on its way;
 * - `receive(…)` is another user's news, `add(…)` history, `jump(…)` all there is from now on, `become(state)` the connection;
 * - `send` shows a message as *sending* until the test calls `store()` or `fail(code)`;
 * - `onSend = 'hide'` makes it show nothing until then, `onSend = 'refuse'` reject at once;
 * - `wait(code)` leaves the message *sending*, waiting for its next try; `underWay` makes `discard` refuse that;
 * - `openGap(after, before, pages)` says that pages are missing there, `answerFill()` and `failFill()` what a fill brings;
 * - `report(code)` is an error that no promise reports;
 * - `replace(message, changes)` says that a message is not what it was, `rule({ … })` what holds in the room;
 * - `around` is the page that `loadAround` brings;
 * - `older` holds the pages that `loadOlder` gives, last first; the test lets it answer with `answerOlder()` or `failOlder()`.
 *
 * To extend it: keep every snapshot frozen and new, and `#emit('change')` after each of them.
 */
export class FakeRoom implements RoomSource {
  readonly id: string;
  readonly user: User;
  messages: readonly Message[];
  gaps: readonly Gap[] = Object.freeze([]);
  rights?: readonly Right[];
  settings?: RoomSettings;
  banned?: readonly string[];
  sendableAt?: number;
  loaded: boolean;
  status: RoomStatus = { current: 'connected', previous: 'connecting' };
  older: Message[][];
  /** What `loadAround` brings, far below the first message. */
  around: readonly Message[] = [];
  onSend: 'show' | 'hide' | 'refuse' = 'show';
  /** What `refuse` refuses with. */
  refusal: ChatError['code'] = 'invalid_request';
  underWay = false;
  closed = 0;
  readonly calls: string[] = [];
  readonly sent: string[] = [];
  readonly #listeners = new Set<(name: string, detail: unknown) => void>();
  #settle: { resolve(message: Message): void; reject(error: ChatError): void; text: string }[] = [];
  #older: { resolve(): void; reject(error: ChatError): void } | undefined;
  readonly #fills: { answer(): void; reject(error: ChatError): void }[] = [];

  constructor(
    options: {
      id?: string;
      user?: User;
      messages?: readonly Message[];
      loaded?: boolean;
      older?: Message[][];
    } = {},
  ) {
    this.id = options.id ?? 'lobby';
    this.user = options.user ?? { id: 'me', name: 'Me' };
    this.messages = Object.freeze([...(options.messages ?? [])]);
    this.loaded = options.loaded ?? true;
    this.older = options.older ?? [];
    if (!this.loaded) this.status = { current: 'connecting', previous: 'connecting' };
  }

  get hasOlder(): boolean {
    return this.loaded && this.older.length > 0;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  get isLoadingOlder(): boolean {
    return this.#older !== undefined;
  }

  /** Another user's message, now. */
  receive(...messages: readonly Message[]): void {
    this.add(...messages);
    for (const message of messages) this.#emit('message', message);
  }

  /** Puts messages at the end, as history does. */
  add(...messages: readonly Message[]): void {
    this.#set([...this.messages, ...messages]);
  }

  /** Puts messages before the others, as a page of older ones does. */
  put(...messages: readonly Message[]): void {
    this.#set([...messages, ...this.messages]);
  }

  /** The newest page came. It stands after what the device kept of the room, and before what was not sent. */
  load(...messages: readonly Message[]): void {
    this.loaded = true;
    const isStored = ({ status }: Message) => status === 'sent';
    const unsent = this.messages.filter((message) => !isStored(message));
    this.#set([...this.messages.filter(isStored), ...messages, ...unsent]);
    this.become('connected');
  }

  /** So much was missed that only this is there. */
  jump(...messages: readonly Message[]): void {
    this.#set(messages);
  }

  become(current: RoomState, detail: Omit<RoomStatus, 'current' | 'previous'> = {}): void {
    this.status = Object.freeze({ current, previous: this.status.current, ...detail });
    this.#emit('status', this.status);
  }

  /** The connection ended for good. */
  failWith(code: ChatError['code']): void {
    this.become('failed', { error: new ChatError(code, `unable to connect; ${code}`) });
  }

  /** The oldest unsettled message was stored. */
  store(): void {
    const settle = this.#settle.shift();
    if (!settle) throw new Error('nothing is being sent');
    const pending = this.messages.find(({ status }) => status === 'sending');
    const message = pending
      ? { ...pending, status: 'sent' as const }
      : messageOf(settle.text, { userId: this.user.id, name: this.user.name });
    this.#set([...this.messages.filter((other) => other !== pending), message]);
    settle.resolve(message);
  }

  /** A try to send the messages failed, and they are tried again by themselves. */
  wait(code: ChatError['code'] = 'network', retryAt?: number): void {
    const error = new ChatError(code, `unable to send the message; ${code}`);
    const waiting = { error, ...(retryAt !== undefined && { retryAt }) };
    this.#set(
      this.messages.map((message) =>
        message.status === 'sending' ? Object.freeze({ ...message, ...waiting }) : message,
      ),
    );
  }

  replace({ timestamp }: Message, changes: Partial<Message>): Message {
    const isIt = (message: Message) => message.timestamp === timestamp;
    const changed = (message: Message) =>
      isIt(message) ? Object.freeze({ ...message, ...changes }) : message;
    this.#set(this.messages.map(changed));
    const found = this.messages.find(isIt);
    if (!found) throw new Error(`there is no message at ${timestamp}`);
    return found;
  }

  rule(rules: Pick<RoomSource, 'rights' | 'settings' | 'banned' | 'sendableAt'>): void {
    Object.assign(this, rules);
    this.#emit('change', undefined);
  }

  report(code: ChatError['code']): void {
    this.#emit('error', new ChatError(code, `unable to go on as before; ${code}`));
  }

  /** What lies between two messages was not read; a fill gives the last of the pages. */
  openGap(after: Message, before: Message, pages: readonly (readonly Message[])[]): void {
    const fill = (from?: 'start' | 'end') =>
      new Promise<void>((resolve, reject) => {
        this.calls.push(from === 'start' ? 'fill start' : 'fill');
        this.#fills.push({ reject, answer: () => resolve(this.#bring(after, before, gap, pages)) });
      });
    const gap = Object.freeze({ after: after.timestamp, before: before.timestamp, fill });
    this.#setGaps([...this.gaps, gap]);
  }

  answerFill(): void {
    this.#fills.shift()?.answer();
  }

  failFill(): void {
    this.#fills.shift()?.reject(new ChatError('network', 'unable to load messages; offline'));
  }

  /** The oldest unsettled message failed; one that was hidden stays so. */
  fail(code: ChatError['code'] = 'network'): void {
    const settle = this.#settle.shift();
    if (!settle) throw new Error('nothing is being sent');
    const error = new ChatError(code, `unable to send the message; ${code}`);
    this.#set(
      this.messages.map((message) =>
        message.status === 'sending' ? Object.freeze({ ...message, status: 'failed', error }) : message,
      ),
    );
    settle.reject(error);
  }

  send(text: string): Promise<Message> {
    this.sent.push(text);
    if (this.onSend === 'refuse') {
      return Promise.reject(new ChatError(this.refusal, 'unable to send the message; no'));
    }
    if (this.onSend === 'show') {
      const { id: userId, name } = this.user;
      this.#set([...this.messages, messageOf(text, { userId, name, status: 'sending', at: Date.now() })]);
    }
    return new Promise((resolve, reject) => this.#settle.push({ resolve, reject, text }));
  }

  async loadAround(timestamp: number): Promise<void> {
    this.calls.push('loadAround');
    const [first] = this.messages;
    const last = this.around.at(-1);
    if (!first || !last || !this.around.some((message) => message.timestamp === timestamp)) return;
    this.put(...this.around);
    this.openGap(last, first, [[]]);
  }

  loadOlder(): Promise<void> {
    this.calls.push('loadOlder');
    return new Promise((resolve, reject) => {
      this.#older = { resolve, reject };
    });
  }

  answerOlder(): void {
    const answer = this.#older;
    this.#older = undefined;
    const page = this.older.pop() ?? [];
    if (page.length > 0) this.#set([...page, ...this.messages]);
    else this.#emit('change', undefined);
    answer?.resolve();
  }

  failOlder(): void {
    const answer = this.#older;
    this.#older = undefined;
    answer?.reject(new ChatError('network', 'unable to load messages; offline'));
  }

  retry(id: string): Promise<Message> {
    this.calls.push(`retry ${id}`);
    this.#set(this.messages.map((message) => (message.id === id ? sendingAgain(message) : message)));
    return new Promise((resolve, reject) => this.#settle.push({ resolve, reject, text: id }));
  }

  discard(id: string): void {
    this.calls.push(`discard ${id}`);
    if (this.underWay) throw new ChatError('invalid_argument', 'unable to discard the message; it is sent');
    this.#set(this.messages.filter((message) => message.id !== id));
  }

  reconnect(): void {
    this.calls.push('reconnect');
  }

  on<Name extends keyof RoomEvents>(event: Name, listener: (detail: RoomEvents[Name]) => void): () => void {
    const hear = (name: string, detail: unknown) => {
      if (name === event) listener(detail as RoomEvents[Name]);
    };
    this.#listeners.add(hear);
    return () => this.#listeners.delete(hear);
  }

  close(): void {
    this.closed++;
  }

  #bring(after: Message, before: Message, gap: Gap, pages: readonly (readonly Message[])[]): void {
    const page = pages.at(-1) ?? [];
    const rest = pages.slice(0, -1);
    const index = this.messages.indexOf(before);
    this.gaps = this.gaps.filter((other) => other !== gap);
    this.messages = Object.freeze(this.messages.toSpliced(index, 0, ...page));
    if (rest.length > 0) this.openGap(after, page[0] ?? before, rest);
    else this.#emit('change', undefined);
  }

  #setGaps(gaps: readonly Gap[]): void {
    this.gaps = Object.freeze(gaps.toSorted((one, other) => one.after - other.after));
    this.#emit('change', undefined);
  }

  #set(messages: readonly Message[]): void {
    this.messages = Object.freeze(messages);
    this.#emit('change', undefined);
  }

  #emit<Name extends keyof RoomEvents>(name: Name, detail: RoomEvents[Name]): void {
    for (const hear of [...this.#listeners]) hear(name, detail);
  }
}

let count = 0;

/** A stored message of somebody else's, unless told otherwise. Each is a second newer than the one made before. */
export function messageOf(text: string, other: Partial<Message> & { at?: number } = {}): Message {
  count++;
  const { at = Date.UTC(2026, 2, 2, 3, 0, 0) + count * 1000, ...rest } = other;
  return Object.freeze({
    id: `m${count}`,
    roomId: 'lobby',
    userId: 'ada',
    name: 'Ada',
    text,
    timestamp: at,
    status: 'sent',
    ...rest,
  });
}

function sendingAgain({ error: _, ...message }: Message): Message {
  return Object.freeze({ ...message, status: 'sending' });
}
