/** `npm run sizes`: what each file of the build weighs, and what each library and each of our folders costs in it. */
import { readdirSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';
import { gzipBytes } from './gzip.js';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

/** What a source counts to: its package, or its folder of ours. */
const OWNER = /node_modules\/(?<name>(?:@[^/]+\/)?[^/]+)\/|(?<folder>src\/(?:[^/]+\/)*[^/]+)\/[^/]+$/;

/** The pieces of a built file, each with the library or folder that it comes from. */
function piecesOf(file: string): { owner: string; code: string }[] {
  const code = readFileSync(file, 'utf8');
  const map = new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
  const pieces: { owner: string; code: string }[] = [];
  for (const [row, line] of code.split(/(?<=\n)/).entries()) {
    for (let column = 0; column < line.length; column++) {
      const entry = map.findEntry(row, column);
      const { name, folder } = ('originalSource' in entry && OWNER.exec(entry.originalSource)?.groups) || {};
      const owner = name ?? folder ?? 'the build';
      const last = pieces.at(-1);
      if (last?.owner === owner) last.code += line[column];
      else pieces.push({ owner, code: line[column] ?? '' });
    }
  }
  return pieces;
}

/** What the file weighs, and by how much less it would without each of its parts. They share, so that they sum up to less than the whole. */
function costsOf(file: string): { total: number; costs: [owner: string, bytes: number][] } {
  const pieces = piecesOf(file);
  const without = (owner?: string): number =>
    gzipBytes(
      pieces
        .filter((piece) => piece.owner !== owner)
        .map(({ code }) => code)
        .join(''),
    );
  const total = without();
  const owners = [...new Set(pieces.map(({ owner }) => owner))];
  const costs = owners.map((owner): [string, number] => [owner, total - without(owner)]);
  return { total, costs: costs.sort(([, a], [, b]) => b - a) };
}

function printed(name: string, bytes: number): string {
  return `${name.padEnd(40)}${bytes.toLocaleString('en').padStart(8)}`;
}

const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /^(shared\/)?[^/]+\.js$/.test(name),
);
for (const name of files.sort()) {
  const { total, costs } = costsOf(`${DIST}/${name}`);
  console.log(printed(name, total));
  for (const [owner, bytes] of costs) console.log(printed(`    ${owner}`, bytes));
}
