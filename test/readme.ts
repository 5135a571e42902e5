import { readFileSync } from 'node:fs';

const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** The README's code blocks of a language, in their order; those of lists are indented. */
export function codeBlocks(language: string): string[] {
  return [...text.matchAll(new RegExp(`^ *\`\`\`${language}\n(.*?)^ *\`\`\``, 'gms'))].map(
    ([, code]) => code ?? '',
  );
}
