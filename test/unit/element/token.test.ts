import { expect, nextFrame, waitUntil } from '@open-wc/testing';
import { type GetToken, unverifiedClaims } from '../../../src/client/index.js';
import { GRACE_MS } from '../../../src/element/room.js';
import { Box } from './box.js';
import { installBackend } from './fake-backend.js';
import { FakeRoom } from './fake-room.js';

/** A token as a site's server makes it, but for the signature, which nobody checks here. */
function tokenOf(claims: Readonly<Record<string, unknown>>): string {
  const exp = Math.floor(Date.now() / 1_000) + 300;
  const json = JSON.stringify({ rooms: { lobby: ['read', 'write'] }, exp, ...claims });
  const bytes = String.fromCharCode(...new TextEncoder().encode(json));
  return `e30.${btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}.c2ln`;
}

const mina = tokenOf({ sub: 'mina', name: '미나 ÿþ>?' });

describe('a room token', () => {
  let backend: ReturnType<typeof installBackend>;
  let lobby: typeof backend.addresses & { room: string };
  beforeEach(() => {
    backend = installBackend();
    lobby = { ...backend.addresses, room: 'lobby' };
  });
  afterEach(() => backend.restore());

  const connected = (line: string) =>
    waitUntil(() => backend.connected.join() === line, `not connected: ${line}`);
  const say = async (box: Box, text: string) => {
    const { length } = backend.puts;
    await box.type(text);
    await box.press('Enter');
    await waitUntil(() => backend.puts.length > length);
    return backend.puts.at(-1);
  };

  it('says who writes', async () => {
    const box = await Box.show(undefined, { ...lobby, token: mina });
    await connected('lobby mina');
    expect(await say(box, 'hello')).to.include({ user_id: 'mina', name: '미나 ÿþ>?' });
    expect(backend.lines.map(({ token }) => token)).to.deep.equal([mina]);
    expect(new Set(backend.tokens)).to.deep.equal(new Set([mina]));
  });

  it("of another user than the attribute's is said, in words, until they are the same", async () => {
    const box = await Box.show(undefined, { ...lobby, token: mina, 'user-id': 'ada' });
    expect(box.alert).to.equal(
      'The chat cannot be shown: the attribute “user-id” is not what the token says.',
    );
    box.element.lang = 'ko';
    await box.settled();
    expect(box.alert).to.contain('“user-id” 속성의 값이 토큰과 다릅니다');
    expect(backend.lines).to.have.length(0);
    box.element.userId = 'mina';
    await connected('lobby mina');
  });

  it('of the user who follows is not given to what the one before left unsent', async () => {
    const asked: string[] = [];
    const tokensOf =
      (sub: string, life: number): GetToken =>
      ({ reason }) => {
        asked.push(`${sub} ${reason}`);
        const exp = Date.now() / 1_000 + 300;
        return tokenOf({ sub, name: sub, exp, iat: exp - life });
      };
    // So short that each request asks for another one.
    const ada = { userId: 'ada', name: 'ada', getToken: tokensOf('ada', 0.001) };
    const bob = { userId: 'bob', name: 'bob', getToken: tokensOf('bob', 300) };
    const box = await Box.show();
    Object.assign(box.element, lobby, ada);
    await connected('lobby ada');
    await box.type('from ada');
    // Before the message is on its way, somebody else is signed in.
    const pressed = box.press('Enter');
    Object.assign(box.element, bob);
    asked.length = 0;
    await pressed;
    await connected('lobby bob');
    await say(box, 'from bob');
    const sentAs = () =>
      backend.puts.map(({ text }, i) => `${text}, ${unverifiedClaims(backend.putTokens[i] ?? '')?.sub}`);
    expect(sentAs()).to.deep.equal(['from bob, bob']);
    expect(asked).to.deep.equal(['bob connect']);
    Object.assign(box.element, ada);
    await waitUntil(() => backend.puts.length === 2);
    expect(sentAs()).to.deep.equal(['from bob, bob', 'from ada, ada']);
  });

  it('is in no address and in no text', async () => {
    const box = await Box.show(undefined, { ...lobby, token: mina });
    await connected('lobby mina');
    await say(box, 'hello');
    for (const { url } of backend.lines) expect(url.href).to.not.contain(mina);
    expect(box.element.renderRoot.querySelector('section')?.outerHTML).to.not.contain(mina);
    expect(box.element.getAttributeNames()).to.have.members(['lang', 'api', 'socket', 'room', 'token']);
  });

  it('that follows another one of the same user does not open the room anew', async () => {
    const box = await Box.show(undefined, { ...lobby, token: mina });
    await connected('lobby mina');
    box.element.token = tokenOf({ sub: 'mina', name: 'Mina, renamed' });
    await box.settled();
    expect(backend.lines).to.have.length(1);
    expect(backend.lines[0]?.isOpen).to.equal(true);
  });

  it('of another user opens the room as that user', async () => {
    const box = await Box.show(undefined, { ...lobby, token: mina });
    await connected('lobby mina');
    box.element.token = tokenOf({ sub: 'ada', name: 'Ada' });
    await connected('lobby ada');
    expect(backend.lines[0]?.isOpen).to.equal(false);
  });

  it('that follows one that was refused is tried at once', async () => {
    backend.refusal = 'unauthorized';
    const box = await Box.show(undefined, { ...lobby, token: mina });
    await waitUntil(() => box.state === 'Not connected');
    backend.refusal = undefined;
    box.element.token = tokenOf({ sub: 'mina', name: '미나 ÿþ>?', jti: 'next' });
    await connected('lobby mina');
    await waitUntil(() => box.state === 'Connected');
    expect(backend.lines.at(-1)?.token).to.equal(box.element.token);
  });

  it('does not touch a room that the page brought', async () => {
    const source = new FakeRoom();
    const box = await Box.show(source);
    source.become('failed');
    box.element.token = mina;
    await box.settled();
    expect(source.calls).to.deep.equal([]);
  });

  for (const [title, token] of [
    ['no token', 'nonsense'],
    ['no JSON', 'e30.AAAA.c2ln'],
    ['no object', `e30.${btoa('null')}.c2ln`],
    ['no user', tokenOf({ name: 'Mina' })],
    ['an id that is no text', tokenOf({ sub: 7, name: 'Mina' })],
  ] as const) {
    it(`that is ${title} is said not to be valid, and not shown`, async () => {
      const box = await Box.show(undefined, { ...lobby, token });
      expect(box.alert).to.contain('“token” is not valid').and.not.contain(token);
      expect(backend.lines).to.have.length(0);
    });
  }

  it('may be handed out by the page each time, with the newest function', async () => {
    const asked: string[] = [];
    const getToken =
      (tag: string): GetToken =>
      ({ room, reason }) => {
        asked.push(`${tag} ${room} ${reason}`);
        return mina;
      };
    const box = await Box.show(undefined, { ...lobby, room: '' });
    Object.assign(box.element, { room: 'lobby', userId: 'mina', getToken: getToken('first') });
    await connected('lobby mina');
    expect(asked).to.deep.equal(['first lobby connect']);
    box.element.getToken = getToken('second');
    box.element.room = 'attic';
    await connected('attic mina');
    expect(asked.slice(1)).to.deep.equal(['second attic connect']);
    expect(backend.lines).to.have.length(2);
  });

  describe('of several boxes', () => {
    /** Shows a box whose page hands out a token for each request, and notes who was asked. */
    const showAsked = async (tag: string, asked: string[], place = lobby) => {
      const box = await Box.show();
      const getToken: GetToken = ({ room }) => {
        asked.push(`${tag} for ${room}`);
        const exp = Date.now() / 1_000 + 300;
        return tokenOf({ sub: 'mina', name: tag, exp, iat: exp - 0.001 });
      };
      Object.assign(box.element, place, { userId: 'mina', getToken });
      await box.settled();
      await waitUntil(() => box.state === 'Connected');
      return box;
    };

    it('is asked of the one that shows the room', async () => {
      const asked: string[] = [];
      const box = await showAsked('first', asked);
      await showAsked('second', asked, { ...lobby, room: 'attic' });
      await say(box, 'hello');
      expect(new Set(asked)).to.deep.equal(new Set(['first for lobby', 'second for attic']));
    });

    it('is asked of the newest, of one that is left, and of nobody when none is', async () => {
      const asked: string[] = [];
      const first = await showAsked('first', asked);
      const second = await showAsked('second', asked);
      const writers = () => backend.putTokens.map((token = '') => unverifiedClaims(token)?.name);
      await say(first, 'one');
      second.takeOut(GRACE_MS);
      await say(first, 'two');
      expect(writers()).to.deep.equal(['second', 'first']);
      backend.isDown = true;
      await first.type('three');
      await first.press('Enter');
      first.takeOut(GRACE_MS);
      asked.length = 0;
      backend.isDown = false;
      dispatchEvent(new Event('online'));
      await nextFrame();
      expect(asked).to.deep.equal([]);
      await showAsked('next', asked);
      await waitUntil(() => backend.puts.length === 3);
      expect(writers()).to.deep.equal(['second', 'first', 'next']);
    });
  });

  it('that the page hands out does not say who writes', async () => {
    const box = await Box.show();
    Object.assign(box.element, { ...lobby, getToken: () => mina });
    await box.settled();
    expect(box.alert).to.contain('“user-id” is missing');
    expect(backend.tokens).to.deep.equal([]);
    box.element.userId = 'mina';
    await connected('lobby mina');
  });

  for (const [code, english, korean] of [
    ['unauthorized', 'Your sign-in is not valid.', '다시 로그인해 주세요'],
    ['forbidden', 'You do not have permission for this.', '권한이 없습니다'],
    ['banned', 'A moderator has shut you out of this room.', '관리자가 이 채팅방에서 차단했습니다'],
  ] as const) {
    it(`that does not do is told in words: ${code}`, async () => {
      backend.refusal = code;
      const box = await Box.show(undefined, { ...lobby, token: mina });
      await waitUntil(() => box.state === 'Not connected');
      expect(box.text).to.contain(english).and.not.contain(code);
      await expect(box.element).to.be.accessible();
      box.element.lang = 'ko';
      await box.settled();
      expect(box.text).to.contain(korean);
      const { length } = backend.tokens;
      backend.refusal = undefined;
      await box.click('지금 연결');
      await connected('lobby mina');
      expect(backend.tokens.length).to.be.greaterThan(length);
    });
  }
});

describe('a room that is shut', () => {
  for (const [code, words] of [
    ['banned', 'A moderator has shut you out of this room.'],
    ['forbidden', 'You do not have permission for this.'],
    ['refused', 'The chat cannot connect.'],
  ] as const) {
    it(`says why above what was read of it: ${code}`, async () => {
      const source = new FakeRoom({ messages: [] });
      const box = await Box.show(source);
      source.failWith(code);
      await box.settled();
      expect(box.get('.outage').textContent).to.contain(words);
    });
  }
});
