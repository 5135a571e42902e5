import type { Line } from './line.js';

/** Whom a frame is for. */
export type Side = 'client' | 'server';

export interface ProxiedRequest {
  readonly client: string;
  readonly method: string;
  /** As the backend is asked. */
  readonly url: URL;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A request that an action decides about. */
export interface RequestTurn {
  readonly request: ProxiedRequest;
  /** Asks the backend. */
  forward(): Promise<Answer>;
  answer(answer: Answer): void;
  /** Resets the client's connection, without a word. */
  cut(): void;
}

/** A handshake that an action decides about. */
export interface ConnectTurn {
  readonly url: URL;
  /** Connects to the backend, then to the client; rejects when the backend refuses. */
  accept(): Promise<Line>;
  refuse(status: number): void;
  cut(): void;
}

/** A frame that an action decides about: it passes as often and as late as `pass` is called. */
export interface FrameTurn {
  readonly data: string;
  readonly line: Line;
  pass(data?: string): void;
}

export type RequestAction = (turn: RequestTurn) => void | Promise<void>;
export type ConnectAction = (turn: ConnectTurn) => void | Promise<void>;
export type FrameAction = (turn: FrameTurn) => void | Promise<void>;

interface Matching {
  /** The name under which the client has its addresses; any without it. */
  readonly client?: string;
  /** How often the rule acts, from its first match on; for ever without it. */
  readonly times?: number;
}

export interface RequestRule extends Matching {
  readonly on: 'request';
  readonly method?: string;
  readonly when?: (request: ProxiedRequest) => boolean;
  readonly do: RequestAction;
}

export interface ConnectRule extends Matching {
  readonly on: 'connect';
  /** The client's n-th handshake, from 1. */
  readonly nth?: number;
  readonly do: ConnectAction;
}

export interface FrameRule extends Matching {
  readonly on: 'frame';
  readonly to: Side;
  /** On the client's n-th line, from 1. */
  readonly nth?: number;
  /** `frame` is the data's JSON, an empty object when it is none. */
  readonly when?: (frame: Record<string, unknown>, data: string) => boolean;
  readonly do: FrameAction;
}

export type Rule = RequestRule | ConnectRule | FrameRule;

/** The rules of a proxy. The first that matches and is not used up decides; where none does, things pass. */
export class Rules {
  readonly #rules: { readonly rule: Rule; left: number }[] = [];

  /** Gives the function that takes the rule away again. */
  add(rule: Rule): () => void {
    const entry = { rule, left: rule.times ?? Number.POSITIVE_INFINITY };
    this.#rules.push(entry);
    return () => {
      entry.left = 0;
    };
  }

  request(request: ProxiedRequest): RequestAction | undefined {
    return this.#use(
      (rule): rule is RequestRule =>
        rule.on === 'request' &&
        matches(rule.client, request.client) &&
        matches(rule.method, request.method) &&
        (rule.when?.(request) ?? true),
    )?.do;
  }

  connect(client: string, nth: number): ConnectAction | undefined {
    return this.#use(
      (rule): rule is ConnectRule =>
        rule.on === 'connect' && matches(rule.client, client) && matches(rule.nth, nth),
    )?.do;
  }

  frame({ client, nth }: Line, to: Side, data: string): FrameAction | undefined {
    return this.#use(
      (rule): rule is FrameRule =>
        rule.on === 'frame' &&
        rule.to === to &&
        matches(rule.client, client) &&
        matches(rule.nth, nth) &&
        (rule.when?.(record(data), data) ?? true),
    )?.do;
  }

  #use<Kind extends Rule>(isMeant: (rule: Rule) => rule is Kind): Kind | undefined {
    for (const entry of this.#rules) {
      if (entry.left <= 0 || !isMeant(entry.rule)) continue;
      entry.left -= 1;
      return entry.rule;
    }
    return undefined;
  }
}

function matches<Value>(wanted: Value | undefined, value: Value): boolean {
  return wanted === undefined || wanted === value;
}

function record(data: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(data));
  } catch {
    return {};
  }
}
