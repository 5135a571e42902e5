import { expect, waitUntil } from '@open-wc/testing';
import { Box } from './box.js';
import { installBackend } from './fake-backend.js';

const ADA = { room: 'lobby', 'user-id': 'ada', name: 'Ada' } as const;

describe('a misconfigured element', () => {
  let backend: ReturnType<typeof installBackend>;
  let good: typeof ADA & typeof backend.addresses;
  beforeEach(() => {
    backend = installBackend();
    good = { ...backend.addresses, ...ADA };
  });
  afterEach(() => backend.restore());

  for (const attribute of ['api', 'socket', 'room'] as const) {
    it(`says in the box that "${attribute}" is missing`, async () => {
      const { [attribute]: _, ...rest } = good;
      const box = await Box.show(undefined, rest);
      expect(box.alert).to.contain(`“${attribute}” is missing`);
      expect(backend.lines).to.have.length(0);
      await expect(box.element).to.be.accessible();
    });
  }

  for (const [attribute, value] of [
    ['api', 'not an address'],
    ['api', '/chat'],
    ['api', 'ws://chat.test'],
    ['socket', 'http://chat.test'],
    ['socket', 'javascript:alert(1)'],
    ['room', 'x'.repeat(129)],
    ['room', 'a\u0007b'],
    ['room', '\ud800'],
    ['user-id', '방'.repeat(129)],
    ['user-id', 'a\nb'],
    ['name', '이'.repeat(81)],
  ] as const) {
    it(`says that "${attribute}" is not valid: ${JSON.stringify(value).slice(0, 24)}`, async () => {
      const box = await Box.show(undefined, { ...good, [attribute]: value });
      expect(box.alert).to.contain(`“${attribute}” is not valid`);
      expect(backend.lines).to.have.length(0);
    });
  }

  it('takes as many characters as the limits say, whatever their bytes', async () => {
    await Box.show(undefined, { ...good, room: '👍'.repeat(128), name: '👍'.repeat(80) });
    await waitUntil(() => backend.connected.length === 1);
  });

  it('says it in Korean on a Korean page', async () => {
    const box = await Box.show(undefined, { ...backend.addresses, lang: 'ko' });
    expect(box.alert).to.contain('“room” 속성이 없습니다');
  });

  it('passes on what only the client knows', async () => {
    const { WebSocket } = globalThis;
    Object.assign(globalThis, { WebSocket: undefined });
    try {
      const box = await Box.show(undefined, good);
      expect(box.alert).to.contain('no WebSocket');
    } finally {
      Object.assign(globalThis, { WebSocket });
    }
  });

  it('recovers once the attribute is there', async () => {
    const box = await Box.show(undefined, { ...good, room: '' });
    box.element.room = 'lobby';
    await waitUntil(() => backend.connected.length === 1);
    await box.settled();
    expect(box.alert).to.equal(undefined);
    expect(box.composer.isConnected).to.equal(true);
  });

  it('keeps what was typed while an attribute is wrong for a while', async () => {
    const box = await Box.show(undefined, good);
    await box.type('half a thought');
    box.element.api = '';
    await box.settled();
    expect(box.alert).to.contain('“api” is missing');
    box.element.api = backend.addresses.api;
    await box.settled();
    expect(box.composer.value).to.equal('half a thought');
  });
});
