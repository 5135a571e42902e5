import { createChatClient } from '/dist/index.js';

const chat = document.querySelector('#chat');
const [state, list, form] = chat.children;
const [input] = form.elements;

const { api, socket } = chat.dataset;
const client = createChatClient({ api, socket, user: { id: 'sdk-visitor', name: 'SDK visitor' } });
const room = client.room('lobby');

room.on('change', () => {
  list.replaceChildren(...room.messages.map(row));
  list.scrollTop = list.scrollHeight;
});

room.on('status', ({ current }) => {
  state.textContent = current;
});

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const text = input.value;
  input.value = '';
  try {
    await room.send(text);
  } catch (error) {
    state.textContent = error.message;
    input.value ||= text;
  }
});

function row({ name, text, status }) {
  const line = document.createElement('p');
  line.textContent = `${name}: ${text}`;
  line.className = status;
  return line;
}
