/** The seeds of a run: those that a variable of the environment names as `first-last`, else the usual ones. */
export function seedsFrom(variable: string, usual: string): number[] {
  const [first = 1, last = first] = (process.env[variable] ?? usual).split('-').map(Number);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
