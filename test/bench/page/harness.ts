import type { Message } from '../../../src/client/index.js';
import { frame, painted } from './frames.js';
import { bytesOf, messagesAt } from './messages.js';
import { longest, Observed, shiftOf } from './observed.js';
import type {} from './peer.js';
import { Reading } from './reading.js';
import { elements, Screen } from './screen.js';

/** What is not on screen by then does not come. */
const LATEST_MS = 15_000;

/** A list that is in its place for so many frames does not scroll any more. */
const STILL = 10;

/** Drives the page's peer and measures it. Times are milliseconds; undefined stands for what did not come on screen. */
export class Harness {
  /** Bytes of the texts that the peer shows. */
  textBytes = 0;
  #first = 0;
  #end = 0;
  #frames: number[] = [];
  #blank = 0;
  #isRecording = false;
  #tasks: Observed | undefined;
  #shifts: Observed | undefined;

  /** Shows so many messages: until the last one is seen. */
  mount(count: number): Promise<number | undefined> {
    const messages = this.#next(count);
    const box = document.getElementById('box') as HTMLElement;
    return timed(textOf(messages), () => window.peer.mount(box, messages));
  }

  /** A message arrives. */
  append(): Promise<number | undefined> {
    return this.#arrive(this.#next(1));
  }

  /** Messages arrive, two frames after one another; whether the last one is seen. */
  async appendAll(count: number): Promise<boolean> {
    const messages = this.#next(count);
    for (const message of messages) {
      await window.peer.append(message);
      await frame();
      await frame();
    }
    return screen().shows(textOf(messages));
  }

  /** So many messages arrive in one task; and how often the list changed its elements for them. */
  async burst(count: number): Promise<{ readonly time: number | undefined; readonly updates: number }> {
    const messages = this.#next(count);
    let updates = 0;
    const observer = new MutationObserver(() => {
      updates += 1;
    });
    observer.observe(window.peer.scroller, { childList: true, subtree: true });
    const time = await this.#arrive(messages);
    observer.disconnect();
    return { time, updates };
  }

  /** Scrolls to the middle and waits until nothing moves. */
  async toMiddle(): Promise<void> {
    const { scroller } = window.peer;
    scroller.scrollTop = (scroller.scrollHeight - scroller.clientHeight) / 2;
    do await painted();
    while (!screen().isFull());
    await new Reading(screen()).during(async () => {});
  }

  /** A page of older messages comes, while the row in the middle is read. */
  prepend(count: number): ReturnType<Reading['during']> {
    this.#first -= count;
    const messages = messagesAt(this.#first, count);
    return new Reading(screen()).during(() => window.peer.prepend(messages));
  }

  /** Notes from now on how long each frame was on screen, and whether it had rows from top to bottom. */
  async record(): Promise<void> {
    this.#isRecording = true;
    let last = await painted();
    while (this.#isRecording) {
      const now = await painted();
      this.#frames.push(now - last);
      last = now;
      if (!screen().isFull()) this.#blank += 1;
    }
  }

  /** How far the list is from its start, once it does not scroll any more. */
  async rest(): Promise<number> {
    const { scroller } = window.peer;
    let top = scroller.scrollTop;
    for (let still = 0; still < STILL; still++) {
      await painted();
      if (scroller.scrollTop !== top) still = 0;
      top = scroller.scrollTop;
    }
    return top;
  }

  /** What was noted. */
  stop(): { readonly frames: readonly number[]; readonly blank: number } {
    this.#isRecording = false;
    return { frames: this.#frames, blank: this.#blank };
  }

  /** Whether the first message is seen, once the list does not scroll any more. */
  async isAtStart(): Promise<boolean> {
    return (await this.rest()) === 0 && screen().shows(textOf(messagesAt(this.#first, 1)));
  }

  /** Shows a room of a backend: until this message is seen. */
  join(attributes: Readonly<Record<string, string>>, text: string): Promise<number | undefined> {
    const element = document.createElement('chat-room');
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return timed(
      text,
      async () => document.getElementById('box')?.append(element),
      () => new Screen(element),
    );
  }

  /** From the return of the network until this message is seen. */
  async back(text: string): Promise<number | undefined> {
    await new Promise((resolve) => addEventListener('online', resolve, { once: true }));
    const element = document.querySelector('chat-room') as Element;
    return timed(
      text,
      async () => {},
      () => new Screen(element),
    );
  }

  watchTasks(): void {
    this.#tasks = new Observed('longtask');
  }

  /** Since it was last asked. */
  async longestTask(): Promise<number> {
    return longest((await this.#tasks?.take()) ?? []);
  }

  watchShifts(): void {
    this.#shifts = new Observed('layout-shift');
  }

  async shifts(): Promise<number> {
    return shiftOf((await this.#shifts?.take()) ?? []);
  }

  elements(): number {
    return elements().length;
  }

  #arrive(messages: readonly Message[]): Promise<number | undefined> {
    return timed(textOf(messages), () => Promise.all(messages.map((message) => window.peer.append(message))));
  }

  #next(count: number): readonly Message[] {
    const messages = messagesAt(this.#end, count);
    this.#end += count;
    for (const { text } of messages) this.textBytes += bytesOf(text);
    return messages;
  }
}

function screen(): Screen {
  return new Screen(window.peer.scroller);
}

function textOf(messages: readonly Message[]): string {
  return messages.at(-1)?.text ?? '';
}

/** From the begin of something to the frame after the first one that was painted with this text in sight, once the list is done. */
async function timed(
  text: string,
  begin: () => Promise<unknown>,
  seen: () => Screen = screen,
): Promise<number | undefined> {
  await painted();
  const start = performance.now();
  let isDone = false;
  const done = begin().then(() => {
    isDone = true;
  });
  for (;;) {
    await painted();
    if (isDone && seen().shows(text)) break;
    if (performance.now() - start > LATEST_MS) return undefined;
  }
  await done;
  await frame();
  return performance.now() - start;
}

declare global {
  interface Window {
    bench: Harness;
  }
}

window.bench = new Harness();
