import { expect } from '@open-wc/testing';
import { Box } from './box.js';
import { FakeRoom } from './fake-room.js';

/** What browsers send when Enter ends a Korean syllable; each is followed by a plain Enter, or by none. */
const ENDING = [
  { title: 'Chrome and Firefox, still composing', isComposing: true, keyCode: 229 },
  { title: 'Safari, composition already ended', isComposing: false, keyCode: 229 },
  { title: 'an input method that keeps the key code', isComposing: true, keyCode: 13 },
] as const;

describe('typing with an input method', () => {
  for (const { title, ...init } of ENDING) {
    it(`does not send while Enter ends a syllable: ${title}`, async () => {
      const source = new FakeRoom();
      const box = await Box.show(source);
      await box.type('안녕하세요');
      expect(await box.press('Enter', init), 'the browser goes on').to.equal(true);
      expect(source.sent).to.deep.equal([]);
      expect(box.composer.value).to.equal('안녕하세요');
      expect(await box.press('Enter', { keyCode: 13 })).to.equal(false);
      expect(source.sent).to.deep.equal(['안녕하세요']);
    });
  }

  it('is not disturbed by what arrives meanwhile', async () => {
    const source = new FakeRoom();
    const box = await Box.show(source);
    box.composer.dispatchEvent(new CompositionEvent('compositionstart'));
    await box.type('안녀');
    const writes: string[] = [];
    const value = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value');
    Object.defineProperty(box.composer, 'value', {
      configurable: true,
      get: () => value?.get?.call(box.composer),
      set: (text: string) => writes.push(text),
    });
    source.become('disconnected');
    await box.settled();
    expect(writes).to.deep.equal([]);
  });
});
