import type { Plugin } from 'rollup';
import { PrunedFile } from './pruned-file.js';
import type { Node } from './syntax.js';

/**
 * What a product never needs of a library's file. A place is named by its own source, or with `…` at the end by how that begins;
 * with `outer → inner` only within the outer one.
 */
export interface Unused {
  /** Statements, members of a class and properties that are left out, each wherever it stands. */
  readonly never?: readonly string[];
  /** Expressions that are always worth the same here, and what they are worth. */
  readonly always?: Readonly<Record<string, string>>;
}

/**
 * Leaves out of library files what the product never calls, by a table from a file below `node_modules` to what that is. Private
 * members of a class that nothing refers to any more go with it. A file or place of the table that is not there fails the build.
 */
export function prune(table: Readonly<Record<string, Unused>>): Plugin {
  const missing = new Set(Object.keys(table));
  return {
    name: 'prune',
    transform(code, id) {
      const [file = '', unused] =
        Object.entries(table).find(([name]) => id.endsWith(`/node_modules/${name}`)) ?? [];
      if (!unused) return null;
      missing.delete(file);
      const pruned = new PrunedFile(code, this.parse(code) as unknown as Node);
      for (const place of unused.never ?? []) {
        if (!pruned.leaveOut(place)) this.error(`unable to prune ${file}; it has no "${place}"`);
      }
      for (const [place, value] of Object.entries(unused.always ?? {})) {
        if (!pruned.replace(place, value)) this.error(`unable to prune ${file}; it has no "${place}"`);
      }
      pruned.sweep();
      return pruned.result();
    },
    buildEnd(error) {
      if (!error && missing.size > 0)
        this.error(`unable to prune ${[...missing].join(', ')}; no such file was built`);
    },
  };
}
