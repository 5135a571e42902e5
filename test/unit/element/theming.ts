const page = await fetch(new URL('../../../src/element/THEMING.md', import.meta.url));
const sections = (await page.text()).split(/^## /m);

/** The rows of the table in a section of THEMING.md: of each cell its words in backticks. */
export function tableOf(heading: string): readonly (readonly (readonly string[])[])[] {
  const section = sections.find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  const cells = rows.map((row) => row.split('|').slice(1, -1));
  return cells.map((row) => row.map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word)));
}
