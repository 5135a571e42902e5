const page = await fetch(new URL('../../../src/element/THEMING.md', import.meta.url));
const sections = (await page.text()).split(/^## /m);

const sectionOf = (heading: string) => sections.find((text) => text.startsWith(`${heading}\n`)) ?? '';

/** The first piece of code in a section of THEMING.md. */
export function codeOf(heading: string): string {
  return /```\w+\n(.*?)```/s.exec(sectionOf(heading))?.[1] ?? '';
}

/** The rows of the table in a section of THEMING.md: of each cell its words in backticks. */
export function tableOf(heading: string): readonly (readonly (readonly string[])[])[] {
  const rows = sectionOf(heading)
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const cells = rows.map((row) => row.split('|').slice(1, -1));
  return cells.map((row) => row.map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word)));
}
