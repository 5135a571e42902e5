import type { Timeline } from '../client/index.js';

/** So much is laid out above and below what is in sight, in pixels, and so many messages at least; anew when half of it is left. */
const SPARE = 900;
const LEAST_SPARE = 10;

/** Laid out first, and their height, while nobody knows how high they are: the rest comes with the next frame. */
const FIRST = 8;
const FIRST_HEIGHT = 64;

/** An unknown height is taken for more than the mean: where that is too much, the start is reached sooner, and never late. */
const CAUTION = 1.125;

/** Engines count pixels in floats of 32 bits: with much more, a row would not hold still to the pixel. */
const MOST_SPACE = 4_000_000;

/** Which messages of a timeline are laid out: those in sight, and some on either side. The others are space. */
export class Span {
  messages: Timeline = [];
  start = 0;
  end = 0;
  /** Of what was laid out so far, what is longer ago counting less. */
  #height = 0;
  #count = 0;

  /** How much space stands for what is not laid out, in pixels, where that from `start` to `end` is. */
  spaces(start: number, end: number): { readonly above: number; readonly below: number } {
    return { above: this.#spaceOf(start), below: this.#spaceOf(this.messages.length - end) };
  }

  /** What is laid out is so high now. */
  measure(height: number): void {
    this.#height = this.#height / 2 + height;
    this.#count = this.#count / 2 + this.end - this.start;
  }

  reset(): void {
    this.messages = [];
    this.start = this.end = 0;
  }

  /** Ends with the last message. What stands above stays for a while: to take it away with each that comes would cost more. */
  toEnd(): void {
    const { length } = this.messages;
    const count = Math.max(this.end - this.start, FIRST);
    const start = length - this.end > this.#spare ? length - count : Math.min(this.start, length - FIRST);
    this.#set(start, length);
  }

  /** Stays with the same messages, which stand so many places further down. */
  move(by: number): void {
    this.#set(this.start + by, this.end + by);
  }

  /** Has the message at this place among them. */
  seek(place: number): void {
    this.#set(place - this.#spare, place + 1 + this.#spare);
  }

  /** Whether other messages are to be laid out where those from `first` to `last` are in sight. */
  around(first: number, last: number): boolean {
    const spare = this.#spare;
    const start = Math.max(0, first - spare);
    const end = Math.min(this.messages.length, last + 1 + spare);
    const lacks = (from: number, to: number): boolean => from > to && from - to > spare / 2;
    const isFirst = this.end - this.start < Math.min(spare, this.messages.length);
    const isShort = isFirst || lacks(this.start, start) || lacks(end, this.end);
    const isLong = this.end - this.start > end - start + 2 * spare;
    if (isShort || isLong) this.#set(start, end);
    return isShort || isLong;
  }

  /** The place of what stands at this part of the space above, or of that below. */
  placeAt(part: number, isBelow: boolean): number {
    const { length } = this.messages;
    const place = isBelow ? this.end + part * (length - this.end) : part * this.start;
    return Math.min(length - 1, Math.max(0, Math.floor(place)));
  }

  #set(start: number, end: number): void {
    const { length } = this.messages;
    this.end = Math.min(length, Math.max(end, 0));
    this.start = Math.max(0, Math.min(start, this.end));
  }

  get #rowHeight(): number {
    return this.#count > 0 ? this.#height / this.#count : FIRST_HEIGHT;
  }

  get #spare(): number {
    return Math.max(LEAST_SPARE, Math.ceil(SPARE / this.#rowHeight));
  }

  #spaceOf(count: number): number {
    return Math.min(MOST_SPACE, Math.round(count * this.#rowHeight * CAUTION));
  }
}
