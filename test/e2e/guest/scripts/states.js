/** Shows one state of the gallery after another, in the language of the page, as the test asks for them. */
import { STATES, TALK } from '/demo/gallery-rooms.js';

const frames = (count) =>
  new Promise((resolve) => {
    const next = (left) => (left > 0 ? requestAnimationFrame(() => next(left - 1)) : resolve());
    next(count);
  });

/** All that the box was to load, it has loaded, and shows. */
async function settled(element) {
  do {
    await element.updateComplete;
    await frames(3);
  } while (element.isUpdatePending);
}

document.addEventListener('show', async ({ detail: { name, mode, lang } }) => {
  // What one state left in the composer is no draft of the next one's.
  localStorage.clear();
  const state = STATES.find((one) => one.name === name);
  document.querySelector('chat-room')?.remove();
  const element = document.createElement('chat-room');
  const talk = TALK[lang] ?? TALK.en;
  Object.assign(element, { lang, mode, source: state.room?.(talk) });
  document.body.append(element);
  await settled(element);
  element.shadowRoot.querySelector('.launcher')?.click();
  await settled(element);
  await state.after?.(element, talk);
  await settled(element);
  document.dispatchEvent(new CustomEvent('shown'));
});
document.documentElement.dataset.states = JSON.stringify(STATES.map(({ name }) => name));
