import type { Answer, ConnectAction, FrameAction, RequestAction } from './rule.js';

/** What a rule does. Whatever `until` resolves with, it is the moment that counts. */

/** Nobody there: the connection is reset before anything reached the backend. */
export const refuse = ({ cut }: { cut(): void }): void => cut();

/** The backend acts, and its answer is lost on the way back. */
export const loseReply: RequestAction = async ({ forward, cut }) => {
  await forward();
  cut();
};

/** Somebody else answers, and the backend is not asked. */
export function reply(status: number, body: string, headers: Record<string, string> = {}): RequestAction {
  return ({ answer }) => answer({ status, headers, body });
}

/** The backend acts, and what it answers becomes something else on the way back. */
export function changeReply(change: (answer: Answer) => Answer): RequestAction {
  return async ({ forward, answer }) => answer(change(await forward()));
}

export function delayRequest(until: Promise<unknown>): RequestAction {
  return async ({ forward, answer }) => {
    await until;
    answer(await forward());
  };
}

/** The backend answers at once; what it said then arrives late. */
export function delayReply(until: Promise<unknown>): RequestAction {
  return async ({ forward, answer }) => {
    const early = await forward();
    await until;
    answer(early);
  };
}

export function refuseHandshake(status: number): ConnectAction {
  return ({ refuse: say }) => say(status);
}

export function acceptThenClose(code: number): ConnectAction {
  return async ({ accept }) => (await accept()).close(code);
}

export const drop: FrameAction = () => {};

export function duplicate(times: number): FrameAction {
  return ({ pass }) => {
    for (let n = 0; n < times; n++) pass();
  };
}

export function delay(until: Promise<unknown>): FrameAction {
  return async ({ pass }) => {
    await until;
    pass();
  };
}

/** Keeps frames back until there are `count`, then lets them go backwards. */
export function reorder(count: number): FrameAction {
  const kept: (() => void)[] = [];
  return ({ pass }) => {
    kept.push(() => pass());
    if (kept.length === count) for (const letGo of kept.splice(0).reverse()) letGo();
  };
}

/** Sends these instead. */
export function replace(change: (data: string) => readonly string[]): FrameAction {
  return ({ data, pass }) => {
    for (const text of change(data)) pass(text);
  };
}
