const ATTRIBUTES = ['api', 'socket', 'room', 'user-id', 'name', 'token', 'lang', 'mode', 'theme', 'announce'];

/** Puts a `<chat-room>` right after `script`, with the script's `data-*` as its attributes; none when it has none of them. */
export function embed(script: HTMLScriptElement): void {
  const given = ATTRIBUTES.filter((name) => script.hasAttribute(`data-${name}`));
  if (given.length === 0) return;
  const element = document.createElement('chat-room');
  for (const name of given) element.setAttribute(name, script.getAttribute(`data-${name}`) ?? '');
  if (script.parentElement !== document.head) script.after(element);
  // Nothing in the head is displayed, and while it is read there is no body yet.
  else if (document.body) document.body.append(element);
  else document.addEventListener('DOMContentLoaded', () => document.body.append(element), { once: true });
}
