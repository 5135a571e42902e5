import type { Unused } from './prune.js';

/**
 * What is never reached of Lit in the classic script, which has it to itself: other ways to declare properties, types of attributes other
 * than text, browsers without style sheets to adopt, templates of SVG, bindings in comments, directives in attributes. Nor does a page get its global variables.
 */
export const UNUSED_OF_LIT: Readonly<Record<string, Unused>> = {
  '@lit/reactive-element/css-tag.js': {
    never: ['toString(){…'],
    always: {
      't.ShadowRoot&&(void 0===t.ShadyCSS…': 'true',
      'o!==s': 'false',
      't=>{if(!0===t._$cssResult$)return t.cssText;…': 't=>t.cssText',
      's.adoptedStyleSheets=o.map(…': 's.adoptedStyleSheets=o.map(t=>t.styleSheet)',
    },
  },
  '@lit/reactive-element/reactive-element.js': {
    never: [
      'static addInitializer(…',
      'removeController(…',
      'switch(s){…',
      'const t=this[Symbol.metadata]',
      'if(null!==t){const s=litPropertyMetadata…',
      'Symbol.metadata??=…',
    ],
    always: {
      'this.constructor.l?.forEach(…': 'void 0',
      'void 0!==t.l&&…': 'void 0',
      'p?.({ReactiveElement:y})': 'void 0',
      '(a.reactiveElementVersions…': 'void 0',
      '"function"==typeof t.converter?…': 'u',
      'void 0!==i.converter?.toAttribute?…': 'u',
    },
  },
  'lit-html/lit-html.js': {
    never: [
      '{let t=-1;for(…',
      'if(y.test(r.tagName))…',
      ...['M:h', 'P:o', 'A:n', 'C:1', 'L:N', 'R', 'D:d', 'V:M', 'H', 'N:L', 'U:z', 'B:I', 'F:Z'].map(
        (property) => `j={M:h… → ${property}`,
      ),
    ],
    always: {
      '2===i||3===i': 'false',
      '2===i?"<svg>"…': '""',
      '2===i?"</svg>"…': '""',
      '6===r.type&&…': 'void 0',
      '"number"==typeof s?…': 'this._$AC(t)',
      '"function"==typeof this._$AH?…': 'this._$AH.call(this.options?.host??this.element,t)',
      't===A&&s!==A||t.capture…': 't===A&&s!==A',
      // A directive stands only in place of a child.
      'M(this,t,i,0)': 't',
      'M(this,e[s+n],i,n)': 'e[s+n]',
      'void 0!==e?s._$Co?.[e]:…': 's._$Cl',
      'void 0!==e?(s._$Co??=[])[e]=h:…': 's._$Cl=h',
      'h?._$AO?.(!1)': 'void 0',
      'B?.(S,k)': 'void 0',
      '(t.litHtmlVersions…': 'void 0',
    },
  },
  'lit-html/directive-helpers.js': {
    // Nothing moves from one list into another.
    always: { 'n!==o': 'false' },
  },
  'lit-element/lit-element.js': {
    always: {
      's.litElementHydrateSupport?.(…': 'void 0',
      'o?.({LitElement:i})': 'void 0',
      '(s.litElementVersions…': 'void 0',
    },
  },
};
