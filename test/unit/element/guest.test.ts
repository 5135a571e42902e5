import { expect, waitUntil } from '@open-wc/testing';
import { guestId, guestTag } from '../../../src/element/guest.js';
import { Box } from './box.js';
import { installBackend } from './fake-backend.js';
import { BLOCKED, FULL, withStorage } from './storage.js';

const KEY = 'chat-room-guest';

/** A copy of the module that remembers nothing, as on the next page. */
async function nextPage(): Promise<typeof import('../../../src/element/guest.js')> {
  return import(`${new URL('../../../src/element/guest.ts', import.meta.url).href}?${Math.random()}`);
}

describe('a guest', () => {
  beforeEach(() => localStorage.removeItem(KEY));

  it('is made once and met again on the next page', async () => {
    const first = (await nextPage()).guestId();
    expect(first).to.match(/^guest-[0-9a-f]{16}$/);
    expect((await nextPage()).guestId()).to.equal(first);
    localStorage.removeItem(KEY);
    expect((await nextPage()).guestId()).to.not.equal(first);
  });

  it('lives as long as the page where storage is blocked', async () => {
    await withStorage(BLOCKED, async () => {
      const page = await nextPage();
      expect(page.guestId()).to.equal(page.guestId());
    });
  });

  it('lives as long as the page where storage is full', async () => {
    await withStorage(FULL, async () => {
      const page = await nextPage();
      expect(page.guestId()).to.equal(page.guestId());
    });
  });

  it('is not taken from storage when what lies there is no id', async () => {
    for (const broken of ['', 'x'.repeat(129), 'a\u0000b']) {
      localStorage.setItem(KEY, broken);
      expect((await nextPage()).guestId()).to.match(/^guest-/);
    }
  });

  for (const [lang, name] of [
    ['en', 'Guest'],
    ['ko', '손님'],
  ] as const) {
    it(`is called ${name} and four characters of the id in "${lang}"`, async () => {
      const backend = installBackend();
      try {
        const box = await Box.show(undefined, { ...backend.addresses, room: 'lobby', lang });
        await waitUntil(() => backend.connected.length === 1);
        await box.type('hi');
        await box.press('Enter');
        await waitUntil(() => backend.puts.length === 1);
        const id = guestId();
        expect(backend.puts[0]).to.include({ user_id: id, name: `${name} ${guestTag(id)}` });
      } finally {
        backend.restore();
      }
    });
  }
});
