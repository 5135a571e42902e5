import { css, type ReactiveControllerHost } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { adopt } from './adopt.js';

type Host = ReactiveControllerHost & Element & { readonly renderRoot: ParentNode };

const styles = css`
  .initial > * {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    border-radius: inherit;
    object-fit: cover;
  }
`;

/** Shows the box's children `<img slot="avatar" data-user="…">`. A node stands in one place only, and a user in many: they are copied. */
export class Avatars {
  /** By the user's id; a new map with each change. */
  originals: ReadonlyMap<string, Element> = new Map();
  readonly #host: Host;
  /** Nothing that stands in it is loaded, or runs. */
  readonly #store = document.implementation.createHTMLDocument();

  constructor(host: Host) {
    this.#host = host;
    adopt(host, styles);
    this.#look();
    new MutationObserver(() => {
      if (this.#look()) host.requestUpdate();
    }).observe(host, { subtree: true, childList: true, attributes: true, characterData: true });
  }

  /** A copy that stays the same one until the original changes; undefined where this user has none. */
  show(userId: string): unknown {
    const original = this.originals.get(userId);
    return original && guard([original], () => document.importNode(original, true));
  }

  /** Whether there is something new. */
  #look(): boolean {
    const old = this.originals;
    const found = new Map<string, Element>();
    for (const child of this.#host.querySelectorAll(':scope>[slot=avatar]')) {
      const user = child.getAttribute('data-user') ?? '';
      const original = stripped(this.#store.importNode(child, true));
      const before = old.get(user);
      found.set(user, before?.isEqualNode(original) ? before : original);
    }
    const isNew = found.size !== old.size || [...found].some(([user, each]) => each !== old.get(user));
    if (isNew) this.originals = found;
    return isNew;
  }
}

/** Without what may be there only once: ids, and what handles events. */
function stripped(root: Element): Element {
  for (const element of [root, ...root.querySelectorAll('*')]) {
    for (const name of element.getAttributeNames()) {
      if (/^(id|slot|on.*)$/.test(name)) element.removeAttribute(name);
    }
  }
  return root;
}
