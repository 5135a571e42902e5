import { expect } from '@open-wc/testing';
import type { ChatError, Room, RoomState } from '../../../src/client/index.js';
import { texts } from './fixture.js';
import { played } from './played.js';
import { endpoint, refused, type Seen, type TokenBackend, tokenOf } from './token-backend.js';

const MINUTE = 60_000;

const isPage = ({ method }: Seen) => method === 'GET';
const isPut = ({ method }: Seen) => method === 'PUT';
const puts = ({ requests }: TokenBackend) => requests.filter(isPut);

/** Every state that the room is in from now on. */
function statesOf(room: Room): RoomState[] {
  const states: RoomState[] = [];
  room.on('status', ({ current }) => states.push(current));
  return states;
}

describe('a room with tokens', () => {
  it(
    'shows its token with every request and every line, and in no address',
    played(async ({ backend, enter, pass }) => {
      const { asked, given, getToken } = endpoint();
      const room = enter(getToken);
      await pass(1_000);
      expect(room.status.current).to.equal('connected');
      const sent = room.send('hello');
      await pass(100);
      await sent;
      expect(asked).to.deep.equal(['connect']);
      expect(backend.requests.map(({ method, token }) => [method, token])).to.deep.equal([
        ['GET', given[0]],
        ['PUT', given[0]],
      ]);
      expect(backend.lines.map(({ protocols }) => protocols)).to.deep.equal([
        ['chat.v1', `token.${given[0]}`],
      ]);
      for (const { url } of [...backend.requests, ...backend.lines]) {
        expect(url).not.to.contain(given[0]?.slice(0, 20));
      }
    }),
  );

  it(
    'loses and doubles nothing of a stream of messages while its token ends five times, and stays connected',
    played(async ({ backend, enter, pass }) => {
      const { asked, getToken } = endpoint(() => ({ life: 5 }));
      const room = enter(getToken);
      await pass(1_000);
      expect(room.status.current).to.equal('connected');
      const states = statesOf(room);
      const heard: string[] = [];
      room.on('message', ({ text }) => heard.push(text));
      const written: string[] = [];
      const own: Promise<unknown>[] = [];
      for (let step = 0; step < 27 * 20; step++) {
        written.push(backend.write(`${step}`).message);
        if (step % 20 === 0) own.push(room.send(`own ${step}`));
        await pass(50);
      }
      await Promise.all(own);
      expect(states).to.deep.equal([]);
      expect(heard).to.deep.equal(written);
      const log = backend.log.map(({ message }) => message);
      expect(log).to.have.length(written.length + own.length);
      expect(texts(room)).to.deep.equal(log);
      const renewals = asked.slice(1);
      expect(renewals.length).to.be.within(9, 13);
      expect(renewals).not.to.include('connect');
      expect(renewals).not.to.include('unauthorized');
      expect(backend.lines).to.have.length(1);
    }),
  );

  it(
    'sends a token again that its line did not take',
    played(async ({ backend, enter, pass }) => {
      const { given, getToken } = endpoint(() => ({ life: 300 }));
      const room = enter(getToken);
      await pass(1_000);
      backend.verify = () => 'unavailable';
      await pass(4 * MINUTE, 1_000);
      backend.verify = () => undefined;
      await pass(11_000, 1_000);
      expect(backend.lines[0]?.token).to.equal(given[1]);
      const { length } = backend.lines[0]?.sent ?? [];
      await pass(30_000, 1_000);
      expect(backend.lines[0]?.sent.slice(length).filter((frame) => frame.includes('"token"'))).to.be.empty;
      expect(room.status.current).to.equal('connected');
      expect(backend.lines).to.have.length(1);
    }),
  );

  it(
    'stays connected while no next token is to be had, and goes on under it when it is',
    played(async ({ backend, enter, pass }) => {
      let isAway = false;
      const { given, getToken } = endpoint(() => ({ life: 300 }));
      const room = enter((request) => (isAway ? Promise.reject(new Error('away')) : getToken(request)));
      await pass(1_000);
      const states = statesOf(room);
      isAway = true;
      await pass(230_000, 1_000);
      expect(given).to.have.length(1);
      isAway = false;
      await pass(35_000, 1_000);
      expect(backend.lines[0]?.token).to.equal(given[1]);
      expect(states).to.deep.equal([]);
    }),
  );

  it(
    'opens another line under another token when the server takes the last one no more',
    played(async ({ backend, enter, pass }) => {
      const { asked, getToken } = endpoint();
      const room = enter(getToken);
      await pass(1_000);
      const states = statesOf(room);
      backend.lines[0]?.push({ type: 'error', ...refused('unauthorized').toJSON() });
      await pass(5_000);
      expect(asked).to.deep.equal(['connect', 'unauthorized']);
      expect(backend.lines).to.have.length(2);
      expect(states).to.deep.equal(['disconnected', 'connecting', 'connected']);
      expect(room.status.current).to.equal('connected');
    }),
  );

  for (const code of ['forbidden', 'banned'] as const) {
    it(
      `fails as ${code} when the next token is answered so, and asks no more until it is told to`,
      played(async ({ backend, enter, pass }) => {
        const { asked, getToken } = endpoint(() => ({ life: 300 }));
        const room = enter(getToken);
        await pass(1_000);
        backend.verify = () => code;
        await pass(4 * MINUTE, 1_000);
        expect(room.status).to.include({ current: 'failed' });
        expect(room.status.error).to.include({ code, retryable: false });
        const before = [asked.length, backend.requests.length, backend.lines.length];
        await pass(5 * MINUTE, 10_000);
        expect([asked.length, backend.requests.length, backend.lines.length]).to.deep.equal(before);
        backend.verify = () => undefined;
        room.reconnect();
        await pass(1_000);
        expect(room.status.current).to.equal('connected');
      }),
    );

    it(
      `fails as ${code} after one handshake that was refused, since a page says why`,
      played(async ({ backend, enter, pass }) => {
        const { getToken } = endpoint();
        backend.verify = () => code;
        const room = enter(getToken);
        await pass(3 * MINUTE, 5_000);
        expect(room.status.error).to.include({ code });
        expect(room.status.current).to.equal('failed');
        expect(backend.lines).to.have.length(1);
        expect(backend.requests).to.have.length(1);
      }),
    );

    it(
      `fails as ${code} when it comes back and is refused, though it was connected before`,
      played(async ({ backend, enter, pass }) => {
        const { getToken } = endpoint();
        const room = enter(getToken);
        await pass(1_000);
        backend.verify = () => code;
        backend.lines[0]?.end(1006);
        await pass(3 * MINUTE, 5_000);
        expect(room.status.error).to.include({ code });
        expect(backend.lines).to.have.length(2);
      }),
    );
  }

  it(
    'gets another token when a handshake was refused for its token, as a page says',
    played(async ({ backend, enter, pass }) => {
      const { asked, given, getToken } = endpoint();
      backend.verify = (token) => (token === given[0] ? 'unauthorized' : undefined);
      const room = enter(getToken);
      await pass(6_000);
      expect(room.status.current).to.equal('connected');
      expect(asked.slice(0, 2)).to.deep.equal(['connect', 'unauthorized']);
      expect(backend.requests[0]?.token).to.equal(given[0]);
      expect(backend.requests[1]?.token).to.equal(given[1]);
    }),
  );

  it(
    'fails as unauthorized when that is refused, too',
    played(async ({ backend, enter, pass }) => {
      const { asked, getToken } = endpoint();
      backend.verify = () => 'unauthorized';
      const room = enter(getToken);
      await pass(3 * MINUTE, 5_000);
      expect(room.status.error).to.include({ code: 'unauthorized', retryable: false });
      expect(asked).to.deep.equal(['connect', 'unauthorized']);
      expect(backend.requests).to.have.length(2);
      expect(backend.lines).to.have.length(1);
    }),
  );

  it(
    'is disconnected while no token is to be had, asks later and later, and then connects',
    played(async ({ backend, enter, pass }) => {
      let calls = 0;
      let isAway = true;
      const room = enter(() => {
        calls++;
        return isAway ? Promise.reject(new Error('away')) : tokenOf();
      });
      await pass(5 * MINUTE, 1_000);
      expect(room.status.current).to.equal('disconnected');
      expect(room.status.error?.code).to.equal('token_unavailable');
      expect(room.status.retryAt).to.be.a('number');
      expect(calls).to.be.within(5, 60);
      expect([backend.lines.length, backend.requests.length]).to.deep.equal([0, 0]);
      isAway = false;
      room.reconnect();
      await pass(1_000);
      expect(room.status.current).to.equal('connected');
    }),
  );

  it(
    'says what its token allows, and when that changes',
    played(async ({ enter, pass }) => {
      let rights: ('read' | 'write' | 'moderate')[] = ['read'];
      const { getToken } = endpoint(() => ({ life: 300, rights }));
      const room = enter(getToken);
      expect(room.rights).to.equal(undefined);
      await pass(1_000);
      expect(room.rights).to.deep.equal(['read']);
      let changes = 0;
      room.on('change', () => changes++);
      rights = ['read', 'write', 'moderate'];
      await pass(4 * MINUTE, 1_000);
      expect(room.rights).to.deep.equal(rights);
      expect(changes).to.equal(1);
    }),
  );

  it(
    'quotes no token in what it reports, however a request fails',
    played(async ({ backend, enter, pass }) => {
      const { given, getToken } = endpoint();
      const answers = [
        () => Promise.reject(new TypeError('Failed to fetch')),
        async () => new Response('<html>', { status: 502 }),
        async () => new Response('<html>', { status: 400 }),
      ];
      for (const fetch of answers) {
        const room = enter(getToken, { fetch });
        const errors: unknown[] = [];
        room.on('error', (error) => errors.push(error));
        room.send('x').catch((error: unknown) => errors.push(error));
        await pass(3_000);
        const reported = [...errors, room.status.error, room.messages[0]?.error] as (ChatError | undefined)[];
        expect(reported.filter(Boolean).length).to.be.above(1);
        for (const error of reported) expect(everything(error)).not.to.contain(given.at(-1)?.slice(0, 30));
        room.close();
      }
      expect(backend.lines.length).to.be.above(0);
    }),
  );
});

/** All that an error holds, as a console that shows it would print it. */
function everything(value: unknown, depth = 0): string {
  if (typeof value !== 'object' || value === null || depth > 5) return String(value);
  if (value instanceof Headers) return JSON.stringify([...value]);
  const names = new Set<string>();
  for (let of: object | null = value; of && of !== Object.prototype; of = Object.getPrototypeOf(of)) {
    for (const name of Object.getOwnPropertyNames(of)) names.add(name);
  }
  const parts = [...names].map((name) => {
    try {
      return `${name}: ${everything((value as Record<string, unknown>)[name], depth + 1)}`;
    } catch {
      return name;
    }
  });
  return parts.join(', ');
}

describe('a message under tokens', () => {
  it(
    'goes by the name that the token says, and is settled by its own id',
    played(async ({ backend, enter, pass }) => {
      const room = enter(endpoint(() => ({ name: 'Mina Kim' })).getToken);
      const sent = room.send('hello');
      await pass(1_000);
      expect(puts(backend)[0]?.body).to.include({ user_id: 'mina', name: 'Mina Kim', text: 'hello' });
      expect((await sent).name).to.equal('Mina Kim');
      expect(texts(room)).to.deep.equal(['hello']);
    }),
  );

  it(
    'is sent once more under another token when the backend refuses the first',
    played(async ({ backend, enter, pass }) => {
      const { asked, given, getToken } = endpoint();
      const room = enter(getToken);
      await pass(1_000);
      backend.verify = (token) => (token === given[0] ? 'unauthorized' : undefined);
      const sent = room.send('hello');
      await pass(100);
      expect((await sent).status).to.equal('sent');
      expect(asked).to.deep.equal(['connect', 'unauthorized']);
      expect(puts(backend).map(({ token }) => token)).to.deep.equal(given);
    }),
  );

  it(
    'fails when that is refused, too, stays, and is sent on retry; a hundred of them ask for one token',
    played(async ({ backend, enter, pass }) => {
      const { asked, getToken } = endpoint();
      const room = enter(getToken);
      await pass(1_000);
      backend.refusal = (seen) => (isPut(seen) ? refused('unauthorized') : undefined);
      const errors = Array.from({ length: 100 }, (_, n) =>
        room.send(`${n}`).then(
          () => 'sent',
          ({ code, retryable }: ChatError) => `${code} ${retryable}`,
        ),
      );
      await pass(5_000);
      expect(new Set(await Promise.all(errors))).to.deep.equal(new Set(['unauthorized false']));
      expect(new Set(room.messages.map(({ status }) => status))).to.deep.equal(new Set(['failed']));
      expect(puts(backend)).to.have.length(101);
      expect(asked).to.deep.equal(['connect', 'unauthorized']);
      expect(room.status.current).to.equal('connected');
      backend.refusal = () => undefined;
      const again = room.retry(room.messages[0]?.id ?? '');
      await pass(100);
      expect((await again).text).to.equal('0');
    }),
  );

  for (const code of ['forbidden', 'banned', 'room_frozen'] as const) {
    it(
      `fails at once as ${code}, and is not tried again by itself`,
      played(async ({ backend, enter, pass }) => {
        const room = enter(endpoint().getToken);
        await pass(1_000);
        backend.refusal = (seen) => (isPut(seen) ? refused(code) : undefined);
        const error = room.send('hello').catch((reason: ChatError) => reason);
        await pass(3 * MINUTE, 5_000);
        expect(await error).to.include({ code, retryable: false });
        expect(room.messages[0]).to.include({ status: 'failed' });
        expect(puts(backend)).to.have.length(1);
        room.discard(room.messages[0]?.id ?? '');
        expect(room.messages).to.deep.equal([]);
      }),
    );
  }

  it(
    'waits for a token, and is sent when there is one',
    played(async ({ backend, enter, pass }) => {
      let isAway = true;
      const room = enter(() => (isAway ? Promise.reject(new Error('away')) : tokenOf()));
      const sent = room.send('patience');
      await pass(MINUTE, 1_000);
      expect(room.messages[0]?.status).to.equal('sending');
      expect(room.messages[0]?.error?.code).to.equal('token_unavailable');
      expect(backend.requests.filter(isPage)).to.deep.equal([]);
      isAway = false;
      await pass(2 * MINUTE, 1_000);
      expect((await sent).status).to.equal('sent');
    }),
  );
});
