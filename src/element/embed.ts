const ATTRIBUTES = ['api', 'socket', 'room', 'user-id', 'name', 'token', 'lang', 'mode', 'theme', 'announce'];

/**
 * Puts a `<chat-room>` right after `script`, with the script's `data-*` as its attributes, and gives it; none when it has none of them.
 */
export function embed(script: HTMLScriptElement): HTMLElementTagNameMap['chat-room'] | undefined {
  const given = ATTRIBUTES.filter((name) => script.hasAttribute(`data-${name}`));
  if (given.length === 0) return undefined;
  const element = document.createElement('chat-room');
  for (const name of given) element.setAttribute(name, script.getAttribute(`data-${name}`) ?? '');
  put(script, element);
  return element;
}

/** Puts the element right after `script`. */
export function put(script: HTMLScriptElement, element: Element): void {
  if (script.parentElement !== document.head) script.after(element);
  // Nothing in the head is displayed, and while it is read there is no body yet.
  else if (document.body) document.body.append(element);
  else document.addEventListener('DOMContentLoaded', () => document.body.append(element), { once: true });
}
