import { STATES, TALK } from './gallery-rooms.js';

const query = new URLSearchParams(location.search);
const form = document.querySelector('form');
const boxes = document.querySelector('.gallery');

for (const [name, value] of query) {
  if (form.elements[name]) form.elements[name].value = value;
}

/** Shows every state as the form says, or the one that the address names. */
async function show() {
  const { lang, theme, width } = Object.fromEntries(new FormData(form));
  const talk = TALK[lang] ?? TALK.en;
  const wanted = STATES.filter(({ name }) => !query.has('state') || name === query.get('state'));
  document.documentElement.lang = lang;
  document.documentElement.dataset.theme = theme;
  boxes.dataset.width = width;
  const shown = wanted.map((state) => ({ ...state, element: document.createElement('chat-room') }));
  boxes.replaceChildren(
    ...shown.map(({ name, room, element }) => {
      if (room) element.source = room(talk);
      const figure = document.createElement('figure');
      const caption = document.createElement('figcaption');
      caption.textContent = name;
      figure.append(caption, element);
      return figure;
    }),
  );
  for (const { after, element } of shown) {
    await element.updateComplete;
    await after?.(element, talk);
  }
}

form.addEventListener('change', show);
await customElements.whenDefined('chat-room');
await show();
boxes.setAttribute('aria-busy', 'false');
