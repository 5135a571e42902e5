/** Means the same wherever the focus is. */
const ANYWHERE = /^(Escape|Tab)$/;

/**
 * Keeps plain keys in the box: outside, what is typed would seem to come from an element that is no text field, and what a button or a menu
 * answers to is often a shortcut of the page.
 */
export function keepKeys(host: HTMLElement): void {
  const keep = (event: KeyboardEvent): void => {
    // What the page itself put into the box is another target, and the page's.
    const { target, ctrlKey, metaKey, key } = event;
    if (target === host && !ctrlKey && !metaKey && !ANYWHERE.test(key)) event.stopPropagation();
  };
  for (const type of ['keydown', 'keypress', 'keyup'] as const) host.addEventListener(type, keep);
}
