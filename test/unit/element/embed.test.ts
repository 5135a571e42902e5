import { expect } from '@open-wc/testing';
import '../../../src/element/define.js';
import { embed } from '../../../src/element/embed.js';

function scriptIn(parent: Element, data: Readonly<Record<string, string>>): HTMLScriptElement {
  const script = document.createElement('script');
  for (const [name, value] of Object.entries(data)) script.setAttribute(`data-${name}`, value);
  parent.append(script);
  return script;
}

describe('the classic script', () => {
  it('puts an element with its own attributes right after itself', () => {
    const place = document.body.appendChild(document.createElement('p'));
    const data = {
      api: 'http://chat.test',
      socket: 'ws://chat.test',
      room: 'lobby',
      'user-id': 'ada',
      name: 'Ada',
      token: 'e30.e30.c2ln',
      lang: 'ko',
      mode: 'launcher',
      theme: 'dark',
      announce: 'mentions',
    };
    const script = scriptIn(place, { ...data, other: 'x' });
    place.append('text');
    embed(script);
    const element = script.nextElementSibling as Element;
    expect(element.localName).to.equal('chat-room');
    expect(element.nextSibling?.textContent).to.equal('text');
    const given = element.getAttributeNames().map((name) => [name, element.getAttribute(name)]);
    expect(Object.fromEntries(given)).to.deep.equal(data);
    place.remove();
  });

  it('puts nothing when its tag says nothing', () => {
    const place = document.body.appendChild(document.createElement('p'));
    embed(scriptIn(place, {}));
    expect(place.children).to.have.length(1);
    place.remove();
  });

  it('puts the element into the body when it stands in the head', () => {
    const script = scriptIn(document.head, { room: 'lobby' });
    embed(script);
    expect(document.head.querySelector('chat-room')).to.equal(null);
    const element = document.body.querySelector('chat-room');
    expect(element?.room).to.equal('lobby');
    element?.remove();
    script.remove();
  });
});
