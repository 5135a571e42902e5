const place = document.querySelector('#chat-of-members');
const buttons = document.querySelectorAll('button[name="visitor"]');

/** Asked before each connect, and again before a token ends. The site knows its visitor by a cookie. */
async function getToken({ room }) {
  const { token } = await post('/chat-token', { room });
  return token;
}

async function signIn(visitor) {
  const { id, name } = await post('/sign-in', { id: visitor });
  const box = document.createElement('chat-room');
  const { api, socket } = place.dataset;
  Object.assign(box, { api, socket, room: 'members', userId: id, name, getToken });
  place.replaceChildren(box);
  for (const button of buttons) button.setAttribute('aria-pressed', String(button.value === id));
}

async function post(path, body) {
  const answer = await fetch(path, { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`unable to ask the site; ${path} answers ${answer.status}`);
  return answer.json();
}

for (const button of buttons) button.addEventListener('click', () => signIn(button.value));
await signIn('minji');
