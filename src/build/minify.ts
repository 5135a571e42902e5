import { transform } from 'esbuild';
import type { Plugin } from 'rollup';
import { minify as compress } from 'terser';

/**
 * Makes each chunk as small as it gets, in ASCII: terser's compressor and esbuild's names, which gzip better than terser's.
 */
export function minify(target: string): Plugin[] {
  return [
    {
      name: 'compress',
      async renderChunk(code) {
        const options = {
          ecma: 2022,
          toplevel: true,
          mangle: false,
          sourceMap: true,
          format: { comments: false },
        } as const;
        const result = await compress(code, { ...options, compress: { passes: 3, reduce_funcs: false } });
        return { code: result.code ?? '', map: result.map as string };
      },
    },
    {
      name: 'shorten',
      async renderChunk(code) {
        const { code: shorter, map } = await transform(code, {
          minify: true,
          target,
          sourcemap: true,
        });
        return { code: shorter, map };
      },
    },
  ];
}
