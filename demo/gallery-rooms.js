/** Rooms in memory: what a box is shown, where there is no backend. `element.source` takes anything of a room's shape. */

const TALK = {
  en: {
    names: ['Ada Lovelace', 'Grace', 'Alan'],
    lines: [
      'Is the stream on already?',
      'In five minutes. The sound check is still going on.',
      'Grand, I will get a coffee then.',
      'Bring me one, too?',
      'You are three hundred kilometres away.',
      'It was worth a try.',
    ],
    long: 'This message is long. It goes on for many lines, and the box shows all of it. ',
  },
  ko: {
    names: ['김민지', '박서준', '이하늘'],
    lines: [
      '방송 벌써 시작했어요?',
      '5분 뒤에 시작해요. 지금은 음향을 점검하고 있어요.',
      '좋아요, 그럼 커피 한 잔 가져올게요.',
      '제 것도 부탁해도 될까요?',
      '우리 300킬로미터 떨어져 있잖아요.',
      '한번 말해 봤어요.',
    ],
    long: '긴 메시지입니다. 여러 줄에 걸쳐 이어지고, 상자는 그 모두를 보여 줍니다. ',
  },
  ar: {
    names: ['ليلى حداد', 'سامي', 'نور'],
    lines: [
      'هل بدأ البث؟',
      'بعد خمس دقائق. ما زال اختبار الصوت جاريًا.',
      'رائع، سأحضر قهوة إذن.',
      'وواحدة لي من فضلك؟',
      'بيننا ثلاثمئة كيلومتر.',
      'كانت محاولة تستحق.',
    ],
    long: 'هذه رسالة طويلة. تمتد على أسطر كثيرة، ويعرضها الصندوق كلها. ',
  },
};

const ME = 'me';
const CODE = `const room = chat.room('lobby');
room.on('change', () => {
  for (const { name, text } of room.messages) {
    console.log(\`\${name}: \${text}\`);
  }
});`;

/** Says something that is told under a message, with the code of the SDK's errors. */
const errorOf = (code) => Object.assign(new Error(code), { code });

/** A room that holds still, but for what is sent. */
class GalleryRoom {
  id = 'lobby';
  user = { id: ME, name: 'Me' };
  messages = [];
  gaps = [];
  status = { current: 'connected', previous: 'connecting' };
  loaded = true;
  hasOlder = false;
  #listeners = new Set();

  constructor(facts = {}) {
    Object.assign(this, facts);
  }

  on(event, listener) {
    const entry = [event, listener];
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  }

  emit(event, detail) {
    for (const [name, listener] of this.#listeners) if (name === event) listener(detail);
  }

  async send(text) {
    const message = messageOf(text, { userId: ME, at: Date.now() });
    this.messages = [...this.messages, message];
    this.emit('change');
    return message;
  }

  receive(...messages) {
    this.messages = [...this.messages, ...messages];
    this.emit('change');
    for (const message of messages) this.emit('message', message);
  }

  loadOlder() {
    return new Promise(() => {});
  }

  async retry() {}
  discard() {}
  reconnect() {}
  close() {}
  async edit() {}
  async delete() {}
  async ban() {}
  async unban() {}
  async freeze() {}
  async slow() {}
}

let count = 0;

function messageOf(text, { userId = 'a', name = 'Ada', at, ...rest } = {}) {
  count += 1;
  return Object.freeze({
    id: `m${count}`,
    roomId: 'lobby',
    userId,
    name,
    text,
    seq: count,
    status: 'sent',
    ...rest,
    timestamp: at + count / 1000,
  });
}

/** A talk of three and me, which ends so many minutes ago. */
function talkOf({ names, lines }, ago = 2, more = {}) {
  const users = ['a', 'b', 'a', ME, 'c', ME];
  const now = Date.now();
  return lines.map((text, i) => {
    const userId = users[i];
    const name = userId === ME ? 'Me' : names['abc'.indexOf(userId)];
    return messageOf(text, { userId, name, at: now - (ago + (lines.length - i)) * 60_000, ...more });
  });
}

const soon = () => Date.now() + 3_600_000;
const mine = (text, more) => messageOf(text, { userId: ME, name: 'Me', at: Date.now(), ...more });

/** What a box can be like: its name, a room in that state, and what is done with the box when it is there. */
/** What is measured in a frame changes the next ones. */
async function laidOut(list) {
  let height;
  do {
    height = list.scrollHeight;
    for (let frame = 0; frame < 10; frame++) await new Promise(requestAnimationFrame);
  } while (list.scrollHeight !== height);
}

export const STATES = [
  { name: 'talk', room: (t) => new GalleryRoom({ messages: talkOf(t) }) },
  { name: 'empty', room: () => new GalleryRoom() },
  {
    name: 'loading',
    room: () => new GalleryRoom({ loaded: false, status: { current: 'connecting', previous: 'connecting' } }),
  },
  {
    name: 'history error',
    room: () =>
      new GalleryRoom({
        loaded: false,
        status: { current: 'disconnected', previous: 'connecting', retryAt: soon() },
      }),
  },
  {
    name: 'older ones come',
    room: (t) => new GalleryRoom({ messages: talkOf(t).slice(0, 2), hasOlder: true }),
  },
  {
    name: 'offline',
    room: (t) =>
      new GalleryRoom({
        messages: [...talkOf(t), mine(t.lines[0], { status: 'sending', error: errorOf('network') })],
        status: { current: 'disconnected', previous: 'connected' },
      }),
  },
  {
    name: 'cannot connect',
    room: (t) =>
      new GalleryRoom({
        messages: talkOf(t),
        status: { current: 'failed', previous: 'connecting', error: errorOf('unauthorized') },
      }),
  },
  {
    name: 'sending',
    room: (t) => new GalleryRoom({ messages: [...talkOf(t), mine(t.lines[4], { status: 'sending' })] }),
  },
  {
    name: 'failed',
    room: (t) =>
      new GalleryRoom({
        messages: [...talkOf(t), mine(t.lines[4], { status: 'failed', error: errorOf('rate_limited') })],
      }),
  },
  {
    name: 'gap',
    room: (t) => {
      const messages = talkOf(t);
      const gap = {
        after: messages[2].timestamp,
        before: messages[3].timestamp,
        fill: () => new Promise(() => {}),
      };
      return new GalleryRoom({ messages, gaps: [gap] });
    },
  },
  {
    name: 'marks',
    room: (t) => {
      const [one, two, three, ...rest] = talkOf(t);
      const marked = [
        { ...one, role: 'moderator', name: t.names[0] },
        { ...two, role: 'unverified' },
        { ...three, deleted: true, text: '' },
        ...rest.map((message, i) => (i === 0 ? { ...message, editedAt: Date.now() } : message)),
      ];
      return new GalleryRoom({
        messages: marked,
        rights: ['read', 'write'],
        settings: { frozen: false, slow: 0 },
      });
    },
  },
  {
    name: 'moderator',
    room: (t) =>
      new GalleryRoom({
        messages: talkOf(t),
        rights: ['read', 'write', 'moderate'],
        settings: { frozen: false, slow: 30 },
        banned: ['b'],
      }),
  },
  {
    name: 'frozen',
    room: (t) =>
      new GalleryRoom({
        messages: talkOf(t),
        rights: ['read', 'write'],
        settings: { frozen: true, slow: 0 },
      }),
  },
  {
    name: 'slow mode',
    room: (t) =>
      new GalleryRoom({
        messages: talkOf(t),
        rights: ['read', 'write'],
        settings: { frozen: false, slow: 60 },
      }),
  },
  {
    name: 'banned',
    room: () =>
      new GalleryRoom({
        loaded: false,
        status: { current: 'failed', previous: 'connected', error: errorOf('banned') },
      }),
  },
  {
    name: 'read only',
    room: (t) =>
      new GalleryRoom({ messages: talkOf(t), rights: ['read'], settings: { frozen: false, slow: 0 } }),
  },
  {
    name: 'long names',
    room: (t) => {
      const long = t.names.map((name) => `${name} `.repeat(12).trim());
      const room = new GalleryRoom({ messages: talkOf({ ...t, names: long }) });
      room.id = 'a-room-whose-name-is-longer-than-any-header-can-be-'.repeat(3);
      return room;
    },
  },
  {
    name: '4,000 characters',
    room: (t) =>
      new GalleryRoom({
        messages: [
          ...talkOf(t),
          messageOf(t.long.repeat(99).slice(0, 4000), { name: t.names[0], at: Date.now() }),
        ],
      }),
  },
  {
    name: 'code',
    room: (t) =>
      new GalleryRoom({
        messages: [
          ...talkOf(t).slice(0, 2),
          messageOf(CODE, { name: t.names[0], at: Date.now() }),
          messageOf(`https://example.com/${'a-long-path/'.repeat(9)}`, { name: t.names[0], at: Date.now() }),
        ],
      }),
  },
  {
    name: '30 emoji',
    room: (t) =>
      new GalleryRoom({
        messages: [
          ...talkOf(t).slice(0, 3),
          messageOf('👍', { name: t.names[1], userId: 'b', at: Date.now() }),
          mine('🎉👏🔥👩‍👩‍👧‍👦🇰🇷'.repeat(6)),
        ],
      }),
  },
  {
    name: 'a burst of 50',
    room: (t) =>
      new GalleryRoom({
        messages: Array.from({ length: 50 }, (_, i) =>
          messageOf(`${i + 1}. ${t.lines[i % t.lines.length]}`, {
            name: t.names[0],
            at: Date.now() - (50 - i) * 1000,
          }),
        ),
      }),
  },
  {
    name: 'another day',
    room: (t) => new GalleryRoom({ messages: [...talkOf(t, 24 * 60).slice(2), ...talkOf(t).slice(0, 3)] }),
  },
  {
    name: 'news further down',
    room: (t) =>
      new GalleryRoom({ messages: [...talkOf(t, 60), ...talkOf(t, 40), ...talkOf(t, 20), ...talkOf(t)] }),
    after: async (element, t) => {
      const list = element.shadowRoot.querySelector('[role="log"]');
      await laidOut(list);
      list.scrollTop -= 300;
      await laidOut(list);
      const news = t.lines.slice(0, 3).map((text) => messageOf(text, { name: t.names[0], at: Date.now() }));
      element.source.receive(...news);
    },
  },
  {
    name: 'typed too much',
    room: (t) => new GalleryRoom({ messages: talkOf(t) }),
    after: (element, t) => {
      const composer = element.shadowRoot.querySelector('textarea');
      composer.value = t.long.repeat(200).slice(0, 4012);
      composer.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    },
  },
  { name: 'attribute missing' },
];

export { GalleryRoom, messageOf, TALK, talkOf };
