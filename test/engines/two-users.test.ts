import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import '../../src/element/define.js';
import { backend, freshRoom } from '../unit/client/fixture.js';
import { Box } from '../unit/element/box.js';

/** A message goes through a browser, a backend and a browser. */
const PATIENCE = { timeout: 8_000 };

/** The lines of the boxes, oldest first. */
class Lines {
  readonly opened: WebSocket[] = [];
  readonly #real = globalThis.WebSocket;

  constructor() {
    const { opened } = this;
    globalThis.WebSocket = class extends this.#real {
      constructor(...given: ConstructorParameters<typeof WebSocket>) {
        super(...given);
        opened.push(this);
      }
    };
  }

  restore(): void {
    globalThis.WebSocket = this.#real;
  }
}

async function show(room: string, name: string): Promise<Box> {
  const element = document.createElement('chat-room');
  // A page has one client for a user, who would keep the sockets of the test before.
  Object.assign(element, { ...backend, room, userId: `${name} of ${room}`, name, lang: 'en' });
  (await fixture(html`<div></div>`)).append(element);
  const box = new Box(element);
  await waitUntil(() => box.find('header') && box.state === 'Connected', name, PATIENCE);
  return box;
}

async function say(box: Box, text: string): Promise<void> {
  await box.type(text);
  await box.press('Enter');
}

const until = (box: Box, texts: readonly string[]): Promise<void> =>
  waitUntil(() => box.texts.join() === texts.join(), `${box.texts} is not ${texts}`, PATIENCE);

describe('two users', () => {
  let lines: Lines;
  let minji: Box;
  let alex: Box;
  beforeEach(async () => {
    lines = new Lines();
    const room = freshRoom();
    minji = await show(room, 'minji');
    alex = await show(room, 'alex');
  });
  afterEach(() => lines.restore());

  it('see each other’s messages once, in the same order', async () => {
    await say(minji, '안녕하세요 👋');
    await until(alex, ['안녕하세요 👋']);
    await say(alex, '<b>hello</b>');
    await until(minji, ['안녕하세요 👋', '<b>hello</b>']);
    for (const word of ['one', 'two', 'three']) await say(minji, word);
    const all = ['안녕하세요 👋', '<b>hello</b>', 'one', 'two', 'three'];
    await until(alex, all);
    await until(minji, all);
    expect(alex.row('one').matches('.own')).to.equal(false);
    expect(minji.row('one').matches('.own')).to.equal(true);
  });

  it('have one order where both write at once', async () => {
    const sayAll = async (box: Box, words: string) => {
      for (const word of words) await say(box, word);
    };
    await Promise.all([sayAll(minji, 'abc'), sayAll(alex, 'ABC')]);
    const sorted = (box: Box) => [...box.texts].sort().join('');
    for (const box of [minji, alex]) await waitUntil(() => sorted(box) === 'ABCabc', 'six', PATIENCE);
    await waitUntil(() => minji.texts.join() === alex.texts.join(), 'one order', PATIENCE);
    const own = minji.texts.filter((text) => /[a-z]/.test(text));
    expect(own).to.deep.equal(['a', 'b', 'c']);
  });

  it('find what was said while a line was lost, once', async () => {
    await say(alex, 'before');
    await until(minji, ['before']);
    const count = lines.opened.length;
    lines.opened[0]?.close();
    await say(alex, 'while it was lost');
    await waitUntil(() => lines.opened.length > count, 'a new line', PATIENCE);
    await until(minji, ['before', 'while it was lost']);
    await waitUntil(() => minji.state === 'Connected', 'connected again', PATIENCE);
    await say(minji, 'after');
    await until(alex, ['before', 'while it was lost', 'after']);
    await until(minji, ['before', 'while it was lost', 'after']);
  });
});
