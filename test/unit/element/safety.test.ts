import { expect, fixture, html, nextFrame, waitUntil } from '@open-wc/testing';
import type { ChatRoomElement } from '../../../src/element/chat-room.js';
import { Box } from './box.js';
import { FakeRoom, messageOf } from './fake-room.js';
import { RuledRoom } from './ruled-room.js';

const ATTACKS = [
  '<img src=x onerror="globalThis.attacked = true">',
  '<script>globalThis.attacked = true</script>',
  '</p></div><style>*{display:none}</style>',
  '<!--lit-part--><b>bold</b>',
  '&lt;b&gt; &amp; &#60;',
  'javascript:alert(1)',
  '{{constructor.constructor("attacked = true")()}}',
] as const;

describe('what users write', () => {
  for (const attack of ATTACKS) {
    it(`is text and nothing else: ${attack}`, async () => {
      const source = new FakeRoom({
        id: attack,
        messages: [
          messageOf(attack, { name: attack }),
          messageOf(attack, { userId: attack, name: '' }),
          messageOf(attack, { userId: 'me', status: 'failed' }),
        ],
      });
      const box = await Box.show(source);
      await box.type(attack);
      await box.press('Enter');
      expect(box.texts).to.deep.equal([attack, attack, attack, attack]);
      expect(box.get('header bdi').textContent).to.equal(attack);
      expect(box.list.querySelector('bdi')?.textContent).to.equal(attack);
      expect(box.element.renderRoot.querySelectorAll('img, script, style, b, a')).to.have.length(0);
      expect(globalThis).to.not.have.property('attacked');
    });
  }

  it('does not reach what stands around it', async () => {
    const box = await Box.show(
      new FakeRoom({
        messages: [messageOf('\u202eright to left', { name: '\u202eadA' }), messageOf('שלום')],
      }),
    );
    for (const row of box.rows) expect(row.querySelector('p')?.dir).to.equal('auto');
    expect(getComputedStyle(box.list.querySelector('bdi') as Element).unicodeBidi).to.equal('isolate');
    expect(getComputedStyle(box.rows[1]?.querySelector('p') as Element).direction).to.equal('rtl');
  });

  it('turns around nothing but its own line', async () => {
    const placesIn = async (text: string, name: string) => {
      const source = new FakeRoom({
        messages: [messageOf(text, { name, editedAt: 1, role: 'moderator' }), messageOf('next')],
      });
      const box = await Box.show(source, { style: 'display: block; inline-size: 400px' });
      const { left, top } = box.list.getBoundingClientRect();
      const places = ['.name', '.mark', 'time', '.edited', '.row + .row .text'].map((part) => {
        const rect = box.get(`.rows ${part}`).getBoundingClientRect();
        return `${part} ${rect.left - left} ${rect.top - top}`;
      });
      const line = box.get('.text').firstChild?.nextSibling as Text;
      const range = document.createRange();
      range.setStart(line, line.data.length - 1);
      range.setEnd(line, line.data.length);
      return [...places, `last character ${range.getBoundingClientRect().left - left}`];
    };
    const plain = await placesIn('abc\nabcd', 'Ada');
    expect(await placesIn('\u202eabc\nabcd', '\u202eAda')).to.deep.equal(plain);
    expect(await placesIn('\u2067abc\nabcd', '\u2067Ada')).to.deep.equal(plain);
  });

  for (const [title, text] of [
    ['an unbroken word', 'w'.repeat(4_000)],
    ['4,000 Korean characters', '가'.repeat(4_000)],
    ['emoji', '👩‍👩‍👧‍👦'.repeat(30)],
    ['4,000 lines', '\n'.repeat(3_998).replace(/^/, 'a').concat('b')],
  ] as const) {
    it(`leaves the layout whole: ${title}`, async () => {
      const name = '아주 긴 이름 '.repeat(10);
      const source = new FakeRoom({
        id: 'room'.repeat(32),
        messages: [messageOf(text, { name }), messageOf(text, { userId: 'me', status: 'failed' })],
      });
      const frame = await fixture<HTMLDivElement>(html`<div></div>`);
      frame.style.width = '280px';
      const box = await Box.show(source);
      frame.append(box.element);
      await box.settled();
      expect(box.list.scrollWidth).to.equal(box.list.clientWidth);
      const section = box.get('section');
      expect(section.scrollWidth).to.equal(section.clientWidth);
      expect(section.scrollHeight).to.equal(section.clientHeight);
      for (const part of box.element.renderRoot.querySelectorAll('header *, .row *, textarea, button')) {
        expect(part.getBoundingClientRect().right, part.outerHTML.slice(0, 80)).to.be.at.most(280 + 8);
      }
    });
  }
});

describe('a page with a strict policy', () => {
  it('shows the box in full, with no exception for it', async () => {
    const policy = [
      "default-src 'none'",
      // Firefox takes the origin of such a frame for no 'self'.
      `script-src ${location.origin}`,
      `connect-src ${location.origin}`,
      "require-trusted-types-for 'script'",
    ].join(';');
    const define = new URL('../../../src/element/define.ts', import.meta.url).pathname;
    const frame = await fixture<HTMLIFrameElement>(html`<iframe width="400" height="600"></iframe>`);
    frame.srcdoc = `<meta http-equiv="Content-Security-Policy" content="${policy}">
      <body><chat-room lang="en"></chat-room><script type="module" src="${define}"></script>`;
    await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    const page = frame.contentDocument as Document;
    const violations: string[] = [];
    page.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
    const element = page.querySelector('chat-room') as ChatRoomElement;
    await waitUntil(() => element.updateComplete);

    const messages = [messageOf('see https://a.kr'), messageOf('mine', { userId: 'me' })];
    const source = new RuledRoom(['read', 'write', 'moderate'], { messages });
    element.source = source;
    const avatar = page.createElement('span');
    Object.assign(avatar, { slot: 'avatar', textContent: '🦊' }).setAttribute('data-user', 'ada');
    element.append(avatar);
    element.renderMessage = ({ text }) => (text === 'mine' ? page.createElement('hr') : undefined);
    await waitUntil(() => element.renderRoot.querySelector('.initial span'), 'the avatar is not shown');
    expect(element.renderRoot.querySelector('.bubble hr')).not.to.equal(null);
    for (const button of element.renderRoot.querySelectorAll<HTMLElement>('[aria-haspopup="menu"]')) {
      button.click();
      await element.updateComplete;
    }
    source.become('disconnected', { retryAt: Date.now() + 9_000 });
    element.mode = 'launcher';
    await element.updateComplete;
    element.renderRoot.querySelector<HTMLElement>('.launcher')?.click();
    await nextFrame();
    await element.updateComplete;

    expect(violations).to.deep.equal([]);
    const row = element.renderRoot.querySelector('.row') as Element;
    expect(getComputedStyle(row).display).to.equal('grid');
    expect(element.renderRoot.querySelectorAll('[style]')).to.have.length(0);

    const probe = page.createElement('p');
    probe.setAttribute('style', 'color: red');
    page.body.append(probe);
    await waitUntil(() => violations.length > 0, 'the policy is not in force');
  });
});
