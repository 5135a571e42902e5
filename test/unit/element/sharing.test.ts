import { expect, nextFrame, waitUntil } from '@open-wc/testing';
import type { ChatRoomElement } from '../../../src/element/chat-room.js';
import { GRACE_MS } from '../../../src/element/room.js';
import { Box } from './box.js';
import { installBackend } from './fake-backend.js';

describe('a room of this page', () => {
  let backend: ReturnType<typeof installBackend>;
  let lobby: Readonly<Record<string, string>>;
  beforeEach(() => {
    backend = installBackend();
    lobby = { ...backend.addresses, room: 'lobby', 'user-id': 'ada', name: 'Ada' };
  });
  afterEach(() => backend.restore());

  const show = async (attributes = lobby) => {
    const box = await Box.show(undefined, attributes);
    await waitUntil(() => box.state === 'Connected');
    return box;
  };
  const connected = (...lines: string[]) =>
    waitUntil(() => backend.connected.join() === lines.join(), `not connected: ${lines}`);
  const say = async (box: Box, text: string) => {
    const { length } = backend.puts;
    await box.type(text);
    await box.press('Enter');
    await waitUntil(() => backend.puts.length > length);
    await box.settled();
  };
  const write = (text: string) => {
    const body = JSON.stringify({ room_id: 'lobby', user_id: 'bob', name: 'Bob', text });
    return fetch(backend.addresses.api, { method: 'PUT', body });
  };

  describe('in two boxes', () => {
    it('has one connection and one history, and shows a message once in each', async () => {
      await write('before');
      const requests = backend.tokens.length;
      const boxes = [await show(), await show()] as const;
      expect(backend.lines).to.have.length(1);
      expect(backend.tokens).to.have.length(requests + 1);
      await say(boxes[0], 'hello');
      await boxes[1].settled();
      for (const { texts } of boxes) expect(texts).to.deep.equal(['before', 'hello']);
      expect(backend.puts).to.have.length(2);
    });

    it('stays until the last of them is gone', async () => {
      const [first, second] = [await show(), await show()];
      first.takeOut(GRACE_MS);
      await say(second, 'still here');
      await connected('lobby ada');
      second.takeOut(GRACE_MS);
      await connected();
      expect(backend.lines).to.have.length(1);
    });

    it('leaves each what is typed there', async () => {
      const [first, second] = [await show(), await show()];
      await first.type('half a thought');
      await say(second, 'a whole one');
      await first.settled();
      expect(first.composer.value).to.equal('half a thought');
      expect(first.texts).to.deep.equal(['a whole one']);
    });

    for (const [attribute, value, line] of [
      ['user-id', 'bob', 'lobby bob'],
      ['room', 'attic', 'attic ada'],
      ['name', 'Ada L.', 'lobby ada'],
    ] as const) {
      it(`is not the same where "${attribute}" is not`, async () => {
        await show();
        await show({ ...lobby, [attribute]: value });
        await connected('lobby ada', line);
      });
    }

    it('is left by one whose attributes change, and not by the other', async () => {
      const [first, second] = [await show(), await show()];
      first.element.room = 'attic';
      await connected('lobby ada', 'attic ada');
      await say(second, 'hello');
      expect(backend.puts.at(-1)).to.include({ room_id: 'lobby' });
    });
  });

  describe('whose box is taken out', () => {
    it('keeps its connection, its draft and its place for the box that is put back', async () => {
      for (let i = 0; i < 40; i++) await write(`message ${i}`);
      const box = await show();
      const parent = box.element.parentElement;
      await box.scrollTo(200);
      await box.type('half a thought');
      const held = box.rows.find((row) => row.offsetTop >= box.list.scrollTop);
      const placeOf = () => (held?.offsetTop ?? Number.NaN) - box.list.scrollTop;
      const before = placeOf();
      box.takeOut(1_000);
      await nextFrame();
      expect(backend.connected).to.deep.equal(['lobby ada']);
      parent?.append(box.element);
      await box.settled();
      expect(held?.isConnected).to.equal(true);
      expect(placeOf()).to.equal(before);
      expect(box.composer.value).to.equal('half a thought');
      expect(backend.lines).to.have.length(1);
      expect(box.state).to.equal('Connected');
    });

    it('closes a whole moment after the last time', async () => {
      const box = await show();
      const parent = box.element.parentElement;
      box.takeOut(GRACE_MS - 1);
      parent?.append(box.element);
      await box.settled();
      box.takeOut(GRACE_MS - 1);
      await nextFrame();
      expect(backend.connected).to.deep.equal(['lobby ada']);
    });

    it('shows what came meanwhile below a line, at the end', async () => {
      const box = await show();
      const other = await show();
      const parent = box.element.parentElement;
      box.element.remove();
      await say(other, 'meanwhile');
      parent?.append(box.element);
      await box.settled();
      expect(box.texts).to.deep.equal(['meanwhile']);
      expect(box.isAtEnd).to.equal(true);
    });

    for (const [title, swap] of [
      ['a navigation that swaps the body', (next: () => void) => next()],
      ['a view transition', (next: () => void) => document.startViewTransition(next).updateCallbackDone],
    ] as const) {
      it(`keeps its connection over ${title}`, async () => {
        const box = await show();
        await say(box, 'hello');
        const { body } = document;
        const next = new DOMParser().parseFromString(box.element.outerHTML, 'text/html').body;
        try {
          await swap(() => body.replaceWith(next));
          const after = new Box(next.firstElementChild as ChatRoomElement);
          await after.settled();
          expect(after.texts).to.deep.equal(['hello']);
          expect(after.state).to.equal('Connected');
          expect(backend.lines).to.have.length(1);
          expect(backend.lines[0]?.isOpen).to.equal(true);
        } finally {
          next.replaceWith(body);
        }
      });
    }
  });

  it('is tried again by the next box when it failed in one', async () => {
    backend.refusal = 'forbidden';
    const box = await Box.show(undefined, lobby);
    await waitUntil(() => box.state === 'Not connected');
    backend.refusal = undefined;
    await show();
    await box.settled();
    expect(box.state).to.equal('Connected');
  });
});
