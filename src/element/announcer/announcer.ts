import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Message, RoomSource } from '../../client/index.js';
import { adopt } from '../adopt.js';
import type { Draft } from '../draft.js';
import type { LanguageController } from '../language.js';
import { reasonOf } from '../parts/row.js';
import type { RoomController } from '../room.js';
import { storedAt, timelineOf, unsentIn } from '../timeline.js';
import { type Fact, factsOf, lineOf } from './facts.js';
import { Region } from './region.js';
import { mentions, spokenOf } from './spoken.js';
import { announcerStyles } from './styles.js';

/** What comes within a moment is said together. */
export const MOMENT_MS = 800;

/** After a sum nothing more is said for a while. */
const PAUSE_MS = 5_000;

const UP: Fact = { value: 'connected', words: '' };

type Host = ReactiveControllerHost &
  Element & { readonly renderRoot: ParentNode; readonly announce: 'all' | 'mentions' | 'off' };

/** Those of the page, in the order in which they came. */
const all = new Set<Announcer>();

/** Tells those who do not see the box what happens in it: others' messages as they come, and what changes for whoever writes. */
export class Announcer implements ReactiveController {
  readonly #host: Host;
  readonly #room: RoomController;
  readonly #draft: Draft;
  readonly #language: LanguageController;
  readonly #region: Region;
  #source: RoomSource | undefined;
  #leave: () => void = () => {};
  #messages: Message[] = [];
  /** Whether something came that nobody could hear then: it is only counted. */
  #wasHidden = false;
  /** What was said, or was so from the start; absent until the room is there. */
  #line = UP;
  #facts: readonly Fact[] | undefined;
  #failed: ReadonlySet<string> = new Set();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host, room: RoomController, draft: Draft, language: LanguageController) {
    this.#host = host;
    this.#room = room;
    this.#draft = draft;
    this.#language = language;
    this.#region = new Region(host);
    adopt(host, announcerStyles);
    host.addController(this);
  }

  hostConnected(): void {
    all.add(this);
    document.addEventListener('visibilitychange', this.#look);
  }

  hostDisconnected(): void {
    all.delete(this);
    document.removeEventListener('visibilitychange', this.#look);
    this.#enter(undefined);
    this.#region.remove();
  }

  hostUpdated(): void {
    const { source } = this.#room;
    if (!this.#host.isConnected) return;
    if (source !== this.#source) this.#enter(source);
    if (!source) return;
    if (source.loaded && !this.#facts) {
      this.#facts = this.#factsOf(source);
      this.#failed = new Set(failedIn(source).map(({ id }) => id));
    }
    this.#soon();
  }

  #enter(source: RoomSource | undefined): void {
    this.#leave();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#region.clear();
    this.#messages = [];
    this.#line = UP;
    this.#facts = undefined;
    this.#source = source;
    this.#leave = source?.on('message', this.#heard) ?? (() => {});
  }

  readonly #heard = (message: Message): void => {
    const { announce } = this.#host;
    if (announce === 'off') return;
    if (announce === 'mentions' && !mentions(message.text, this.#source?.user.name ?? '')) return;
    this.#messages.push(message);
    this.#wasHidden ||= document.hidden;
    this.#soon();
  };

  readonly #look = (): void => this.#soon();

  /** Gathers what there is to say. */
  #soon(): void {
    const source = this.#source;
    if (!source || this.#timer || document.hidden) return;
    if (this.#messages.length === 0 && this.#changes(source).length === 0) return;
    this.#region.prepare();
    this.#timer = setTimeout(this.#speak, MOMENT_MS);
  }

  readonly #speak = (): void => {
    this.#timer = undefined;
    const source = this.#source;
    this.#wasHidden ||= document.hidden;
    if (document.hidden || !source) return;
    const isSum = this.#messages.length > 1;
    const said = [...this.#changes(source), ...this.#read(source)].filter(Boolean).join(' ');
    this.#line = this.#lineOf(source);
    if (this.#facts) this.#facts = this.#factsOf(source);
    this.#failed = new Set(failedIn(source).map(({ id }) => id));
    this.#messages = [];
    this.#wasHidden = false;
    if (isSum) this.#timer = setTimeout(this.#speak, PAUSE_MS);
    if (said && this.#isSpeaker) this.#region.say(said, this.#language.current.locale);
  };

  /** What is not any more as it was said to be; empty for what needs no words. */
  #changes(source: RoomSource): readonly string[] {
    const line = this.#lineOf(source);
    const known = this.#facts;
    const changed = line.value === this.#line.value ? [] : [line.words];
    if (!known) return changed;
    for (const [index, { value, words }] of this.#factsOf(source).entries()) {
      if (value !== known[index]?.value) changed.push(words);
    }
    const failed = failedIn(source);
    const isNew = failed.findLast(({ id }) => !this.#failed.has(id));
    if (isNew) changed.push(reasonOf(isNew, this.#language.current.words));
    else if (failed.length < this.#failed.size) changed.push('');
    return changed;
  }

  /** While it is on its way it is still as it was. */
  #lineOf(source: RoomSource): Fact {
    return source.status.current === 'connecting' ? this.#line : lineOf(source, this.#language.current.words);
  }

  #factsOf(source: RoomSource): readonly Fact[] {
    return factsOf(source, this.#draft, this.#language.current.words);
  }

  /** One message in its words, as it is by now; more of them by their number. */
  #read(source: RoomSource): readonly string[] {
    const { length } = this.#messages;
    const [first] = this.#messages;
    if (!first) return [];
    if (length > 1 || this.#wasHidden) return [this.#language.current.words.newMessages(length)];
    const message = storedAt(timelineOf(source), first.timestamp);
    return message && !message.deleted ? [spokenOf(message)] : [];
  }

  /** Of the boxes that show this room to this user one speaks: that with the focus, else the first that is displayed. */
  get #isSpeaker(): boolean {
    const peers = [...all].filter((other) => other.#isOf(this.#source) && other.#isShown);
    return (peers.find((peer) => peer.#host.matches(':focus-within')) ?? peers[0]) === this;
  }

  /** A launcher's panel that is closed is not. */
  get #isShown(): boolean {
    return this.#host.renderRoot.querySelector('.box')?.getClientRects().length === 1;
  }

  #isOf(source: RoomSource | undefined): boolean {
    return this.#source?.id === source?.id && this.#source?.user.id === source?.user.id;
  }
}

function failedIn(source: RoomSource): readonly Message[] {
  return unsentIn(timelineOf(source)).filter(({ status }) => status === 'failed');
}
