import { expect } from '@open-wc/testing';
import type { ChatError } from '../../../src/client/error.js';
import { later } from '../../../src/client/later.js';
import { deferred } from './fixture.js';

describe('what is made later', () => {
  it('is made when it is first asked for, and once for all who ask', async () => {
    const code = deferred<void>();
    let made = 0;
    const load = later('test', async () => {
      await code.promise;
      return ++made;
    });
    expect(made).to.equal(0);
    const asked = [load(), load()];
    code.resolve();
    expect(await Promise.all([...asked, load()])).to.deep.equal([1, 1, 1]);
  });

  it('says that its code cannot be loaded, and is tried again the next time', async () => {
    const cause = new TypeError('Failed to fetch dynamically imported module');
    const answers = [() => Promise.reject(cause), async () => 'made'];
    const load = later(
      'test',
      () => answers.shift()?.() ?? expect.fail('it asked again'),
      'token_unavailable',
    );
    const error: ChatError = await load().then(
      () => expect.fail('it did not fail'),
      (reason) => reason,
    );
    expect(error).to.include({ code: 'token_unavailable', retryable: true, cause });
    expect(error.message).to.equal('unable to test; its code cannot be loaded');
    expect(await load()).to.equal('made');
    expect(await load()).to.equal('made');
  });
});
