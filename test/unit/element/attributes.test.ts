import { expect, waitUntil } from '@open-wc/testing';
import { Box } from './box.js';
import { installBackend } from './fake-backend.js';
import { FakeRoom } from './fake-room.js';

describe('attributes', () => {
  let backend: ReturnType<typeof installBackend>;
  beforeEach(() => {
    backend = installBackend();
  });
  afterEach(() => backend.restore());

  const connected = (...lines: string[]) =>
    waitUntil(() => backend.connected.join() === lines.join(), `not connected: ${lines}`);

  it('open the room that they name', async () => {
    const box = await Box.show(undefined, {
      ...backend.addresses,
      room: '한국어 방',
      'user-id': 'ada',
      name: 'Ada',
    });
    await connected('한국어 방 ada');
    await waitUntil(() => box.state === 'Connected');
    expect(box.text).to.contain('한국어 방').and.contain('No messages yet');
    await box.type('hello');
    await box.press('Enter');
    await waitUntil(() => backend.puts.length === 1);
    expect(backend.puts[0]).to.include({ room_id: '한국어 방', user_id: 'ada', name: 'Ada', text: 'hello' });
  });

  for (const [attribute, value, line] of [
    ['room', 'attic', 'attic ada'],
    ['user-id', 'bob', 'lobby bob'],
    ['name', 'Ada L.', 'lobby ada'],
    ['api', 'http://other.test', 'lobby ada'],
    ['socket', 'ws://other.test', 'lobby ada'],
  ] as const) {
    it(`"${attribute}", when it changes, closes the room and opens the new one`, async () => {
      const box = await Box.show(undefined, {
        ...backend.addresses,
        room: 'lobby',
        'user-id': 'ada',
        name: 'Ada',
      });
      await connected('lobby ada');
      box.element.setAttribute(attribute, value);
      await waitUntil(() => backend.lines.length === 2 && backend.connected.length === 1);
      await connected(line);
      expect(backend.lines[0]?.isOpen).to.equal(false);
    });
  }

  it('that change together open one room', async () => {
    const box = await Box.show(undefined, { ...backend.addresses, room: 'lobby', 'user-id': 'ada' });
    await connected('lobby ada');
    Object.assign(box.element, { room: 'attic', userId: 'bob', name: 'Bob' });
    await connected('attic bob');
    expect(backend.lines).to.have.length(2);
  });

  it('give way to a source, and come back without it', async () => {
    const box = await Box.show(undefined, { ...backend.addresses, room: 'lobby', 'user-id': 'ada' });
    await connected('lobby ada');
    box.element.source = new FakeRoom({ id: 'from the page' });
    await connected();
    await box.settled();
    expect(box.text).to.contain('from the page');
    box.element.source = undefined;
    await connected('lobby ada');
  });

  it('with a user and no name show the user by id', async () => {
    const box = await Box.show(undefined, { ...backend.addresses, room: 'lobby', 'user-id': 'ada' });
    await box.type('hi');
    await box.press('Enter');
    await waitUntil(() => backend.puts.length === 1);
    expect(backend.puts[0]).to.include({ user_id: 'ada', name: 'ada' });
  });

  it('are not written by the element itself', async () => {
    const box = await Box.show(new FakeRoom());
    expect(box.element.getAttributeNames()).to.deep.equal(['lang']);
  });

  it('keep a message that was on its way when the room changed', async () => {
    const box = await Box.show(undefined, { ...backend.addresses, room: 'lobby', 'user-id': 'ada' });
    await waitUntil(() => box.state === 'Connected');
    backend.isDown = true;
    await box.type('on its way');
    await box.press('Enter');
    box.element.room = 'attic';
    await box.settled();
    expect(box.texts).to.deep.equal([]);
    box.element.room = 'lobby';
    await box.settled();
    expect(box.texts).to.deep.equal(['on its way']);
  });
});
