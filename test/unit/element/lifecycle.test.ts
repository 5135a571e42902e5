import { expect, nextFrame, waitUntil } from '@open-wc/testing';
import { GRACE_MS } from '../../../src/element/room.js';
import { Box } from './box.js';
import { installBackend } from './fake-backend.js';
import { FakeRoom, messageOf } from './fake-room.js';

const elsewhere = () => document.body.appendChild(document.createElement('div'));

describe('the life of an element', () => {
  describe('with a room of its own', () => {
    let backend: ReturnType<typeof installBackend>;
    beforeEach(() => {
      backend = installBackend();
    });
    afterEach(() => backend.restore());

    const show = async () => {
      const box = await Box.show(undefined, { ...backend.addresses, room: 'lobby', 'user-id': 'ada' });
      await waitUntil(() => backend.connected.length === 1);
      return box;
    };

    it('keeps the connection when it is moved', async () => {
      const box = await show();
      const place = elsewhere();
      place.append(box.element);
      await box.settled();
      expect(backend.lines).to.have.length(1);
      expect(backend.connected).to.deep.equal(['lobby ada']);
      place.remove();
    });

    it('closes the connection when it is removed, and opens one when it comes back', async () => {
      const box = await show();
      box.takeOut(GRACE_MS);
      await waitUntil(() => backend.connected.length === 0);
      box.element.name = 'Ada L.';
      await box.settled();
      expect(backend.connected).to.deep.equal([]);
      const place = elsewhere();
      place.append(box.element);
      await waitUntil(() => backend.connected.length === 1);
      await waitUntil(() => box.state === 'Connected');
      place.remove();
    });

    it('opens nothing while it is outside the document', async () => {
      const element = document.createElement('chat-room');
      Object.assign(element, { ...backend.addresses, room: 'lobby' });
      await nextFrame();
      expect(backend.lines).to.have.length(0);
    });
  });

  describe('with a source', () => {
    it('listens while it is in the document, and never closes it', async () => {
      const source = new FakeRoom();
      const box = await Box.show(source);
      expect(source.listeners).to.be.greaterThan(0);
      box.takeOut(GRACE_MS);
      expect(source.listeners).to.equal(0);
      expect(source.closed).to.equal(0);
    });

    it('stops listening to one source when it gets another', async () => {
      const first = new FakeRoom({ id: 'first', messages: [messageOf('one')] });
      const second = new FakeRoom({ id: 'second', messages: [messageOf('two')] });
      const box = await Box.show(first);
      box.element.source = second;
      await box.settled();
      expect(box.texts).to.deep.equal(['two']);
      expect(first.listeners).to.equal(0);
      expect(first.closed).to.equal(0);
    });

    it('shows what came while it was away', async () => {
      const source = new FakeRoom({ messages: [messageOf('before')] });
      const box = await Box.show(source);
      const parent = box.element.parentElement;
      box.element.remove();
      await box.settled();
      source.receive(messageOf('meanwhile'));
      parent?.append(box.element);
      await box.settled();
      expect(box.texts).to.deep.equal(['before', 'meanwhile']);
    });

    it('keeps what was typed when it is moved', async () => {
      const box = await Box.show(new FakeRoom());
      await box.type('half a thought');
      const place = elsewhere();
      place.append(box.element);
      await box.settled();
      expect(box.composer.value).to.equal('half a thought');
      place.remove();
    });
  });
});
