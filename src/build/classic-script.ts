import MagicString from 'magic-string';
import type { Plugin } from 'rollup';

/**
 * One classic script, and beside it the parts that it imports when they are first needed: `<script>-<part>.js`. A part is a module
 * for the browser's own `import()` and shares with the script all that this has; nothing of either is global. A part that does not come
 * rejects, and is asked for again the next time. What two parts share, and the script has not, fails the build.
 *
 * `version` keeps a script from meeting the part of another.
 */
export function classicScript(name: string, version: string): Plugin {
  return {
    name: 'classic-script',
    outputOptions: (options) => ({
      ...options,
      format: 'cjs',
      entryFileNames: `${name}.js`,
      chunkFileNames: `${name}-[name].js`,
      esModule: false,
      strict: false,
      minifyInternalExports: true,
      generatedCode: { preset: 'es2015', symbols: false },
    }),
    renderDynamicImport: () => ({ left: 'load(', right: ')' }),
    renderChunk(code, { isEntry, imports, dynamicImports, fileName }) {
      if (imports.some((file) => file !== `${name}.js`)) {
        this.error(
          `unable to split ${name}.js; ${fileName} shares modules with another part; import them in the script`,
        );
      }
      const [before, after] = isEntry ? script(version, dynamicImports.length > 0) : part(fileName, version);
      const wrapped = new MagicString(code).prepend(before).append(after);
      return { code: wrapped.toString(), map: wrapped.generateMap({ hires: true }) };
    },
  };
}

function script(version: string, hasParts: boolean): [string, string] {
  // A browser may remember that an import failed: each try after that has an address of its own.
  const loader = `
    const exports = {};
    const parts = {};
    let retry = '';
    const load = (part) => parts[part] ??= import(part + '?${version}' + retry)
      .then((module) => module.default('${version}', () => exports, load))
      .catch((error) => {
        delete parts[part];
        retry += '+';
        throw error;
      });`;
  return [`(() => {'use strict';${hasParts ? loader : ''}\n`, '})();'];
}

function part(file: string, version: string): [string, string] {
  return [
    `export default (version, require, load) => {
      if (version !== '${version}') throw new Error('unable to load ${file}; the script is of another version');
      const exports = {};`,
    'return exports; };',
  ];
}
