import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { templates } from '../../../src/build/templates.js';
import { built } from './built.js';

const HOLE = `$\{x}`;

/** What is left of a template between its backticks; each `§` is a hole. */
async function shortened(tag: string, template: string, file = '/src/part.js'): Promise<string> {
  const code = `import { ${tag} } from 'lit'; export const it = (x) => ${tag}\`${template.replaceAll('§', HOLE)}\`;`;
  const [, text = ''] = (await built(file, { [file]: code }, templates())).match(/`([\s\S]*)`/) ?? [];
  return text.replaceAll(HOLE, '§');
}

describe('templates', () => {
  const cases = [
    [
      'html',
      'lines and indents are one space',
      '\n  <p\n    class="a"\n    @click=§\n  >\n    §\n  </p>',
      ' <p class="a" @click=§ > § </p>',
    ],
    ['html', 'one space between two elements stays', '<b>§</b> <i>§</i>', '<b>§</b> <i>§</i>'],
    ['html', 'nothing stays nothing', '<b>§</b><i>§</i>', '<b>§</b><i>§</i>'],
    [
      'css',
      'rules',
      '\n  a,\n  b > c {\n    color: red;\n    margin: 0 4px;\n  }\n',
      ' a,b>c{color:red;margin:0 4px}',
    ],
    ['css', 'a comment', "a { /* it's red; */ color: red; }", 'a{color:red}'],
    [
      'css',
      'strings',
      'a { content: "a;  b: { c"; font: \'x,  y\'; }',
      'a{content:"a;  b: { c";font:\'x,  y\'}',
    ],
    [
      'css',
      'what is within, and what it is itself',
      'a :hover, a:hover { top: 0 }',
      'a :hover,a:hover{top:0}',
    ],
    ['css', 'calc()', 'a { top: calc(1px + (2px - 3px)); }', 'a{top:calc(1px + (2px - 3px))}'],
    [
      'css',
      'conditions',
      '@supports (a: b) and (c: d) {\n a { b: c } }',
      '@supports (a:b) and (c:d){a{b:c}}',
    ],
    ['css', 'holes', 'a { § b: § 1px; }', 'a{§ b:§ 1px}'],
  ] as const;
  for (const [tag, what, from, to] of cases) {
    it(`${tag}: ${what}`, async () => {
      assert.equal(await shortened(tag, from), to);
    });
  }

  it("leaves other templates, and other people's, alone", async () => {
    assert.equal(await shortened('raw', 'a  b'), 'a  b');
    assert.equal(await shortened('html', 'a  b', '/node_modules/lib/part.js'), 'a  b');
  });
});
