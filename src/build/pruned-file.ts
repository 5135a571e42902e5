import MagicString from 'magic-string';
import { type Node, nodesOf, outermost } from './syntax.js';

const REMOVABLE =
  /Statement$|^VariableDeclaration$|^ExportNamedDeclaration$|^MethodDefinition$|^PropertyDefinition$/;

/** A library's file with less and less in it. Places are named as in the table that `prune` takes. */
export class PrunedFile {
  readonly #code: string;
  readonly #program: Node;
  readonly #edited: MagicString;
  readonly #gone = new Set<Node>();

  constructor(code: string, program: Node) {
    this.#code = code;
    this.#program = program;
    this.#edited = new MagicString(code);
  }

  /** Whether there is such a place. */
  leaveOut(place: string): boolean {
    const found = this.#find(place, ({ type }) => REMOVABLE.test(type) || type === 'Property');
    for (const node of found) this.#remove(node);
    return found.length > 0;
  }

  /** Whether there is such a place. */
  replace(place: string, value: string): boolean {
    const found = this.#find(place, ({ type }) => /Expression$|Pattern$/.test(type));
    for (const node of found) {
      this.#gone.add(node);
      this.#edited.overwrite(node.start, node.end, node.type.endsWith('Pattern') ? value : `(${value})`);
    }
    return found.length > 0;
  }

  /** Removes the private members that nothing refers to but such members. */
  sweep(): void {
    const nodes = nodesOf(this.#program, this.#gone);
    const members = nodes.filter(
      ({ type, key, value }) =>
        key?.type === 'PrivateIdentifier' &&
        (type === 'MethodDefinition' || (value?.type ?? 'Literal') === 'Literal'),
    );
    const inside = members.map((member) => nodesOf(member, this.#gone));
    const used = new Set(namesIn(nodesOf(this.#program, new Set([...this.#gone, ...members]))));
    for (let size = -1; size < used.size; ) {
      size = used.size;
      for (const [index, { key }] of members.entries()) {
        if (used.has(key?.name)) for (const name of namesIn(inside[index] ?? [])) used.add(name);
      }
    }
    for (const member of members) if (!used.has(member.key?.name)) this.#remove(member);
  }

  result(): { code: string; map: ReturnType<MagicString['generateMap']> } {
    return { code: this.#edited.toString(), map: this.#edited.generateMap({ hires: true }) };
  }

  #find(place: string, fits: (node: Node) => boolean): Node[] {
    const steps = place.split(' → ').map(beginning);
    return steps.reduce(
      (found, isIt, step) => {
        const wanted = (node: Node): boolean =>
          (step < steps.length - 1 || fits(node)) && isIt(plain(this.#code.slice(node.start, node.end)));
        return found.flatMap((outer) => outermost(outer, this.#gone, wanted));
      },
      [this.#program],
    );
  }

  #remove(node: Node): void {
    this.#gone.add(node);
    if (node.type !== 'Property') this.#edited.overwrite(node.start, node.end, ';');
    else {
      const [comma = ''] = this.#code.slice(node.end).match(/^\s*,/) ?? [];
      this.#edited.remove(node.start, node.end + comma.length);
    }
  }
}

function namesIn(nodes: readonly Node[]): (string | undefined)[] {
  return nodes.filter(({ type }) => type === 'PrivateIdentifier').map(({ name }) => name);
}

function beginning(place: string): (code: string) => boolean {
  const text = plain(place.replace(/…$/, ''));
  return place.endsWith('…') ? (code) => code.startsWith(text) : (code) => code === text;
}

/** Source without what makes no difference: the space around punctuation, the kind of quotes, the last semicolon. */
function plain(code: string): string {
  return code
    .replace(/\s+/g, ' ')
    .replace(/ ?([^\w$]) ?/g, '$1')
    .replaceAll("'", '"')
    .replace(/;$/, '');
}
