import MagicString from 'magic-string';
import type { Plugin } from 'rollup';
import { type Node, nodesOf } from './syntax.js';

const SHORTER: Readonly<Record<string, (text: string) => string>> = { html, svg: html, css };

/** Takes out of the templates of our own files what stands there for whoever reads the source. */
export function templates(): Plugin {
  return {
    name: 'templates',
    transform(code, id) {
      if (id.includes('/node_modules/') || !/\b(html|svg|css)`/.test(code)) return null;
      const edited = new MagicString(code);
      for (const { type, tag, quasi } of nodesOf(this.parse(code) as unknown as Node) as Template[]) {
        const shorter = type === 'TaggedTemplateExpression' && SHORTER[tag.name ?? ''];
        if (!shorter) continue;
        for (const { start, end } of quasi.quasis) {
          if (start < end) edited.overwrite(start, end, shorter(code.slice(start, end)));
        }
      }
      return { code: edited.toString(), map: edited.generateMap({ hires: true }) };
    },
  };
}

interface Template extends Node {
  readonly tag: Node;
  readonly quasi: { readonly quasis: readonly Node[] };
}

/** One space for many: which of them shows is CSS's to say, and of none can it be said here that it does not. */
function html(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function css(text: string): string {
  return text
    .replace(/\/\*.*?\*\//gs, '')
    .split(/("[^"]*"|'[^']*')/)
    .map((piece, index) => (index % 2 === 1 ? piece : rules(piece)))
    .join('');
}

/** CSS without strings. A space before a colon says "within", and calc() needs those around `+`: they stay. */
function rules(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};>~]) ?/g, '$1')
    .replace(/([,:]) /g, '$1')
    .replaceAll(';}', '}');
}
