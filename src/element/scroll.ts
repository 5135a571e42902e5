import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { RoomSource } from '../client/index.js';
import type { RoomController } from './room.js';
import { layRows, type Row } from './rows.js';
import { Spacers } from './spacers.js';
import { Span } from './span.js';
import { type Anchor, belowOf, Standing } from './standing.js';
import { placeOf, timelineOf } from './timeline.js';
import type { Unread } from './unread.js';

/** Closer to the end than this counts as being there. */
export const NEAR = 24;

/** So long after the last motion nobody scrolls any more. */
const REST_MS = 150;

type Host = ReactiveControllerHost & { readonly renderRoot: ParentNode };

/**
 * Where the list stands: at its end, where it stays whatever arrives or grows, or on a row further up, whose bottom edge it holds still: a
 * page put before a row may take the day line or the name off its top. The space above makes up for what was laid out higher or lower than
 * thought, so that a motion of the user's goes on; the scroll position is written only at the ends, and after the motion.
 */
export class ScrollController implements ReactiveController {
  atEnd = true;
  /** What is laid out. */
  rows: readonly Row[] = [];
  /** The timestamp of the message that was asked for. */
  sought: number | undefined;
  /** Whether something in sight is not laid out, which cannot wait for the next frame. */
  isBare = false;

  readonly #host: Host;
  readonly #room: RoomController;
  readonly #unread: Unread;
  readonly #scrolled: () => void;
  readonly #span = new Span();
  /** What the rows were made of, and where they start. */
  #laid: readonly unknown[] = [];
  #start = 0;
  #end = 0;
  #isNew = false;
  #isMoved = false;
  #resize: ResizeObserver | undefined;
  #source: RoomSource | undefined;
  #list: HTMLElement | null = null;
  #spacers: Spacers | undefined;
  /** Best first: the next ones stand in for one that goes. */
  #anchors: readonly Anchor[] = [];
  #top = 0;
  #motion: ReturnType<typeof setTimeout> | undefined;
  /** Whether the list was out of the layout, where it forgets its place. */
  #away = false;

  /** `scrolled` is called when the user scrolls. */
  constructor(host: Host, room: RoomController, unread: Unread, scrolled: () => void) {
    this.#host = host;
    this.#room = room;
    this.#unread = unread;
    this.#scrolled = scrolled;
    host.addController(this);
  }

  /** Whether the first message that is loaded is laid out. */
  get atStart(): boolean {
    return this.#start === 0;
  }

  hostConnected(): void {
    this.#resize = new ResizeObserver(() => {
      // What arrived while the list was not displayed is seen now.
      if (this.atEnd && this.#list?.clientHeight) this.#setAtEnd(true);
      this.#follow();
      this.#settle();
    });
  }

  hostDisconnected(): void {
    this.#resize?.disconnect();
    this.#list = null;
    clearTimeout(this.#motion);
    this.#motion = undefined;
  }

  hostUpdate(): void {
    const { source } = this.#room;
    if (this.#source !== source) {
      this.#source = source;
      this.#span.reset();
      this.#anchors = [];
      this.atEnd = true;
      this.#unread.reset();
      this.sought = undefined;
    }
    this.#follow();
    this.#lay();
  }

  hostUpdated(): void {
    this.#observe();
    this.#settle();
  }

  /** Whether the end of the list can be seen. */
  get isEndInSight(): boolean {
    return this.atEnd && !!this.#list?.clientHeight;
  }

  readonly toEnd = (): void => {
    this.sought = undefined;
    this.#setAtEnd(true);
    this.#host.requestUpdate();
  };

  /** Brings the message at this place into the middle, and points at it until the user scrolls. */
  show(place: number): void {
    this.seek(place, 'middle');
    this.sought = this.#anchors[0]?.message.timestamp;
  }

  readonly onScroll = (): void => {
    if (this.#follow()) this.#settle();
  };

  /** Brings the message at this place to where its bottom edge, or its middle, is to be. */
  seek(place: number, bottom: Anchor['bottom']): void {
    this.#follow();
    this.#span.messages = timelineOf(this.#source);
    this.#setAtEnd(false);
    this.#aim(place, bottom);
  }

  /** Has the message at this place laid out, and brought to where it is to stand. */
  #aim(place: number, bottom: Anchor['bottom']): void {
    const message = this.#span.messages.at(place);
    if (!message) return;
    this.#anchors = [{ message, place, bottom }];
    this.#span.seek(place);
    this.#host.requestUpdate();
  }

  #setAtEnd(atEnd: boolean): void {
    if (atEnd === this.atEnd && !(atEnd && this.#unread.count)) return;
    this.atEnd = atEnd;
    if (atEnd) {
      this.#anchors = [];
      this.#unread.seen();
    }
    this.#host.requestUpdate();
  }

  #observe(): void {
    const root = this.#host.renderRoot;
    const list = root.querySelector<HTMLElement>('[role="log"]');
    if (list === this.#list) return;
    this.#list = list;
    this.#resize?.disconnect();
    if (!list) return;
    if (!this.#spacers) {
      this.#spacers = new Spacers(root as ShadowRoot);
      this.#host.requestUpdate();
    }
    for (const each of [list, ...list.children]) this.#resize?.observe(each);
  }

  /** Lays out what is to be laid out by now: mostly the same messages, wherever they stand. */
  #lay(): void {
    const source = this.#source;
    const span = this.#span;
    // The box comes first, its messages with the next frame.
    if (!this.#spacers) return;
    const messages = timelineOf(source);
    if (messages !== span.messages) {
      const kept = this.#anchors.flatMap((anchor) => {
        const place = placeOf(messages, anchor.message);
        return place < 0 ? [] : { ...anchor, place, moved: place - anchor.place };
      });
      this.#anchors = kept;
      span.messages = messages;
      span.move(kept[0]?.moved ?? 0);
    }
    if (this.atEnd) span.toEnd();
    const { from } = this.#unread;
    const laid = [messages, source?.gaps, source?.user, from, span.start, span.end];
    if (laid.every((part, index) => part === this.#laid[index])) return;
    this.#laid = laid;
    this.#isNew = true;
    this.#isMoved ||= this.#start !== span.start;
    this.#start = span.start;
    this.#end = span.end;
    this.rows = layRows(
      messages,
      { userId: source?.user.id ?? '', gaps: source?.gaps ?? [], unread: from },
      span,
    );
  }

  /** Takes over what the user scrolled, if anything. Every other shift is undone by `#hold`. */
  #follow(): boolean {
    const list = this.#list;
    if (!list?.clientHeight || this.#away) return false;
    const by = list.scrollTop - this.#top;
    if (by === 0) return false;
    this.#top = list.scrollTop;
    if (this.sought !== undefined) this.#host.requestUpdate();
    this.sought = undefined;
    this.#scrolled();
    clearTimeout(this.#motion);
    this.#motion = setTimeout(this.#rest, REST_MS);
    // Only going up leaves the end: a box that shrinks, or a message that grows, does not.
    if (belowOf(list) <= NEAR) this.#setAtEnd(true);
    else if (by < 0) this.#setAtEnd(false);
    this.#anchors = this.#anchors.map((anchor) =>
      anchor.bottom === 'middle' ? anchor : { ...anchor, bottom: anchor.bottom - by },
    );
    return true;
  }

  /** Puts the list where it is to stand, and sees what is to be laid out there. */
  #settle(): void {
    const list = this.#list;
    const spacers = this.#spacers;
    this.#away = !list?.clientHeight;
    if (!list || !spacers || this.#away || this.#laid.length === 0) return;
    const span = this.#span;
    const standing = this.#hold(list, spacers);
    this.#top = list.scrollTop;
    if (this.#isNew) span.measure(standing.height);
    this.#isNew = false;
    const { seen, isShort } = standing;
    if (seen && !this.atEnd) this.#anchors = standing.anchors(span.messages);
    if (belowOf(list) < 1) this.#setAtEnd(true);
    if (seen ? span.around(seen.first, seen.last) : this.#leap(list, spacers)) this.#host.requestUpdate();
    this.isBare = (isShort.above && spacers.above > 0) || (isShort.below && spacers.below > 0);
    if (!this.#motion) this.#rest();
    this.#reach(list, standing);
  }

  #hold(list: HTMLElement, spacers: Spacers): Standing {
    const { above, below } = this.#span.spaces(this.#start, this.#end);
    if (this.atEnd) {
      // As long as it starts where it did, the space is as good as before.
      if (this.#isMoved || below !== spacers.below) spacers.set(above, below);
      this.#isMoved = false;
      list.scrollTop = list.scrollHeight;
      return new Standing(list, this.#start);
    }
    const standing = new Standing(list, this.#start);
    const [by = 0] = this.#anchors.map((anchor) => standing.off(anchor)).filter((off) => off !== undefined);
    const was = spacers.above;
    // Nothing stands above the first message.
    const now = this.atStart ? 0 : Math.max(0, was + by);
    const rest = by - (now - was);
    spacers.move(list, Math.abs(rest) < 0.5 ? 0 : -rest, now, below);
    return by === 0 && now === was ? standing : new Standing(list, this.#start);
  }

  /** Nothing that is laid out is in sight: what the space stands for that is. */
  #leap(list: HTMLElement, { above, below }: Spacers): boolean {
    const { scrollTop, scrollHeight } = list;
    const isBelow = scrollTop > above;
    const part = isBelow ? 1 - (scrollHeight - scrollTop) / below : scrollTop / above;
    if (!Number.isFinite(part)) return false;
    this.#aim(this.#span.placeAt(part, isBelow), 'middle');
    return true;
  }

  /** Whatever is in sight stays where it is, and the space above becomes what it should be. */
  readonly #rest = (): void => {
    const list = this.#list;
    const spacers = this.#spacers;
    this.#motion = undefined;
    // A motion may have begun of which no event has told.
    if (this.#follow()) this.#settle();
    if (!list?.clientHeight || !spacers || this.#motion) return;
    const source = this.#source;
    if (source && 'reading' in source) source.reading = this.#anchors[0]?.message.timestamp;
    const { above, below } = this.#span.spaces(this.#start, this.#end);
    const by = above - spacers.above;
    if (this.atEnd || this.isBare || by === 0) return;
    spacers.move(list, by, above, below);
    this.#top = list.scrollTop;
  };

  /** Has loaded what is missing near what is in sight. */
  #reach(list: HTMLElement, standing: Standing): void {
    if (this.atStart && list.scrollTop < list.clientHeight) void this.#room.loadOlder();
    if (!this.#motion) return;
    const rows = this.rows.filter((row) => row.kind === 'gap');
    for (const { index, from } of standing.near([...list.querySelectorAll('.gap')])) {
      if (rows[index]) this.#room.approach(rows[index].gap, from);
    }
  }
}
