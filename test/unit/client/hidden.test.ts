import { expect } from '@open-wc/testing';
import { restore, stub } from 'sinon';
import { type Played, played } from './played.js';
import { endpoint, refused } from './token-backend.js';

const MINUTE = 60_000;

const show = (state: DocumentVisibilityState): void => {
  stub(document, 'visibilityState').value(state);
  document.dispatchEvent(new Event('visibilitychange'));
};

/** What leaves a page: requests, handshakes and frames. */
const traffic = ({ requests, lines }: Played['backend']): number =>
  requests.length + lines.reduce((sum, { sent }) => sum + 1 + sent.length, 0);

describe('a room on a hidden page', () => {
  afterEach(() => restore());

  it(
    'gives its line up after half an hour, asks nobody for anything, and is complete when it is seen again',
    played(async ({ backend, clock, enter, pass }) => {
      const { getToken } = endpoint(() => ({ life: 24 * 60 * 60 }));
      const room = enter(getToken);
      await pass(6_000);
      const recovered: number[] = [];
      room.on('recovered', ({ count }) => recovered.push(count));
      show('hidden');
      clock.tick(29 * MINUTE);
      expect(room.status.current).to.equal('connected');
      clock.tick(2 * MINUTE);
      expect(room.status).to.deep.equal({ current: 'disconnected', previous: 'connected' });
      expect(backend.open).to.have.length(0);

      const sent = traffic(backend);
      backend.write('unseen');
      for (const sign of ['offline', 'online']) window.dispatchEvent(new Event(sign));
      clock.tick(180 * MINUTE);
      expect(traffic(backend)).to.equal(sent);
      expect(room.messages).to.deep.equal([]);

      show('visible');
      expect(room.status.current).to.equal('connecting');
      await pass(1_000);
      expect(room.status.current).to.equal('connected');
      expect(room.messages.map(({ text }) => text)).to.deep.equal(['unseen']);
      expect(recovered).to.deep.equal([1]);
      clock.tick(60 * MINUTE);
      expect(backend.open).to.have.length(1);
    }),
  );

  it(
    'keeps its line where it was opened hidden and is seen in time',
    played(async ({ backend, clock, enter, pass }) => {
      stub(document, 'visibilityState').value('hidden');
      enter(endpoint(() => ({ life: 24 * 60 * 60 })).getToken);
      await pass(6_000);
      clock.tick(29 * MINUTE);
      expect(backend.lines).to.have.length(1);
      show('visible');
      clock.tick(29 * MINUTE);
      expect(backend.lines).to.have.length(1);
      show('hidden');
      clock.tick(31 * MINUTE);
      expect(backend.open).to.have.length(0);
    }),
  );

  it(
    'sends first what waits to be sent',
    played(async ({ backend, clock, enter, pass }) => {
      const room = enter(endpoint(() => ({ life: 24 * 60 * 60 })).getToken);
      await pass(6_000);
      backend.refusal = ({ method }) => (method === 'PUT' ? refused('unavailable') : undefined);
      show('hidden');
      clock.tick(29 * MINUTE);
      const sent = room.send('at last');
      await pass(3 * MINUTE, 5_000);
      expect(backend.open).to.have.length(1);
      backend.refusal = () => undefined;
      await pass(2 * MINUTE, 10_000);
      expect(await sent).to.include({ text: 'at last', status: 'sent' });
      expect(backend.open).to.have.length(0);
      expect(room.status.current).to.equal('disconnected');
    }),
  );
});
