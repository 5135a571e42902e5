import { noChange } from 'lit';
import { type ChildPart, Directive, directive } from 'lit/directive.js';
import { insertPart, removePart, setChildPartValue } from 'lit/directive-helpers.js';

interface Item {
  readonly key: string;
}

class Keyed<Each extends Item> extends Directive {
  #made: readonly unknown[] = [];
  #parts = new Map<string, ChildPart>();

  render(_made: readonly unknown[], _items: readonly Each[], _render: (item: Each) => unknown): unknown {
    return noChange;
  }

  override update(list: ChildPart, [made, items, render]: Parameters<Keyed<Each>['render']>): unknown {
    if (this.#made.length > 0 && made.every((part, index) => part === this.#made[index])) return noChange;
    this.#made = made;
    const before = this.#parts;
    const keys = new Set(items.map(({ key }) => key));
    for (const [key, part] of before) if (!keys.has(key)) remove(part);
    let next: ChildPart | undefined;
    const parts = [...items].reverse().map(({ key }) => {
      next = insertPart(list, next, before.get(key));
      before.delete(key);
      return next;
    });
    this.#parts = new Map();
    for (const item of items) {
      this.#parts.set(item.key, setChildPartValue(parts.pop() as ChildPart, render(item)));
    }
    return noChange;
  }
}

/** Lit leaves the comment that a part ends with. */
function remove(part: ChildPart): void {
  const end = part.endNode as ChildNode | null;
  removePart(part);
  end?.remove();
}

/** Renders each item into the nodes that its key had before; anew only when something of what they were `made` of is another one. */
export const keyed = directive(Keyed) as <Each extends Item>(
  made: readonly unknown[],
  items: readonly Each[],
  render: (item: Each) => unknown,
) => unknown;
