import type { ChatErrorCode, RoomState } from '../../client/index.js';

/** What is told where one types: what came of the text, or an error that no row shows. */
export type Note = ChatErrorCode | 'unsendable' | 'under_way' | 'gone' | 'uneditable';

/** Everything the box says, but its menus. */
export interface Strings {
  readonly states: Readonly<Record<RoomState, string>>;
  readonly retryingIn: (seconds: number) => string;
  readonly retrying: string;
  /** No connection, and nothing known of the next try. */
  readonly offline: string;
  readonly reconnect: string;
  readonly failed: string;
  readonly closed: string;

  readonly list: string;
  readonly loading: string;
  readonly empty: string;
  readonly invitation: string;
  readonly historyFailed: string;
  readonly olderFailed: string;
  readonly retry: string;
  readonly gap: string;
  readonly fill: string;
  readonly newMessages: (count: number) => string;
  readonly latest: string;
  /** On the line above the first message that nobody has seen. */
  readonly unread: string;

  readonly you: string;
  readonly today: string;
  readonly yesterday: string;
  /** What stands beside a name, and what a pointer on a mark without words is told. */
  readonly moderator: string;
  readonly notModerator: string;
  readonly banned: string;
  readonly unverified: string;
  readonly edited: string;
  readonly deleted: string;
  readonly sending: string;
  /** Under a message whose last try failed and that is tried again by itself. */
  readonly waiting: string;
  readonly sendingIn: (seconds: number) => string;
  /** Why a message was not sent; `other` for every code that neither this nor `notes` names. */
  readonly reasons: Readonly<Partial<Record<ChatErrorCode, string>> & { other: string }>;
  readonly resend: string;
  readonly discard: string;

  readonly cancel: string;
  /** Seconds between two messages, 0 for none. */
  readonly slow: (seconds: number) => string;

  readonly message: string;
  readonly placeholder: string;
  readonly send: string;
  readonly editing: string;
  readonly save: string;
  readonly left: (count: number) => string;
  readonly tooLong: (count: number) => string;
  /** To those who may not write. */
  readonly readOnly: string;
  /** What is told until the next input; `other` for every code that is not named. Refusals are told elsewhere in the same words. */
  readonly notes: Readonly<Partial<Record<Note, string>> & { other: string }>;

  readonly openChat: string;
  readonly closeChat: string;
  readonly missing: (attribute: string) => string;
  readonly invalid: (attribute: string) => string;
  /** It is another one than the token says. */
  readonly foreign: (attribute: string) => string;
  readonly refused: (reason: string) => string;
  readonly guest: (tag: string) => string;
}

/** What its menus say. */
export interface ToolStrings {
  /** Opens the room's menu, or that of somebody's message. */
  readonly more: string;
  readonly moreOf: (name: string, time: string) => string;
  readonly edit: string;
  readonly delete: string;
  readonly deleting: string;
  readonly ban: string;
  readonly unban: string;
  readonly freeze: string;
  readonly unfreeze: string;
}

/** Everything the box says. */
export type AllStrings = Strings & ToolStrings;
