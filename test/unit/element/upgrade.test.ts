import { expect } from '@open-wc/testing';
import { ChatRoomElement } from '../../../src/element/chat-room.js';
import { FakeRoom, messageOf } from './fake-room.js';

describe('upgrade', () => {
  it('happens only on importing define, takes what was set before, and may be asked for twice', async () => {
    expect(customElements.get('chat-room')).to.equal(undefined);

    const early = document.createElement('chat-room');
    const source = new FakeRoom({ messages: [messageOf('hello')] });
    Object.assign(early, { source, theme: 'dark', room: 'attic' });
    document.body.append(early);

    const define = new URL('../../../src/element/define.ts', import.meta.url).href;
    await import(define);
    await import(`${define}?second-copy`);
    expect(customElements.get('chat-room')).to.equal(ChatRoomElement);

    await early.updateComplete;
    expect(early).to.include({ source, theme: 'dark', room: 'attic' });
    expect(Object.keys(early)).to.not.include('source');
    expect(early.getAttribute('theme')).to.equal('dark');
    expect(early.renderRoot.querySelector('[role="log"]')?.textContent).to.contain('hello');
    early.remove();
  });

  it('leaves no global behind but the tag', () => {
    const clean = document.body.appendChild(document.createElement('iframe')).contentWindow;
    const known = new Set(Object.getOwnPropertyNames(clean));
    const ours = Object.getOwnPropertyNames(globalThis).filter((name) => !known.has(name));
    expect(ours.filter((name) => /chat/i.test(name))).to.deep.equal([]);
  });
});
