import { expect } from '@open-wc/testing';
import type { ChatError, Recovery } from '../../../src/client/index.js';
import type { Right } from '../../../src/contract/index.js';
import { texts } from './fixture.js';
import { memory } from './memory.js';
import { played } from './played.js';
import { endpoint, refused } from './token-backend.js';

const rights: readonly Right[] = ['read', 'write', 'moderate'];
const { getToken } = endpoint(() => ({ rights, life: 86_400 }));

describe('a message that was deleted', () => {
  it(
    'before it came is no news, and is not counted',
    played(async ({ backend, enter, pass }) => {
      const room = enter(getToken);
      await pass(7_000, 500);
      const [heard, recoveries]: [string[], Recovery[]] = [[], []];
      room.on('message', ({ text }) => heard.push(text));
      room.on('recovered', (recovery) => recoveries.push(recovery));
      backend.isPushing = false;
      backend.lines[0]?.end(1006);
      const [gone, late] = [backend.write('gone'), backend.write('late')];
      backend.write('here');
      backend.change('delete', { target: gone.timestamp });
      await pass(8_000);
      expect(heard).to.deep.equal(['late', 'here']);
      expect(recoveries).to.deep.equal([{ count: 2 }]);
      expect(texts(room)).to.deep.equal(['', 'late', 'here']);
      // Its deletion is pushed, then what it said before.
      const early = backend.write('early');
      const deleted = backend.change('delete', { target: early.timestamp });
      backend.open[0]?.push({ type: 'change', item: deleted });
      backend.open[0]?.push(early);
      expect(texts(room)).to.deep.equal(['', 'late', 'here', '']);
      expect(heard).to.deep.equal(['late', 'here']);
      expect(late.message).to.equal('late');
    }),
  );

  it(
    'by somebody else meanwhile is deleted as well as one could; one that is not known to be is an error',
    played(async ({ backend, enter, pass }) => {
      const { timestamp } = backend.write('twice');
      const room = enter(getToken);
      await pass(7_000, 500);
      backend.refusal = ({ method }) => (method === 'PUT' ? refused('not_found') : undefined);
      const unknown = room.delete(timestamp).catch((error: ChatError) => error);
      await pass(100);
      expect(await unknown).to.include({ code: 'not_found' });
      const deleting = room.delete(timestamp);
      backend.change('delete', { target: timestamp });
      await pass(100);
      expect(await deleting).to.include({ timestamp, text: '', deleted: true });
      const editing = room.edit(timestamp, 'x').catch((error: ChatError) => error);
      await pass(100);
      expect(await editing).to.include({ code: 'not_found' });
    }),
  );

  it(
    'leaves this device at once, not only when the copy is next due',
    played(async ({ backend, enter, pass }) => {
      const storage = memory();
      const kept = () => JSON.stringify([...storage.kept]);
      const { timestamp } = backend.write('secret');
      enter(getToken, { storage });
      await pass(7_000, 500);
      expect(kept()).to.contain('secret');
      backend.change('delete', { target: timestamp });
      await pass(0);
      expect(kept()).not.to.contain('secret');
      expect(kept()).to.contain('erased');
    }),
  );

  it(
    'stays away from this device when a tab that does not know of it queues a message',
    played(async ({ backend, enter, pass }) => {
      const storage = memory();
      const kept = () => JSON.stringify([...storage.kept]);
      const { timestamp } = backend.write('secret');
      const [first, second] = [enter(getToken, { storage }), enter(getToken, { storage })];
      await pass(7_000, 500);
      backend.refusal = ({ method }) => (method === 'PUT' ? refused('unavailable', 300) : undefined);
      // The second tab's line is dead, and nobody has noticed yet.
      const [line] = backend.open.slice(-1);
      if (line) line.push = () => {};
      backend.change('delete', { target: timestamp });
      second.send('mine').catch(() => {});
      await pass(4_000);
      expect([texts(first)[0], texts(second)[0]]).to.deep.equal(['', 'secret']);
      expect(kept()).not.to.contain('secret');
    }),
  );
});
