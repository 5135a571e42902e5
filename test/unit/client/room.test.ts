import { expect } from '@open-wc/testing';
import { ChatError, createChatClient, type Message } from '../../../src/client/index.js';
import {
  backend,
  client,
  deferred,
  freshRoom,
  isConnected,
  seed,
  statuses,
  texts,
  until,
} from './fixture.js';

describe('a room', () => {
  it('joins: connecting, then history, then connected', async () => {
    const id = freshRoom();
    const writer = client().room(id);
    await writer.send('먼저');
    writer.close();

    const room = client({ name: 'jun' }).room(id);
    expect(room.status).to.deep.equal({ current: 'connecting', previous: 'connecting' });
    expect(room.loaded).to.equal(false);
    expect(room.messages).to.deep.equal([]);
    await until(room, isConnected);
    expect(room.loaded).to.equal(true);
    expect(texts(room)).to.deep.equal(['먼저']);
    room.close();
    expect(room.status).to.include({ current: 'closed', previous: 'connected' });
  });

  it('shows a message as sending at once, then as sent with its place', async () => {
    const room = client().room(freshRoom());
    const seen: string[][] = [];
    room.on('change', () => seen.push(statuses(room)));
    const sending = room.send('안녕');
    expect(statuses(room)).to.deep.equal(['sending']);
    const sent = await sending;
    expect(sent).to.include({ text: '안녕', userId: 'mina', name: 'mina', status: 'sent', seq: 1 });
    expect(statuses(room)).to.deep.equal(['sent']);
    expect(seen).to.deep.include(['sending']);
    room.close();
  });

  it('brings others’ messages as events, one’s own as a change only', async () => {
    const id = freshRoom();
    const [mina, jun] = [client().room(id), client({ name: 'jun' }).room(id)];
    await Promise.all([until(mina, isConnected), until(jun, isConnected)]);
    const heard: string[] = [];
    mina.on('message', ({ text, userId }) => heard.push(`mina: ${text} by ${userId}`));
    jun.on('message', ({ text, userId }) => heard.push(`jun: ${text} by ${userId}`));
    await mina.send('one');
    await until(jun, (room) => room.messages.length === 1);
    await jun.send('two');
    await until(mina, (room) => room.messages.length === 2);
    expect(heard).to.deep.equal(['jun: one by mina', 'mina: two by jun']);
    expect(mina.messages).to.deep.equal(jun.messages);
    mina.close();
    jun.close();
  });

  it('keeps the order of one’s own messages, all sent at once', async () => {
    const room = client().room(freshRoom());
    const written = Array.from({ length: 20 }, (_, i) => `${i}`);
    const sent = await Promise.all(written.map((text) => room.send(text)));
    expect(texts(room)).to.deep.equal(written);
    expect(sent.map(({ seq }) => seq)).to.deep.equal(written.map((_, i) => i + 1));
    room.close();
  });

  it('loads older pages to the beginning, each message once', async () => {
    const id = freshRoom();
    // On a busy machine this alone takes ten seconds.
    const written = await seed(id, 230);
    expect(written).to.have.length(230);

    const room = client({ name: 'jun' }).room(id);
    const news: Message[] = [];
    room.on('message', (message) => news.push(message));
    await until(room, isConnected);
    expect(texts(room)).to.deep.equal(written.slice(130));
    expect(room.hasOlder).to.equal(true);
    await Promise.all([room.loadOlder(), room.loadOlder()]);
    expect(texts(room)).to.deep.equal(written.slice(30));
    await room.loadOlder();
    expect(texts(room)).to.deep.equal(written);
    expect(room.hasOlder).to.equal(false);
    await room.loadOlder();
    expect(news).to.deep.equal([]);
    room.close();
  }).timeout(30_000);

  it('keeps the snapshot’s identity while nothing changed', async () => {
    const room = client().room(freshRoom());
    await room.send('x');
    await until(room, isConnected);
    const { messages } = room;
    expect(room.messages).to.equal(messages);
    await room.loadOlder();
    expect(room.messages).to.equal(messages);
    room.close();
  });

  it('refuses a text that is not sendable and shows nothing; cleans what a paste brings along', async () => {
    const room = client().room(freshRoom());
    for (const text of ['', ' \n ', 'x'.repeat(4_001), undefined as unknown as string]) {
      const error = await room.send(text).catch((reason: ChatError) => reason);
      expect(error).to.be.instanceOf(ChatError).and.include({ code: 'invalid_request', retryable: false });
      expect((error as ChatError).message).to.match(/^unable to store the message; "text"/);
    }
    expect(room.messages).to.deep.equal([]);
    expect((await room.send('a\u0000b\ud83d\n')).text).to.equal('ab\ufffd\n');
    room.close();
  });

  it('hands a listener’s error to the page and goes on', async () => {
    const room = client().room(freshRoom());
    const reported = deferred<string>();
    const before = window.onerror;
    window.onerror = (event) => {
      reported.resolve(String(event));
      return true;
    };
    room.on('change', () => {
      throw new Error('mine');
    });
    await room.send('x');
    expect(await reported.promise).to.contain('mine');
    window.onerror = before;
    expect(texts(room)).to.deep.equal(['x']);
    room.close();
  });
});

describe('a client', () => {
  it('gives the same room for the same id until its last user lets go', async () => {
    const chat = client();
    const id = freshRoom();
    const [first, second] = [chat.room(id), chat.room(id)];
    expect(first).to.equal(second);
    await until(first, isConnected);
    first.close();
    expect(first.status.current).to.equal('connected');
    second.close();
    expect(first.status.current).to.equal('closed');
    second.close();
    const third = chat.room(id);
    expect(third).not.to.equal(first);
    third.close();
  });

  it('holds several rooms at once, and none leaks into another', async () => {
    const chat = client();
    const rooms = Array.from({ length: 3 }, () => chat.room(freshRoom()));
    await Promise.all(rooms.map((room) => until(room, isConnected)));
    await Promise.all(rooms.map((room) => room.send(room.id)));
    for (const room of rooms) {
      expect(texts(room)).to.deep.equal([room.id]);
      room.close();
    }
  });

  it('sends what was written before its room was closed, and shows it when the room is opened again', async () => {
    const gate = deferred();
    const chat = client({
      fetch: async (input, init) => {
        await gate.promise;
        return fetch(input, init);
      },
    });
    const id = freshRoom();
    const room = chat.room(id);
    const sent = room.send('not lost');
    room.close();
    const again = chat.room(id);
    expect(texts(again)).to.deep.equal(['not lost']);
    gate.resolve();
    expect((await sent).status).to.equal('sent');
    await until(again, isConnected);
    expect(statuses(again)).to.deep.equal(['sent']);
    again.close();
  });

  it('refuses what cannot work, before anything is requested', () => {
    const user = { id: 'u', name: 'U' };
    const cases: [() => unknown, string, string][] = [
      [
        () => createChatClient({ ...backend, user, api: '/chat' }),
        'invalid_argument',
        '"api" is not an absolute address',
      ],
      [
        () => createChatClient({ ...backend, user, api: 'ws://x' }),
        'invalid_argument',
        '"api" must begin with http',
      ],
      [
        () => createChatClient({ ...backend, user, socket: 'http://x' }),
        'invalid_argument',
        '"socket" must begin with ws',
      ],
      [
        () => createChatClient({ ...backend, user: { id: '', name: 'U' } }),
        'invalid_request',
        '"user_id" must not be empty',
      ],
      [
        () => createChatClient({ ...backend, user: { id: 'u', name: 'a\n' } }),
        'invalid_request',
        '"name" must not contain',
      ],
      [() => createChatClient({ ...backend } as never), 'invalid_request', '"user_id" is missing'],
      ...[199, Number.NaN].map((kept): [() => unknown, string, string] => [
        () => createChatClient({ ...backend, user, kept }),
        'invalid_argument',
        '"kept" must be a number from 200 on',
      ]),
      [() => client().room(''), 'invalid_request', '"room_id" must not be empty'],
      [() => client().room('x'.repeat(129)), 'invalid_request', '"room_id" must have at most 128'],
    ];
    for (const [make, code, reason] of cases) {
      expect(make).to.throw(ChatError, reason).with.property('code', code);
    }
  });

  it('closed rooms refuse to work with a clear error', async () => {
    const room = client().room(freshRoom());
    room.close();
    const calls = [
      () => room.send('x'),
      () => room.loadOlder(),
      () => room.loadAround(1),
      () => room.retry('x'),
      () => room.ban('x'),
    ];
    for (const call of calls) {
      expect(await call().catch((error: ChatError) => error.code)).to.equal('room_closed');
    }
    for (const call of [() => room.reconnect(), () => room.discard('x')]) {
      expect(call).to.throw(ChatError, 'the room was closed');
    }
  });
});
