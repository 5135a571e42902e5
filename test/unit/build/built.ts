import { type Plugin, rollup } from 'rollup';

/** What Rollup makes of `entry` with these modules, by their whole ids, and plugins. */
export async function built(
  entry: string,
  modules: Readonly<Record<string, string>>,
  ...plugins: readonly Plugin[]
): Promise<string> {
  const load: Plugin = { name: 'modules', resolveId: (id) => id, load: (id) => modules[id] };
  const bundle = await rollup({ input: entry, plugins: [load, ...plugins], external: 'lit' });
  const { output } = await bundle.generate({});
  await bundle.close();
  return output[0].code;
}
