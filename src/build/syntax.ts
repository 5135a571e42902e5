/** A node of a syntax tree, as Rollup gives it (ESTree). */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly name?: string;
  readonly key?: Node;
  readonly value?: Node | null;
}

function below(node: Node): Node[] {
  return Object.values(node)
    .flat()
    .filter((value) => typeof value?.type === 'string');
}

/** The node and all below it; those in `gone` and what is below them left out. */
export function nodesOf(node: Node, gone: ReadonlySet<Node> = new Set()): Node[] {
  return gone.has(node) ? [] : [node, ...below(node).flatMap((each) => nodesOf(each, gone))];
}

/** The nodes below `node` that are wanted, none below another, and none of those in `gone`. */
export function outermost(node: Node, gone: ReadonlySet<Node>, wanted: (node: Node) => boolean): Node[] {
  return below(node).flatMap((each) => {
    if (gone.has(each)) return [];
    return wanted(each) ? [each] : outermost(each, gone, wanted);
  });
}
